package dev.rrq.shell.completion;

import dev.rrq.shell.command.Command;
import dev.rrq.shell.command.Commands;
import dev.rrq.shell.output.Format;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.Supplier;

/** Proposes what may be typed at the cursor. */
public final class Completions {
  /** More than a screen shows; who sees so many types another letter. */
  private static final int MOST = 200;

  private final Commands commands;
  private final Supplier<Names> names;

  /**
   * Joins the sources.
   *
   * @param names of the trace; must come at once, {@link Names#NONE} while it is being opened
   */
  public Completions(Commands commands, Supplier<Names> names) {
    this.commands = commands;
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

  /** All proposals for an offset of a text; those that fit the piece typed so far. */
  public List<Proposal> at(String text, int offset) {
    Cursor cursor = Cursor.in(text, offset);
    if (cursor.inert()) {
      return List.of();
    }
    Expected expected = cursor.expected();
    List<Proposal> proposals = new ArrayList<>();
    named(expected, cursor.prefix(), proposals);
    for (String keyword : expected.keywords()) {
      add(
          proposals,
          cursor.prefix(),
          keyword,
          "keywords",
          "",
          !keyword.startsWith("(") && !keyword.endsWith("("));
    }
    return proposals;
  }

  private void named(Expected expected, String prefix, List<Proposal> into) {
    Names known = names.get();
    switch (expected.kind()) {
      case NOTHING -> {}
      case COMMAND -> commands(prefix, into);
      case SYMBOL -> {
        addAll(into, known.symbols(prefix, MOST), "variables", false);
        marks(known, prefix, into);
      }
      case FUNCTION -> addAll(into, known.functions(prefix, MOST), "functions", true);
      case MEMBER -> matching(into, known.members(expected.object()), prefix, "members", false);
      case COLUMN -> matching(into, known.columns(), prefix, "columns", true);
      case TIME -> marks(known, prefix, into);
      case TASK -> tasks(known, prefix, into);
      case TYPE -> addAll(into, known.types(prefix, MOST), "types", true);
      case NAME -> {
        addAll(into, known.symbols(prefix, MOST), "variables", true);
        addAll(into, known.functions(prefix, MOST), "functions", true);
        addAll(into, known.types(prefix, MOST), "types", true);
      }
      case FILE -> files(prefix, into);
      case FORMAT ->
          matching(
              into,
              Arrays.stream(Format.values()).map(Format::id).toList(),
              prefix,
              "formats",
              true);
    }
  }

  private void commands(String prefix, List<Proposal> into) {
    for (Command command : commands.all()) {
      add(into, prefix, command.name(), "commands", command.summary(), true);
    }
  }

  private static void marks(Names known, String prefix, List<Proposal> into) {
    matching(into, known.marks(), prefix, "names", true);
  }

  private static void tasks(Names known, String prefix, List<Proposal> into) {
    String bare = prefix.startsWith("'") ? prefix.substring(1) : prefix;
    for (String task : known.tasks()) {
      if (startsWith(task, bare)) {
        into.add(new Proposal("'" + task + "'", "tasks", "", true));
      }
    }
  }

  private static void matching(
      List<Proposal> into, List<String> all, String prefix, String group, boolean complete) {
    for (String each : all) {
      add(into, prefix, each, group, "", complete);
    }
  }

  private static void addAll(
      List<Proposal> into, List<String> all, String group, boolean complete) {
    for (String each : all) {
      into.add(new Proposal(each, group, "", complete));
    }
  }

  private static void add(
      List<Proposal> into,
      String prefix,
      String text,
      String group,
      String note,
      boolean complete) {
    if (startsWith(text, prefix)) {
      into.add(new Proposal(text, group, note, complete));
    }
  }

  private static boolean startsWith(String text, String prefix) {
    return text.toLowerCase(Locale.ROOT).startsWith(prefix.toLowerCase(Locale.ROOT));
  }

  private static void files(String prefix, List<Proposal> into) {
    int slash = prefix.lastIndexOf('/') + 1;
    Path directory = Path.of(slash == 0 ? "." : prefix.substring(0, slash));
    String start = prefix.substring(slash);
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(directory)) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        boolean wanted = name.startsWith(start) && (!name.startsWith(".") || start.startsWith("."));
        if (wanted && into.size() < MOST) {
          boolean isDirectory = Files.isDirectory(entry);
          String text = prefix.substring(0, slash) + name + (isDirectory ? "/" : "");
          into.add(new Proposal(text, "files", "", !isDirectory));
        }
      }
    } catch (IOException e) {
      // A directory that cannot be read has nothing to propose.
    }
  }
}
