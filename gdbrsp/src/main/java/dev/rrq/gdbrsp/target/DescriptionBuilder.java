package dev.rrq.gdbrsp.target;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Collects a description element by element, in the order of the documents. */
final class DescriptionBuilder {
  /** The widest there is: aarch64's ZA array of 256 by 256 bytes. */
  private static final int WIDEST = 8 * 256 * 256;

  /** Some twenty times as many as any architecture has. */
  private static final int LARGEST_NUMBER = 0xffff;

  private final List<String> features = new ArrayList<>();
  private final List<String> compatible = new ArrayList<>();
  private final TreeMap<Integer, Register> registers = new TreeMap<>();
  private Map<String, TargetType> types = new HashMap<>();
  private Optional<String> architecture = Optional.empty();
  private Optional<String> osAbi = Optional.empty();
  private String feature = "";
  private int nextNumber;
  private @Nullable TypeBuilder type;

  void architecture(String name) {
    architecture = Optional.of(name);
  }

  void osAbi(String name) {
    osAbi = Optional.of(name);
  }

  void compatible(String name) {
    compatible.add(name);
  }

  void begin(XmlElement element) throws MalformedReplyException {
    switch (element.name()) {
      case "feature" -> {
        feature = element.required("name");
        features.add(feature);
        types = new HashMap<>();
      }
      case "reg" -> register(element);
      case "vector" -> vector(element);
      case "union", "struct", "flags", "enum" -> type = new TypeBuilder(element);
      case "field" -> {
        if (type != null) {
          type.field(element, this::type);
        }
      }
      case "evalue" -> {
        if (type != null) {
          type.value(element);
        }
      }
      default -> {
        // The manual asks readers to pass over what they do not know.
      }
    }
  }

  void end(String name) {
    if (type != null && type.isA(name)) {
      TargetType built = type.build();
      types.put(built.id(), built);
      type = null;
    }
  }

  TargetDescription build() {
    return new TargetDescription(
        architecture, osAbi, compatible, features, List.copyOf(registers.values()));
  }

  private void register(XmlElement element) throws MalformedReplyException {
    int number =
        element.optional("regnum").isPresent()
            ? element.number("regnum", LARGEST_NUMBER)
            : nextNumber;
    Register register =
        new Register(
            element.required("name"),
            number,
            Math.max(1, element.number("bitsize", WIDEST)),
            type(element.optional("type").orElse("int")),
            element.optional("group"),
            feature,
            !element.optional("save-restore").orElse("yes").equals("no"));
    Register before = registers.put(number, register);
    if (before != null) {
      throw MalformedReplyException.expected(
          "one register for each number",
          before.name() + " and " + register.name() + " both with number " + number);
    }
    nextNumber = number + 1;
  }

  private void vector(XmlElement element) throws MalformedReplyException {
    String id = element.required("id");
    TargetType of = type(element.required("type"));
    types.put(id, new TargetType.Vector(id, of, element.number("count", WIDEST)));
  }

  private TargetType type(String id) {
    TargetType known = types.get(id);
    return known == null ? new TargetType.Predefined(id) : known;
  }
}
