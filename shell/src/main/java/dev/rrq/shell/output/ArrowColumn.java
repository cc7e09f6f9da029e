package dev.rrq.shell.output;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The values of a column of an Arrow batch. */
final class ArrowColumn {
  private final MachineFields.Type type;
  private final BitSet known = new BitSet();
  private final BitSet flags = new BitSet();
  private final ByteArrayOutputStream data = new ByteArrayOutputStream();
  private final List<Integer> ends = new ArrayList<>(List.of(0));
  private final @Nullable ArrowColumn items;
  private int length;

  /** How many values there are, and how many of them are unknown. */
  record Node(int length, int unknown) {}

  ArrowColumn(MachineFields.Type type) {
    this.type = type;
    this.items = type == MachineFields.Type.TEXTS ? new ArrowColumn(MachineFields.Type.TEXT) : null;
  }

  void add(@Nullable Object value) {
    known.set(length, value != null);
    switch (type) {
      case NUMBER, BITS -> word(value == null ? 0 : (Long) value);
      case REAL -> word(value == null ? 0 : Double.doubleToRawLongBits((Double) value));
      case FLAG -> flags.set(length, value != null && (Boolean) value);
      case TEXT -> text(value == null ? "" : value.toString());
      case TEXTS -> texts(value == null ? List.of() : (List<?>) value);
    }
    length++;
  }

  private void word(long bits) {
    data.writeBytes(
        ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(bits).array());
  }

  private void text(String text) {
    data.writeBytes(text.getBytes(StandardCharsets.UTF_8));
    ends.add(data.size());
  }

  private void texts(List<?> values) {
    ArrowColumn inner = java.util.Objects.requireNonNull(items);
    values.forEach(inner::add);
    ends.add(inner.length);
  }

  /** Its node, and that of its items. */
  List<Node> nodes() {
    List<Node> nodes = new ArrayList<>();
    nodes.add(new Node(length, length - known.cardinality()));
    if (items != null) {
      nodes.addAll(items.nodes());
    }
    return nodes;
  }

  /** Its buffers in the order of the format: what is known, where values end, the values. */
  List<byte[]> buffers() {
    List<byte[]> buffers = new ArrayList<>();
    buffers.add(bits(known));
    switch (type) {
      case FLAG -> buffers.add(bits(flags));
      case NUMBER, BITS, REAL -> buffers.add(data.toByteArray());
      case TEXT -> {
        buffers.add(ends());
        buffers.add(data.toByteArray());
      }
      case TEXTS -> {
        buffers.add(ends());
        buffers.addAll(java.util.Objects.requireNonNull(items).buffers());
      }
    }
    return buffers;
  }

  private byte[] bits(BitSet set) {
    byte[] bytes = new byte[(length + Byte.SIZE - 1) / Byte.SIZE];
    byte[] used = set.toByteArray();
    System.arraycopy(used, 0, bytes, 0, used.length);
    return bytes;
  }

  private byte[] ends() {
    ByteBuffer buffer =
        ByteBuffer.allocate(ends.size() * Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    ends.forEach(buffer::putInt);
    return buffer.array();
  }
}
