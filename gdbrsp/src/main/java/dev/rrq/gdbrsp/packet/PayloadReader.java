package dev.rrq.gdbrsp.packet;

import dev.rrq.gdbrsp.codec.Hex;
import dev.rrq.gdbrsp.codec.Payload;
import dev.rrq.gdbrsp.error.MalformedReplyException;
import java.util.Arrays;

/** Reads an answer from left to right, and says what it expected where it stopped. */
public final class PayloadReader {
  private final Payload payload;
  private int position;

  /** At the beginning of an answer. */
  public PayloadReader(Payload payload) {
    this.payload = payload;
  }

  /** Fails unless the answer is {@code OK}. */
  public static void expectOk(Payload reply) throws MalformedReplyException {
    if (!reply.is("OK")) {
      throw MalformedReplyException.expected("\"OK\"", reply);
    }
  }

  /** The bytes of an answer that is nothing but hexadecimal digits, two a byte. */
  public static byte[] hexBytes(Payload reply) throws MalformedReplyException {
    return new PayloadReader(reply).hexBytes();
  }

  /** Whether all is read. */
  public boolean atEnd() {
    return position == payload.length();
  }

  /** Whether the next character is this one; it is read if so. */
  public boolean accept(char character) {
    boolean found = !atEnd() && payload.at(position) == character;
    if (found) {
      position++;
    }
    return found;
  }

  /** Reads this character. */
  public void expect(char character) throws MalformedReplyException {
    if (!accept(character)) {
      throw malformed("'" + character + "'");
    }
  }

  /** Fails unless all is read. */
  public void expectEnd() throws MalformedReplyException {
    if (!atEnd()) {
      throw malformed("the end");
    }
  }

  /** Reads any one character. */
  public char character() throws MalformedReplyException {
    if (atEnd()) {
      throw malformed("a character");
    }
    return (char) payload.at(position++);
  }

  /** Reads up to the character, which is read too but not given, or up to the end. */
  public String until(char character) {
    int from = position;
    while (!atEnd() && payload.at(position) != character) {
      position++;
    }
    String text = payload.text().substring(from, position);
    accept(character);
    return text;
  }

  /** Reads an unsigned hexadecimal number of 1 to 16 significant digits. */
  public long hexNumber() throws MalformedReplyException {
    long value = 0;
    int from = position;
    while (!atEnd() && Hex.digit(payload.at(position)) >= 0) {
      if (value >>> 60 != 0) {
        throw malformed("a number of at most 16 hexadecimal digits");
      }
      value = (value << 4) | Hex.digit(payload.at(position++));
    }
    if (position == from) {
      throw malformed("a hexadecimal number");
    }
    return value;
  }

  /** Reads two hexadecimal digits. */
  public int hexByte() throws MalformedReplyException {
    int value = pairAt(position);
    if (value < 0) {
      throw malformed("two hexadecimal digits");
    }
    position += 2;
    return value;
  }

  /** Reads pairs of hexadecimal digits up to the end or another character. */
  public byte[] hexBytes() throws MalformedReplyException {
    byte[] bytes = new byte[(payload.length() - position) / 2];
    int count = 0;
    while (!atEnd() && Hex.digit(payload.at(position)) >= 0) {
      if (pairAt(position) < 0) {
        throw malformed("two hexadecimal digits");
      }
      bytes[count++] = (byte) pairAt(position);
      position += 2;
    }
    return count == bytes.length ? bytes : Arrays.copyOf(bytes, count);
  }

  /** The failure to find something here. */
  public MalformedReplyException malformed(String expected) {
    return MalformedReplyException.expected(expected + " at byte " + position, payload);
  }

  private int pairAt(int at) {
    if (at + 1 >= payload.length()) {
      return -1;
    }
    int high = Hex.digit(payload.at(at));
    int low = Hex.digit(payload.at(at + 1));
    return high < 0 || low < 0 ? -1 : (high << 4) | low;
  }
}
