package dev.rrq.gdbrsp.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.ByteArrayOutputStream;
import java.util.Random;

/** Endless bytes that are almost what a stub might send: the same ones for the same seed. */
final class WireGenerator {
  private static final String[] WORDS = {
    "$OK#9a",
    "$#00",
    "$E14#aa",
    "$T05thread:01;#07",
    "T05watch:",
    "ffffffff82a1b5e0",
    ";",
    ":",
    "$O",
    "qXfer",
    "PacketSize=",
    "xxxxxxxx",
    "0*",
    "* ",
    "*~",
    "}",
    "}\u0003",
    "m<reg name='",
    "l</target>",
    "W00",
    "%Stop:",
    "#",
    "$",
    "%",
    "+",
    "-",
    "\u0003",
    "0x7",
    "p1.-1",
    "QC1"
  };

  private final Random random;

  WireGenerator(long seed) {
    random = new Random(seed);
  }

  /** Some bytes: framing, words of the protocol, whole packets with right sums, or anything. */
  byte[] next() {
    switch (random.nextInt(8)) {
      case 0 -> {
        byte[] any = new byte[1 + random.nextInt(64)];
        random.nextBytes(any);
        return any;
      }
      case 1, 2 -> {
        return framed(words(random.nextInt(6)).replace("#", "").replace("$", ""));
      }
      case 3 -> {
        return mutated(framed(words(random.nextInt(6))));
      }
      default -> {
        return words(1 + random.nextInt(6)).getBytes(ISO_8859_1);
      }
    }
  }

  /** What a packet might hold. */
  String payload() {
    String payload = words(random.nextInt(6)).replace("#", "").replace("$", "");
    return random.nextInt(4) == 0 ? payload + "01".repeat(random.nextInt(64)) : payload;
  }

  int upTo(int bound) {
    return random.nextInt(bound);
  }

  private String words(int count) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < count; i++) {
      text.append(WORDS[random.nextInt(WORDS.length)]);
    }
    return text.toString();
  }

  private byte[] framed(String payload) {
    int sum = payload.chars().sum() & 0xff;
    String mark = random.nextInt(8) == 0 ? "%" : "$";
    return (mark + payload + String.format("#%02x", sum)).getBytes(ISO_8859_1);
  }

  private byte[] mutated(byte[] bytes) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    int at = random.nextInt(bytes.length);
    out.write(bytes, 0, at);
    out.write(random.nextInt(256));
    int skip = Math.min(bytes.length, at + random.nextInt(3));
    out.write(bytes, skip, bytes.length - skip);
    return out.toByteArray();
  }
}
