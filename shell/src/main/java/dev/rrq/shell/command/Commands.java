package dev.rrq.shell.command;

import static dev.rrq.shell.command.Command.Topic.EVENTS;
import static dev.rrq.shell.command.Command.Topic.LIVE;
import static dev.rrq.shell.command.Command.Topic.NAMES;
import static dev.rrq.shell.command.Command.Topic.SCRIPTS;
import static dev.rrq.shell.command.Command.Topic.STATE;

import dev.rrq.grammar.diagnostics.Suggestions;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.output.Format;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** The registry of commands. */
public final class Commands {
  private final Map<String, Command> byName = new LinkedHashMap<>();

  /** All commands of rrq. */
  public Commands() {
    events();
    state();
    names();
    scripts();
    live();
    shell();
  }

  /** All of them, in the order of help. */
  public List<Command> all() {
    return List.copyOf(byName.values());
  }

  /** What help has a chapter about, besides commands. */
  public static List<String> chapters() {
    return HelpText.CHAPTERS;
  }

  /** The one of a name, in any case. */
  public Optional<Command> named(String name) {
    return Optional.ofNullable(byName.get(name.toLowerCase(Locale.ROOT)));
  }

  /** The names of those that the shell carries out itself, for the parser. */
  public List<String> shellNames() {
    return byName.values().stream()
        .filter(command -> command.action().isPresent())
        .map(Command::name)
        .toList();
  }

  private void events() {
    statement("writes", EVENTS, "stores that changed a place", "writes to PLACE [CLAUSE...]");
    statement("stores", EVENTS, "every store, silent ones too", "stores to PLACE [CLAUSE...]");
    statement("reads", EVENTS, "loads from a place", "reads of PLACE [CLAUSE...]");
    statement("accesses", EVENTS, "loads and stores", "accesses to PLACE [CLAUSE...]");
    statement(
        "writers", EVENTS, "one row for each function that wrote", "writers of PLACE [CLAUSE...]");
    statement("values", EVENTS, "a place's value over time", "values of PLACE [CLAUSE...]");
    statement(
        "calls",
        EVENTS,
        "calls of a function, or by one",
        "calls to FUNCTION [CLAUSE...]",
        "calls from FUNCTION [CLAUSE...]");
    statement("returns", EVENTS, "returns from a function", "returns from FUNCTION [CLAUSE...]");
    statement("callers", EVENTS, "who calls a function", "callers of FUNCTION [CLAUSE...]");
    statement("callees", EVENTS, "whom a function calls", "callees of FUNCTION [CLAUSE...]");
    statement(
        "executions",
        EVENTS,
        "each time that code ran",
        "executions of FUNCTION | FILE:LINE | 0xADDR [CLAUSE...]");
    statement("switches", EVENTS, "task switches", "switches [to TASK | from TASK] [CLAUSE...]");
    statement("tasks", EVENTS, "the tasks that ran", "tasks [CLAUSE...]");
    statement("interrupts", EVENTS, "interrupts and exceptions", "interrupts [VECTOR] [CLAUSE...]");
    statement("messages", EVENTS, "the kernel's log", "messages [like '%text%'] [CLAUSE...]");
    statement("first", EVENTS, "the earliest events", "first [N] SUBJECT [CLAUSE...]");
    statement("last", EVENTS, "the latest events", "last [N] SUBJECT [CLAUSE...]");
  }

  private void state() {
    statement("print", STATE, "the value of a place, as C has it", "print EXPR [at T]");
    statement("diff", STATE, "what changed inside an object", "diff PLACE between T and T");
    statement("backtrace", STATE, "the call stack then", "backtrace [at T]");
    statement("around", STATE, "the events on either side of a time", "around T [N]");
    statement(
        "why",
        STATE,
        "the write that made a value, and where that came from",
        "why PLACE [at T] [limit N]");
    statement("describe", STATE, "a type, symbol, table or address", "describe NAME | 0xADDR");
    statement("explain", STATE, "how a query is answered, and what it costs", "explain QUERY");
    statement("sql", STATE, "DuckDB SQL over the documented tables", "sql SELECT ...");
  }

  private void names() {
    statement(
        "let", NAMES, "a name for a time, a place or a value", "let NAME = T | PLACE | VALUE");
    statement("mark", NAMES, "a name for a time, kept with the trace", "mark NAME [at T]");
    statement("marks", NAMES, "the marks there are", "marks");
    statement("symbols", NAMES, "a user program's symbols", "symbols add EXE [--base ADDR]");
  }

