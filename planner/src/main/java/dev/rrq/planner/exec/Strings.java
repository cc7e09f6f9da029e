package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.types.PointerNamer;
import java.util.Optional;

/** Puts the text behind pointers to characters, as the memory was at an instant. */
final class Strings implements PointerNamer {

  /** Each takes some milliseconds to read. */
  private static final int MOST = 20;

  private static final int LONGEST = 256;
  private static final int PIECE = 64;

  private final Context context;
  private final Moment moment;
  private int read;

  Strings(Context context, Moment moment) {
    this.context = context;
    this.moment = moment;
  }

  @Override
  public Optional<String> name(long address, int target) {
    Optional<String> name = context.addresses().pointer(address, target);
    if (!isText(target) || read >= MOST) {
      return name;
    }
    read++;
    Optional<String> text = at(address);
    return text.isEmpty()
        ? name
        : Optional.of(name.orElseGet(() -> "0x" + Long.toHexString(address)) + " " + text.get());
  }

  private boolean isText(int target) {
    CTypes types = context.trace().types();
    return types.resolve(target) instanceof CType.Base base && base.name().equals("char");
  }

  /** The text at an address, in quotes; empty where there is none that could be read. */
  Optional<String> at(long address) {
    StringBuilder text = new StringBuilder("\"");
    for (long from = address; from < address + LONGEST; from = next(from)) {
      int length = (int) (Math.min(next(from), address + LONGEST) - from);
      if (!(moment.physical(from, length) instanceof Mapping.Mapped mapped)) {
        return Optional.empty();
      }
      ObjectBytes bytes = moment.read(mapped, length);
      for (int i = 0; i < length; i++) {
        if (!bytes.isKnown(i, 1)) {
          return Optional.empty();
        }
        int character = (int) bytes.number(i, 1);
        if (character == 0) {
          return Optional.of(text.append('"').toString());
        }
        append(character, text);
      }
    }
    return Optional.of(text.append("…\"").toString());
  }

  private static long next(long address) {
    return (address | PIECE - 1) + 1;
  }

  private static void append(int character, StringBuilder text) {
    switch (character) {
      case '\n' -> text.append("\\n");
      case '\t' -> text.append("\\t");
      case '"', '\\' -> text.append('\\').append((char) character);
      default -> {
        if (character >= 0x20 && character < 0x7f) {
          text.append((char) character);
        } else {
          text.append("\\%03o".formatted(character));
        }
      }
    }
  }
}
