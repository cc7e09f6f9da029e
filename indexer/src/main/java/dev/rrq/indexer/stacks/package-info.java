/**
 * Who called whom, told by the places at which return addresses are pushed and popped: the rules of
 * the plugin's {@code stacks.c}, for engines that run outside the emulator.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.indexer.stacks;