  private void scripts() {
    statement("include", SCRIPTS, "the statements of another script", "include FILE");
    statement(
        "expect",
        SCRIPTS,
        "what a script relies on",
        "expect QUERY is [not] empty",
        "expect QUERY count = N",
        "expect print EXPR [at T] == VALUE");
  }

  private void live() {
    statement(
        "live",
        LIVE,
        "debugging of the replay itself",
        "live start [at T]",
        "live attach HOST:PORT | unix:PATH",
        "live stop",
        "live status",
        "live watch [read | write | access] PLACE [where PREDICATE] [limit N] [until T]",
        "live break FUNCTION",
        "live unwatch N",
        "live continue",
        "live reverse",
        "live step [N]",
        "live back [N]",
        "live goto T",
        "live print EXPR",
        "live backtrace",
        "live registers",
        "live disassemble",
        "live gdb");
    statement("goto", LIVE, "brings the replay to a time", "goto T");
  }

  private void shell() {
    shell(
        "help",
        "this list, or all about one command",
        this::help,
        "help [NAME | clauses | time | places]");
    shell("format", "how rows are printed", Commands::format, "format [" + formats(" | ") + "]");
    shell("open", "another trace in place of this one", Commands::open, "open TRACE");
    shell("timing", "whether the time of each answer is told", Commands::timing, "timing on | off");
    shell("pager", "whether long answers go through a pager", Commands::pager, "pager on | off");
    shell("history", "what was typed before", (shell, arguments) -> shell.history(), "history");
    shell("clear", "clears the terminal", (shell, arguments) -> shell.clear(), "clear");
    shell("quit", "leaves", (shell, arguments) -> shell.quit(), "quit");
    shell("exit", "leaves", (shell, arguments) -> shell.quit(), "exit");
  }

  private void statement(String name, Command.Topic topic, String summary, String... synopses) {
    byName.put(name, Command.statement(name, topic, summary, synopses));
  }

  private void shell(String name, String summary, Command.Action action, String synopsis) {
    byName.put(name, Command.shell(name, summary, action, synopsis));
  }

  private void help(Shell shell, String arguments) throws IOException {
    String name = arguments.split("\\s+", 2)[0].toLowerCase(Locale.ROOT);
    if (name.isEmpty()) {
      shell.out().write(HelpText.overview(all()));
      return;
    }
    Optional<String> chapter = HelpText.chapter(name);
    if (chapter.isPresent()) {
      shell.out().write(chapter.get());
      return;
    }
    Command command = named(name).orElseThrow(() -> noHelp(name));
    shell.out().write(HelpText.of(command));
  }

  private ShellException noHelp(String name) {
    List<String> known = new ArrayList<>(byName.keySet());
    known.addAll(HelpText.CHAPTERS);
    return ShellException.failed(
        "there is no help for '" + name + "'",
        Suggestions.hint(name, known).stream().toArray(String[]::new));
  }

  private static void format(Shell shell, String name) throws IOException {
    if (name.isEmpty()) {
      String current = shell.settings().format().map(Format::id).orElse("by destination");
      shell.out().write("format " + current + "\n");
      return;
    }
    shell
        .settings()
        .setFormat(
            Format.named(name)
                .orElseThrow(
                    () ->
                        ShellException.failed(
                            "there is no format '" + name + "'; there are " + formats(", "))));
  }

  private static String formats(String separator) {
    return String.join(separator, Arrays.stream(Format.values()).map(Format::id).toList());
  }

  private static void open(Shell shell, String path) {
    if (path.isEmpty()) {
      throw ShellException.failed("open wants the path of a trace");
    }
    shell.open(Path.of(path));
  }

  private static void timing(Shell shell, String argument) {
    shell.settings().setTiming(isOn("timing", argument));
  }

  private static void pager(Shell shell, String argument) {
    shell.settings().setPager(isOn("pager", argument));
  }

  private static boolean isOn(String command, String argument) {
    return switch (argument.toLowerCase(Locale.ROOT)) {
      case "on" -> true;
      case "off" -> false;
      default -> throw ShellException.failed(command + " wants on or off");
    };
  }
}
