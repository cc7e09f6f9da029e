package dev.rrq.indexer.plugin;

import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Takes what the plugin records. The buffers are little endian, hold whole records between position
 * and limit, and are the plugin's again when the call returns. While a call lasts, the emulator
 * goes on until the free slots are used up; then it waits. What a sink does not take is dropped.
 */
public interface CaptureSink {

  /** Pages of the initial memory: {@code u64 paddr} and 4,096 bytes each. */
  default void pages(ByteBuffer records) throws IOException {}

  /** Changes of memory, in order of time; {@code struct write_record} of the plugin. */
  void writes(ByteBuffer records) throws IOException;

  /** Activations of functions, in order of their ends; {@code struct call_record}. */
  default void calls(ByteBuffer records) throws IOException {}

  /** Interrupts and exceptions, in order of their ends; {@code struct interrupt_record}. */
  default void interrupts(ByteBuffer records) throws IOException {}

  /** Calling contexts that are new, a parent before its children; {@code struct context_record}. */
  default void contexts(ByteBuffer records) throws IOException {}

  /** Samples of the guest's clock; {@code struct clock_record}. */
  default void clock(ByteBuffer records) throws IOException {}

  /** The replay has come so far; called with each slot. */
  default void reached(long icount) {}
}
