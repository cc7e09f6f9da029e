package dev.rrq.indexer.disassembly;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A register as a part of the widest one that holds it: {@code ah} is bits 8 to 15 of {@code rax}.
 *
 * @param whole the widest register, as GDB's remote protocol names it: {@code rax}, {@code eflags},
 *     {@code xmm0}
 * @param shift the lowest bit
 * @param bits how many bits
 */
public record RegisterView(String whole, int shift, int bits) {

  private static final Map<String, RegisterView> BY_NAME = byName();

  /**
   * The view of a register's name, as Capstone gives it; empty for ones that QEMU does not tell.
   */
  public static Optional<RegisterView> of(String name) {
    return Optional.ofNullable(BY_NAME.get(name));
  }

  /** The register's bits in those of the whole one; correct for up to 64 bits. */
  public long of(long wholeValue) {
    long shifted = wholeValue >>> shift;
    return bits >= Long.SIZE ? shifted : shifted & ((1L << bits) - 1);
  }

  private static Map<String, RegisterView> byName() {
    Map<String, RegisterView> views = new HashMap<>();
    for (String letter : new String[] {"a", "b", "c", "d"}) {
      general(views, "r" + letter + "x", "e" + letter + "x", letter + "x", letter + "l");
      views.put(letter + "h", new RegisterView("r" + letter + "x", 8, 8));
    }
    for (String name : new String[] {"si", "di", "bp", "sp"}) {
      general(views, "r" + name, "e" + name, name, name + "l");
    }
    for (int i = 8; i < 16; i++) {
      general(views, "r" + i, "r" + i + "d", "r" + i + "w", "r" + i + "b");
    }
    views.put("rip", new RegisterView("rip", 0, 64));
    views.put("eip", new RegisterView("rip", 0, 32));
    views.put("ip", new RegisterView("rip", 0, 16));
    views.put("eflags", new RegisterView("eflags", 0, 32));
    views.put("flags", new RegisterView("eflags", 0, 32));
    views.put("rflags", new RegisterView("eflags", 0, 64));
    for (String segment : new String[] {"cs", "ss", "ds", "es", "fs", "gs"}) {
      views.put(segment, new RegisterView(segment, 0, 16));
    }
    for (int i = 0; i < 16; i++) {
      String xmm = String.format(Locale.ROOT, "xmm%d", i);
      views.put(xmm, new RegisterView(xmm, 0, 128));
    }
    for (String control : new String[] {"cr0", "cr2", "cr3", "cr4", "cr8"}) {
      views.put(control, new RegisterView(control, 0, 64));
    }
    return Map.copyOf(views);
  }

  private static void general(Map<String, RegisterView> views, String... widestFirst) {
    int bits = 64;
    for (String name : widestFirst) {
      views.put(name, new RegisterView(widestFirst[0], 0, bits));
      bits /= 2;
    }
  }
}
