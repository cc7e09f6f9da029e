package dev.rrq.gdbrsp.packet.feature;

import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.packet.PayloadReader;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a stub says that it can do.
 *
 * @param values feature names with their values: {@code +}, {@code -}, {@code ?} or, after an
 *     equals sign, text
 * @see <a
 *     href="https://sourceware.org/gdb/current/onlinedocs/gdb.html/General-Query-Packets.html#qSupported">GDB
 *     manual, qSupported</a>
 */
public record StubFeatures(Map<String, String> values) {
  /** What the manual asks every stub to accept when it names no size, in bytes. */
  private static final int DEFAULT_PACKET_SIZE = 400;

  private static final int SMALLEST_PACKET_SIZE = 32;

  /** What is known of a stub that does not answer the question. */
  public static final StubFeatures NONE = new StubFeatures(Map.of());

  /** Keeps a copy of the map, in its order. */
  public StubFeatures {
    values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
  }

  static StubFeatures parse(Payload reply) throws RspException {
    Map<String, String> values = new LinkedHashMap<>();
    PayloadReader reader = new PayloadReader(reply);
    while (!reader.atEnd()) {
      put(values, reader.until(';'), reply);
    }
    StubFeatures features = new StubFeatures(values);
    if (features.value("PacketSize").isPresent() && features.announcedPacketSize() < 0) {
      throw MalformedReplyException.expected(
          "a hexadecimal PacketSize of at least " + SMALLEST_PACKET_SIZE + " bytes", reply);
    }
    return features;
  }

  private static void put(Map<String, String> values, String feature, Payload reply)
      throws MalformedReplyException {
    int equals = feature.indexOf('=');
    int last = feature.length() - 1;
    if (equals > 0) {
      values.put(feature.substring(0, equals), feature.substring(equals + 1));
    } else if (last > 0 && "+-?".indexOf(feature.charAt(last)) >= 0) {
      values.put(feature.substring(0, last), feature.substring(last));
    } else if (last >= 0) {
      throw MalformedReplyException.expected(
          "features as name=value, name+, name- or name?, among them \"" + feature + "\"", reply);
    }
  }

  /** Whether the stub offers a feature with a plus sign. */
  public boolean has(String feature) {
    return "+".equals(values.get(feature));
  }

  /** The value of a feature. */
  public Optional<String> value(String feature) {
    return Optional.ofNullable(values.get(feature));
  }

  /** The longest packet that the stub takes, in bytes between <code>$</code> and <code>#</code>. */
  public int packetSize() {
    return value("PacketSize").isPresent() ? announcedPacketSize() : DEFAULT_PACKET_SIZE;
  }

  /** Whether a step back is offered; QEMU does so only in a replay. */
  public boolean reverseStep() {
    return has("ReverseStep");
  }

  /** Whether going back is offered; QEMU does so only in a replay. */
  public boolean reverseContinue() {
    return has("ReverseContinue");
  }

  /** Whether the stub goes to instruction counts; QEMU with rrq's patch does so in a replay. */
  public boolean seek() {
    return has("qemu.seek");
  }

  /** Whether the stub tells instruction counts. */
  public boolean icount() {
    return has("qemu.icount");
  }

  /** Whether the stub makes and logs many steps at once. */
  public boolean manySteps() {
    return has("qemu.steps") && has("qXfer:qemu-step-log:read");
  }

  private int announcedPacketSize() {
    try {
      int size = Integer.parseInt(values.getOrDefault("PacketSize", ""), 16);
      return size < SMALLEST_PACKET_SIZE ? -1 : size;
    } catch (NumberFormatException noNumber) {
      return -1;
    }
  }
}
