package dev.rrq.gdbrsp.target;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import java.util.Optional;
import javax.xml.stream.XMLStreamReader;

/** An element's name and attributes, read with messages that name both. */
final class XmlElement {
  private final XMLStreamReader reader;

  XmlElement(XMLStreamReader reader) {
    this.reader = reader;
  }

  String name() {
    return reader.getLocalName();
  }

  Optional<String> optional(String attribute) {
    return Optional.ofNullable(reader.getAttributeValue(null, attribute));
  }

  String required(String attribute) throws MalformedReplyException {
    String value = reader.getAttributeValue(null, attribute);
    if (value == null) {
      throw MalformedReplyException.expected(
          "attribute " + attribute, "none on <" + name() + "> of the target description");
    }
    return value;
  }

  /** A number from 0 up to a limit. */
  int number(String attribute, int limit) throws MalformedReplyException {
    String value = required(attribute).strip();
    if (!value.matches("[0-9]{1,9}") || Integer.parseInt(value) > limit) {
      throw MalformedReplyException.expected(
          "a number up to " + limit,
          attribute + "=\"" + value + "\" on <" + name() + "> of the target description");
    }
    return Integer.parseInt(value);
  }

  /** A number in C's notation, of any size that 64 bits hold. */
  long value(String attribute) throws MalformedReplyException {
    String value = required(attribute).strip();
    try {
      return Long.decode(value);
    } catch (NumberFormatException noNumber) {
      throw MalformedReplyException.expected(
          "a number", attribute + "=\"" + value + "\" on <" + name() + ">");
    }
  }
}
