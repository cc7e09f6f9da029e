package dev.rrq.shell.command;

import java.util.List;
import java.util.Optional;

/** What help prints. */
final class HelpText {
  /** Chapters that are no command's. */
  static final List<String> CHAPTERS = List.of("clauses", "time", "places");

  private static final String CLAUSES =
      """
      Clauses narrow and shape a question; they combine freely.

        between T and T | before T | after T | until T | since T
        in FUNCTION | under FUNCTION | by task TASK | by pid N | by irq | by device
        in user | in kernel
        where PREDICATE        new == 5, new & 4, old != new, function like 'sched_%'
        group by COLUMN, ... | count | histogram of COLUMN
        with backtrace | source | disassembly | task
        show COLUMN, ... | order by COLUMN | reverse | limit N | offset N

      Rows go to a file or a program as in a Unix shell:

        QUERY > out.csv        a new file; >> appends, >! overwrites
                               csv, json, jsonl, md, txt, parquet, arrow, sqlite
        QUERY | sort -u        a program that reads the rows
      """;

  private static final String TIME =
      """
      Time is the number of guest instructions since the recording began.

        1_234_567              that instruction
        start, end, 50%        of the recording
        2.668s                 the guest's uptime, as dmesg prints it
        t1                     a mark or a let
        #3                     row 3 of the last answer
        t1 + 1000              later
        (first call to start_kernel)   the time of a question's one event
      """;

  private static final String PLACES =
      """
      Places are written as in C, and evaluated as of the event's time.

        init_task.comm, init_task.comm[0], jiffies
        init_task.tasks.next->prev     through memory as it was; '.' and '->' do the same
        runqueues@cpu0.nr_running      a per-CPU variable
        task(1).comm                   the task of a pid
        *(struct task_struct *)0xffff888003a40000
        init/main.c:static_var         one static of several
        0xffffffff82a1b5e0..+16        a range; phys 0x2a1b5e0..+16 a physical one

      A place that moves is followed: the answer is about wherever it was at each time.
      `print` walks lists: list(HEAD, TYPE, MEMBER) stands for each object of one.

        print list(init_task.tasks, struct task_struct, tasks).comm at 50%
      """;

  private HelpText() {}

  static Optional<String> chapter(String name) {
    return switch (name) {
      case "clauses", "clause" -> Optional.of(CLAUSES);
      case "time", "times" -> Optional.of(TIME);
      case "places", "place" -> Optional.of(PLACES);
      default -> Optional.empty();
    };
  }

  static String overview(List<Command> commands) {
    StringBuilder text = new StringBuilder();
    for (Command.Topic topic : Command.Topic.values()) {
      text.append(topic.title()).append('\n');
      for (Command command : commands) {
        if (command.topic() == topic) {
          text.append(String.format("  %-12s %s%n", command.name(), command.summary()));
        }
      }
    }
    return text.append("\n`help NAME` says more; so do help clauses, help time and help places.\n")
        .toString();
  }

  static String of(Command command) {
    StringBuilder text = new StringBuilder();
    for (String synopsis : command.synopses()) {
      text.append(synopsis).append('\n');
    }
    return text.append("  ").append(command.summary()).append('\n').toString();
  }
}
