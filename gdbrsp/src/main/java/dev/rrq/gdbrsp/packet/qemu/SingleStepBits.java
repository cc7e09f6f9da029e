package dev.rrq.gdbrsp.packet.qemu;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * Which bit stands for which flag, as this QEMU has it.
 *
 * @param bits each flag that it knows, with its bit
 */
public record SingleStepBits(Map<SingleStepFlag, Integer> bits) {

  /** Keeps a copy of the map. */
  public SingleStepBits {
    bits = Map.copyOf(bits);
  }

  /**
   * Reads {@code ENABLE=1,NOIRQ=2,NOTIMER=4}; names that this library does not know are left out.
   */
  static SingleStepBits parse(String text) throws MalformedReplyException {
    Map<SingleStepFlag, Integer> bits = new EnumMap<>(SingleStepFlag.class);
    for (String assignment : text.split(",", -1)) {
      int equals = assignment.indexOf('=');
      if (equals < 1 || !assignment.substring(equals + 1).matches("[0-9a-fA-F]{1,7}")) {
        throw MalformedReplyException.expected("flags as NAME=BIT,...", '"' + text + '"');
      }
      for (SingleStepFlag flag : SingleStepFlag.values()) {
        if (flag.name().equals(assignment.substring(0, equals))) {
          bits.put(flag, Integer.parseInt(assignment.substring(equals + 1), 16));
        }
      }
    }
    return new SingleStepBits(bits);
  }

  /** Whether this QEMU knows all of the flags. */
  public boolean knows(Set<SingleStepFlag> flags) {
    return bits.keySet().containsAll(flags);
  }

  /** The bits of flags, all of which must be known. */
  public int encode(Set<SingleStepFlag> flags) {
    int mask = 0;
    for (SingleStepFlag flag : flags) {
      mask |= bits.get(flag);
    }
    return mask;
  }

  /** The flags whose bits are set. */
  public Set<SingleStepFlag> decode(long mask) {
    Set<SingleStepFlag> flags = EnumSet.noneOf(SingleStepFlag.class);
    bits.forEach(
        (flag, bit) -> {
          if ((mask & bit) != 0) {
            flags.add(flag);
          }
        });
    return flags;
  }
}
