package dev.rrq.shell.cli;

import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.FailureReport;
import dev.rrq.shell.terminal.Stdio;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;

/**
 * Reads a command line and runs what it asks for.
 *
 * <p>The first word that is no option decides: it is a command's name, or a trace. So a script's
 * argument may be called {@code index}, and a trace of that name is written {@code ./index}.
 */
public final class RrqCommandLine {
  private static final String HELP = "help";
  private static final Set<String> FLAGS =
      Set.of("-v", "--verbose", "--debug", "-h", "--help", "-V", "--version");

  private final Stdio stdio;
  private final Runs runs;

  RrqCommandLine(Stdio stdio, Runs runs) {
    this.stdio = stdio;
    this.runs = runs;
  }

  /** Runs a command line; everything that goes wrong has been reported when it returns. */
  ExitStatus run(String... arguments) {
    boolean debug = Arrays.asList(arguments).contains("--debug");
    try {
      return parseAndRun(arguments);
    } catch (ParameterException e) {
      return FailureReport.usage(stdio.err(), sentence(e), e.getCommandLine().getCommandName());
    } catch (RuntimeException | Error e) {
      return FailureReport.report(stdio.err(), e, debug);
    }
  }

  private ExitStatus parseAndRun(String... arguments) {
    Map<String, RrqCommand> commands = commands();
    CommandLine commandLine = new CommandLine(new QueryCommand(runs));
    commandLine
        .setCaseInsensitiveEnumValuesAllowed(true)
        .setPosixClusteredShortOptionsAllowed(false);
    Optional<String> word = firstWord(arguments);
    if (word.isEmpty() || word.get().equals(HELP) || commands.containsKey(word.get())) {
      commands.forEach(commandLine::addSubcommand);
      commandLine.addSubcommand(new CommandLine.HelpCommand());
      commandLine.setCaseInsensitiveEnumValuesAllowed(true);
    }
    ParseResult parsed = commandLine.parseArgs(arguments);
    Integer help = CommandLine.executeHelpRequest(parsed);
    if (help != null) {
      return ExitStatus.DONE;
    }
    List<CommandLine> chosen = parsed.asCommandLineList();
    RrqCommand command = chosen.get(chosen.size() - 1).getCommand();
    GlobalOptions global = command.global();
    if (chosen.size() > 1) {
      global.inherit(((RrqCommand) chosen.get(0).getCommand()).global());
    }
    global.apply(stdio);
    return command.run();
  }

  private Map<String, RrqCommand> commands() {
    Map<String, RrqCommand> commands = new LinkedHashMap<>();
    commands.put("record", new RecordCommand(runs));
    commands.put("index", new IndexCommand(runs));
    commands.put("demo", new DemoCommand(runs));
    commands.put("info", new InfoCommand(runs));
    commands.put("verify", new VerifyCommand(runs));
    commands.put("export", new ExportCommand(runs));
    commands.put("qemu", new QemuCommand(runs));
    commands.put("doctor", new DoctorCommand(runs));
    commands.put("warm-up", new WarmUpCommand(runs));
    return commands;
  }

  /** The first argument that is no option; empty if there is none before an option of queries. */
  private static Optional<String> firstWord(String... arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      if (argument.equals("--log-file") || argument.equals("--qemu")) {
        i++;
      } else if (!argument.startsWith("-")) {
        return Optional.of(argument);
      } else if (!FLAGS.contains(argument) && !isNamed(argument)) {
        return Optional.of(argument);
      }
    }
    return Optional.empty();
  }

  /** Whether this is an option of all commands with its value. */
  private static boolean isNamed(String argument) {
    return argument.startsWith("--log-file=") || argument.startsWith("--qemu=");
  }

  /** picocli's sentences start with a capital; ours do not, as a name stands before them. */
  private static String sentence(ParameterException e) {
    String message = e.getMessage();
    return message.substring(0, 1).toLowerCase(java.util.Locale.ROOT) + message.substring(1);
  }
}
