package dev.rrq.shell.live;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The next instructions, as QEMU's own disassembler has them. */
final class Disassembly {

  private static final int INSTRUCTIONS = 10;

  /** {@code 0xffffffff81000000: 48 89 e5 movq %rsp, %rbp}. */
  private static final Pattern LINE = Pattern.compile("(0x[0-9a-f]+):\\s+(.*)");

  private Disassembly() {}

  static String at(LiveMachine machine) {
    long pc = machine.pc();
    String listing = machine.replay().monitor("x /%di 0x%x".formatted(INSTRUCTIONS, pc)).strip();
    List<String> lines = new ArrayList<>();
    String function = "";
    for (String line : listing.split("\n", -1)) {
      Matcher parts = LINE.matcher(line.strip());
      if (!parts.matches()) {
        lines.add(line);
        continue;
      }
      long address = Long.parseUnsignedLong(parts.group(1).substring(2), 16);
      String code = machine.view().code().text(address);
      String name = code.replaceAll("\\+0x.*| \\(.*", "");
      if (!name.equals(function)) {
        function = name;
        lines.add(code + ":");
      }
      lines.add((address == pc ? "=> " : "   ") + parts.group(1) + "  " + parts.group(2));
    }
    return String.join("\n", lines);
  }
}
