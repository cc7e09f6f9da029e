package dev.rrq.symbols.types;

import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.CType.CompositeKind;
import dev.rrq.symbols.model.TypeTable;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Finds a type by the words that C writes for it: {@code struct list_head}, {@code u64}, {@code
 * unsigned long}. Debug information has one spelling of each arithmetic type ({@code long unsigned
 * int}); C allows many.
 */
public final class NamedTypes {

  private static final Set<String> ARITHMETIC =
      Set.of("signed", "unsigned", "short", "long", "int", "char");
  private static final Set<String> QUALIFIERS = Set.of("const", "volatile", "restrict");

  private final TypeTable types;

  public NamedTypes(TypeTable types) {
    this.types = types;
  }

  /** The type of some words without declarator; qualifiers are ignored. */
  public Optional<CType> find(String spelling) {
    List<String> words =
        Arrays.stream(spelling.strip().split("\\s+", -1))
            .filter(word -> !QUALIFIERS.contains(word))
            .toList();
    if (words.size() == 2) {
      String tag = words.get(1);
      switch (words.get(0)) {
        case "struct" -> {
          return types.composite(CompositeKind.STRUCT, tag).map(CType.class::cast);
        }
        case "union" -> {
          return types.composite(CompositeKind.UNION, tag).map(CType.class::cast);
        }
        case "enum" -> {
          return types.enumeration(tag).map(CType.class::cast);
        }
        default -> {
          // an arithmetic type in two words
        }
      }
    }
    if (words.equals(List.of("void"))) {
      return Optional.of(types.type(CType.VOID_ID));
    }
    if (!words.isEmpty() && ARITHMETIC.containsAll(words)) {
      return arithmetic(words);
    }
    return types.named(String.join(" ", words));
  }

  /** The spelling of GCC, else that of Clang. */
  private Optional<CType> arithmetic(List<String> words) {
    boolean unsigned = words.contains("unsigned");
    if (words.contains("char")) {
      String sign = unsigned ? "unsigned " : words.contains("signed") ? "signed " : "";
      return types.named(sign + "char");
    }
    long longs = words.stream().filter("long"::equals).count();
    String size = words.contains("short") ? "short " : "long ".repeat((int) longs);
    return types
        .named(size + (unsigned ? "unsigned " : "") + "int")
        .or(() -> types.named((unsigned ? "unsigned " : "") + size.strip()));
  }
}
