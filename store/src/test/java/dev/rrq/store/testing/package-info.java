/** Fixtures for tests that need a trace store: text in, store out. */
@org.jspecify.annotations.NullMarked
package dev.rrq.store.testing;
