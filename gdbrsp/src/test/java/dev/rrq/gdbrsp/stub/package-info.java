/** A stub that follows a script, for tests of whatever talks to stubs. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.stub;
