package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.UserProgram;
import java.util.List;

/**
 * A function of a user program, at the same addresses in every process that runs the program.
 *
 * @param program the program
 * @param entries its first instructions; several functions may share a name
 */
public record UserCode(UserProgram program, List<Long> entries) {

  public UserCode {
    entries = List.copyOf(entries);
  }
}
