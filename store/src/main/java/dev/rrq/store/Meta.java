package dev.rrq.store;

/** The keys of the table {@code meta} that the modules of rrq agree on. Numbers are decimal. */
public final class Meta {

  /** {@link Schema#VERSION} of the store or symbol file. */
  public static final String FORMAT_VERSION = "format_version";

  /** The build id of the program whose symbols the store holds, in hexadecimal. */
  public static final String BUILD_ID = "build_id";

  /** The file name of the program whose symbols the store holds. */
  public static final String VMLINUX = "vmlinux";

  /** What to add to a link-time address of the kernel image to get the running kernel's. */
  public static final String KASLR_OFFSET = "kaslr_offset";

  /** The physical address that the kernel image was linked for minus where it was loaded. */
  public static final String PHYS_BASE = "phys_base";

  /** The virtual address that a per-CPU offset of CPU 0 is added to. */
  public static final String PERCPU_BASE = "percpu_base";

  /** The virtual address at which the kernel maps all of RAM. */
  public static final String PAGE_OFFSET = "page_offset";

  /** Bytes of guest RAM. */
  public static final String MEMORY_SIZE = "memory_size";

  /** The length of the recording, in instructions. */
  public static final String LENGTH = "length";

  /** What watched the replay: {@code plugin} or {@code step}. */
  public static final String ENGINE = "engine";

  /** {@code false} where calls, contexts and interrupts were left out. */
  public static final String CALLS = "calls";

  /** {@code false} until the index is whole. */
  public static final String COMPLETE = "complete";

  private Meta() {}
}
