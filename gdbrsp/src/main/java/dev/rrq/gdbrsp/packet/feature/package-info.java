/** What the stub and this client can do: {@code qSupported} and no-ack mode. */
@org.jspecify.annotations.NullMarked
package dev.rrq.gdbrsp.packet.feature;
