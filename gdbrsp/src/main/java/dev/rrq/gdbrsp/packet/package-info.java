/**
 * Requests and their answers as types: one small class for each packet, in one package for each
 * feature, each knowing only how it is written and how its answer is read.
 */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet;
