package dev.rrq.planner.type;

import dev.rrq.symbols.model.CType.Encoding;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The arithmetic types of C on x86-64 Linux, for casts to types that the program never uses. */
final class BaseTypes {

  record Spec(String name, int size, Encoding encoding) {}

  private static final Map<String, Spec> SPECS =
      Map.ofEntries(
          signed("signed char", "signed char", 1),
          unsigned("unsigned char", "unsigned char", 1),
          entry("char", "char", 1, Encoding.SIGNED_CHAR),
          entry("_Bool", "_Bool", 1, Encoding.BOOLEAN),
          entry("bool", "_Bool", 1, Encoding.BOOLEAN),
          signed("short", "short", 2),
          unsigned("unsigned short", "unsigned short", 2),
          signed("int", "int", 4),
          unsigned("unsigned int", "unsigned int", 4),
          unsigned("unsigned", "unsigned int", 4),
          signed("long", "long", 8),
          unsigned("unsigned long", "unsigned long", 8),
          signed("long long", "long long", 8),
          unsigned("unsigned long long", "unsigned long long", 8),
          signed("s8", "s8", 1),
          signed("s16", "s16", 2),
          signed("s32", "s32", 4),
          signed("s64", "s64", 8),
          unsigned("u8", "u8", 1),
          unsigned("u16", "u16", 2),
          unsigned("u32", "u32", 4),
          unsigned("u64", "u64", 8));

  private BaseTypes() {}

  static @Nullable Spec byName(String name) {
    return SPECS.get(name);
  }

  private static Map.Entry<String, Spec> signed(String name, String canonical, int size) {
    return entry(name, canonical, size, size == 1 ? Encoding.SIGNED_CHAR : Encoding.SIGNED);
  }

  private static Map.Entry<String, Spec> unsigned(String name, String canonical, int size) {
    return entry(name, canonical, size, size == 1 ? Encoding.UNSIGNED_CHAR : Encoding.UNSIGNED);
  }

  private static Map.Entry<String, Spec> entry(
      String name, String canonical, int size, Encoding encoding) {
    return Map.entry(name, new Spec(canonical, size, encoding));
  }
}
