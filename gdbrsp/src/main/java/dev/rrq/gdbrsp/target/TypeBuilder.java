package dev.rrq.gdbrsp.target;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** Collects one type that has fields or values. */
final class TypeBuilder {
  /** Bit fields lie in integers; the widest known are of 64 bits, wider are allowed for. */
  private static final int WIDEST_FLAGS = 1024;

  private final String kind;
  private final String id;
  private final int bytes;
  private final Map<String, TargetType> fields = new LinkedHashMap<>();
  private final List<TargetType.BitField> bits = new ArrayList<>();
  private final Map<String, Long> values = new LinkedHashMap<>();

  TypeBuilder(XmlElement element) throws MalformedReplyException {
    kind = element.name();
    id = element.required("id");
    bytes = element.optional("size").isPresent() ? element.number("size", WIDEST_FLAGS) : 0;
  }

  boolean isA(String element) {
    return kind.equals(element);
  }

  void field(XmlElement element, Function<String, TargetType> types)
      throws MalformedReplyException {
    if (element.optional("start").isEmpty()) {
      fields.put(element.required("name"), types.apply(element.required("type")));
      return;
    }
    int start = element.number("start", 8 * WIDEST_FLAGS);
    int end = element.optional("end").isPresent() ? element.number("end", 8 * WIDEST_FLAGS) : start;
    if (end < start) {
      throw MalformedReplyException.expected(
          "a bit field that ends at or after its start",
          start + " to " + end + " in " + kind + " " + id);
    }
    String type = element.optional("type").orElse(start == end ? "bool" : "uint64");
    bits.add(new TargetType.BitField(element.required("name"), start, end, types.apply(type)));
  }

  void value(XmlElement element) throws MalformedReplyException {
    values.put(element.required("name"), element.value("value"));
  }

  TargetType build() {
    boolean plainStruct = kind.equals("struct") && bits.isEmpty();
    return switch (kind) {
      case "union" -> new TargetType.Union(id, fields);
      case "enum" -> new TargetType.Enumeration(id, bytes, values);
      default ->
          plainStruct ? new TargetType.Struct(id, fields) : new TargetType.Flags(id, bytes, bits);
    };
  }
}
