package dev.rrq.shell.console;

import dev.rrq.shell.completion.Completions;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.LineReader;
import org.jline.reader.ParsedLine;

/** Gives JLine the proposals of {@link Completions}. */
final class StatementCompleter implements Completer {
  private final Completions completions;

  StatementCompleter(Completions completions) {
    this.completions = completions;
  }

  @Override
  public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
    for (Completions.Proposal proposal : completions.at(line.line(), line.cursor())) {
      candidates.add(
          new Candidate(
              proposal.text(),
              proposal.text(),
              proposal.group(),
              proposal.note().isEmpty() ? null : proposal.note(),
              null,
              null,
              proposal.complete()));
    }
  }
}
