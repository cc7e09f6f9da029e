package dev.rrq.store.parquet;

import java.nio.charset.StandardCharsets;

/** Thrift's compact protocol, as far as Parquet's metadata needs it. */
final class ThriftWriter {

  private static final int TRUE = 1;
  private static final int FALSE = 2;
  private static final int BYTE = 3;
  private static final int I32 = 5;
  private static final int I64 = 6;
  private static final int BINARY = 8;
  private static final int LIST = 9;
  private static final int STRUCT = 12;
  private static final int SHORT_FORM_LIMIT = 15;
  private static final int HALF_BYTE = 4;
  private static final int DEEPEST = 16;

  private final Bytes out;
  private final int[] fields = new int[DEEPEST];
  private int depth;

  ThriftWriter(Bytes out) {
    this.out = out;
  }

  private void field(int id, int type) {
    int delta = id - fields[depth];
    if (delta > 0 && delta <= SHORT_FORM_LIMIT) {
      out.putByte((delta << HALF_BYTE) | type);
    } else {
      out.putByte(type);
      out.putZigzag(id);
    }
    fields[depth] = id;
  }

  void i32(int id, int value) {
    field(id, I32);
    out.putZigzag(value);
  }

  void i64(int id, long value) {
    field(id, I64);
    out.putZigzag(value);
  }

  void i8(int id, int value) {
    field(id, BYTE);
    out.putByte(value);
  }

  void bool(int id, boolean value) {
    field(id, value ? TRUE : FALSE);
  }

  void string(int id, String value) {
    field(id, BINARY);
    string(value);
  }

  void binary(int id, byte[] value) {
    field(id, BINARY);
    out.putVarint(value.length);
    out.putBytes(value);
  }

  private void string(String value) {
    byte[] bytes = value.getBytes(StandardCharsets.UTF_8);
    out.putVarint(bytes.length);
    out.putBytes(bytes);
  }

  /** Starts a structure that is a field. */
  void startStruct(int id) {
    field(id, STRUCT);
    enter();
  }

  /** Starts a structure that is an element of a list, or the whole. */
  void enter() {
    fields[++depth] = 0;
  }

  void endStruct() {
    out.putByte(0);
    depth--;
  }

  /** Starts a list of structures; each is between {@link #enter} and {@link #endStruct}. */
  void structs(int id, int size) {
    list(id, size, STRUCT);
  }

  /** A list of numbers. */
  void i32s(int id, int... values) {
    list(id, values.length, I32);
    for (int value : values) {
      out.putZigzag(value);
    }
  }

  /** A list of strings. */
  void strings(int id, String... values) {
    list(id, values.length, BINARY);
    for (String value : values) {
      string(value);
    }
  }

  private void list(int id, int size, int type) {
    field(id, LIST);
    if (size < SHORT_FORM_LIMIT) {
      out.putByte((size << HALF_BYTE) | type);
    } else {
      out.putByte((SHORT_FORM_LIMIT << HALF_BYTE) | type);
      out.putVarint(size);
    }
  }
}
