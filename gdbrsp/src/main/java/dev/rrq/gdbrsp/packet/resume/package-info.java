/**
 * Packets that let the target run, forwards and backwards: {@code vCont}, {@code c}, {@code s},
 * {@code bc}, {@code bs}.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.resume;
