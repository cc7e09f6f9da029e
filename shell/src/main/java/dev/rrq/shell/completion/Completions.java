package dev.rrq.shell.completion;

import dev.rrq.grammar.Completion;
import dev.rrq.grammar.StatementParser;
import dev.rrq.shell.command.Command;
import dev.rrq.shell.command.Commands;
import dev.rrq.shell.output.Format;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

/** Proposes what may be typed at the cursor. */
public final class Completions {
  /** More than a screen shows; who sees so many types another letter. */
  private static final int MOST = 200;

  private final Commands commands;
  private final StatementParser parser;
  private final Supplier<Names> names;

  /**
   * Joins the sources.
   *
   * @param names of the trace; must come at once, {@link Names#NONE} while it is being opened
   */
  public Completions(Commands commands, Supplier<Names> names) {
    this.commands = commands;
    this.parser = new StatementParser(commands.shellNames());
    this.names = names;
  }

  /**
   * One proposal.
   *
   * @param text replaces the piece that is being typed
   * @param group heading under which it is listed
   * @param note said beside it; may be empty
   * @param complete whether a blank may follow
   */
  public record Proposal(String text, String group, String note, boolean complete) {}

  /** All proposals for an offset of a text: those that go on from what is typed. */
  public List<Proposal> at(String text, int offset) {
    Cursor path = Cursor.inPath(text, offset);
    if (wantsFile(path)) {
      return new FileNames(path.prefix(), MOST).proposals();
    }
    Cursor cursor = Cursor.in(text, offset);
    if (cursor.inert()) {
      return List.of();
    }
    Proposals proposals = new Proposals(cursor.prefix());
    if (!shellCommand(cursor, proposals)) {
      statement(cursor, proposals);
    }
    return proposals.all();
  }

  /** Where the piece begins that is being typed at an offset. */
  public int start(String text, int offset) {
    Cursor path = Cursor.inPath(text, offset);
    return wantsFile(path) ? path.start() : Cursor.in(text, offset).start();
  }

  private boolean wantsFile(Cursor path) {
    List<Word> words = path.words();
    if (words.size() == 1 && words.get(0).is("open")) {
      return true;
    }
    return !words.isEmpty()
        && parser.complete(path.before()).kinds().contains(Completion.Kind.FILE);
  }

  /** Proposes the arguments of a command that is the shell's own business. */
  private boolean shellCommand(Cursor cursor, Proposals into) {
    List<Word> words = cursor.words();
    if (words.size() != 1) {
      return false;
    }
    switch (words.get(0).lower()) {
      case "format" ->
          into.matching(Arrays.stream(Format.values()).map(Format::id).toList(), "formats");
      case "help" -> {
        commands(into);
        into.matching(Commands.chapters(), "chapters");
      }
      case "timing", "pager" -> into.matching(List.of("on", "off"), "");
      default -> {
        return false;
      }
    }
    return true;
  }

  private void statement(Cursor cursor, Proposals into) {
    // A name of a module stands where any name may stand.
    String before = cursor.before();
    String scope = cursor.scope();
    Completion expected = parser.complete(before.substring(0, before.length() - scope.length()));
    for (Completion.Kind kind : Completion.Kind.values()) {
      if (expected.kinds().contains(kind)) {
        names(kind, cursor, into);
      }
    }
    if (!scope.isEmpty()) {
      return;
    }
    if (followsTag(cursor)) {
      into.tags(names.get().types(cursor.prefix(), MOST));
    }
    if (!expected.kinds().contains(Completion.Kind.STATEMENT)) {
      into.matching(expected.keywords().stream().sorted().toList(), "keywords");
    }
  }

  private static boolean followsTag(Cursor cursor) {
    List<Word> words = cursor.words();
    if (words.isEmpty()) {
      return false;
    }
    Word last = words.get(words.size() - 1);
    return last.is("struct") || last.is("union") || last.is("enum");
  }

  private void names(Completion.Kind kind, Cursor cursor, Proposals into) {
    Names known = names.get();
    String prefix = cursor.prefix();
    switch (kind) {
      case STATEMENT -> commands(into);
      case PLACE -> {
        variables(cursor, into);
        marks(cursor, into);
      }
      case VALUE -> value(cursor, into);
      case MEMBER -> member(cursor, into);
      case FUNCTION -> functions(cursor, into);
      case TIME -> into.matching(known.marks(), "names");
      case COLUMN -> into.matching(known.columns(), "columns");
      case TASK -> into.quoted(known.tasks(), "tasks");
      case TYPE -> into.found(known.types(prefix, MOST), "types", true);
      case FILE -> {
        // Its piece is a path; it was proposed before.
      }
    }
  }

  /** In a condition a name is a column first of all; elsewhere it can only be a place. */
  private void value(Cursor cursor, Proposals into) {
    Names known = names.get();
    boolean condition =
        cursor.scope().isEmpty() && cursor.words().stream().anyMatch(word -> word.is("where"));
    if (condition) {
      into.matching(known.columns(), "columns");
    }
    if (!condition || !cursor.prefix().isEmpty()) {
      variables(cursor, into);
    }
    if (!cursor.words().isEmpty() && cursor.words().get(0).is("describe")) {
      functions(cursor, into);
    }
    marks(cursor, into);
  }

  private void variables(Cursor cursor, Proposals into) {
    into.scoped(cursor.scope(), names.get().symbols(cursor.scope() + cursor.prefix(), MOST), false);
  }

  private void functions(Cursor cursor, Proposals into) {
    into.scoped(
        cursor.scope(), names.get().functions(cursor.scope() + cursor.prefix(), MOST), true);
  }

  /** What was named in this session is of no module. */
  private void marks(Cursor cursor, Proposals into) {
    if (cursor.scope().isEmpty()) {
      into.matching(names.get().marks(), "names");
    }
  }

  private void member(Cursor cursor, Proposals into) {
    String object = cursor.object();
    if (object != null) {
      into.unfinished(names.get().members(object), "members");
    }
  }

  private void commands(Proposals into) {
    for (Command command : commands.all()) {
      into.noted(command.name(), "commands", command.summary());
    }
  }
}
