// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.Charset;
import java.nio.file.InvalidPathException;
import java.util.Arrays;
import java.util.List;
import org.heatscope.io.AmbiguousImageException;
import org.heatscope.io.Faults;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The command line: {@code heatscope <command>}. Exit 0 done, 1 the work failed, 2 wrong usage. */
@Command(
    name = "heatscope",
    description = "Heatmaps on medical and scientific images. Not for diagnosis.",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    footer = {"", "heatscope <command> --help shows the options and examples of a command."})
public final class Main implements Runnable {
  private static final List<Class<?>> COMMANDS =
      List.of(
          OverlayCommand.class,
          MapCommand.class,
          CamCommand.class,
          ExplainCommand.class,
          ScoreCommand.class,
          InfoCommand.class,
          DevicesCommand.class);

  @Option(
      names = "--debug",
      scope = ScopeType.INHERIT,
      description = "Show where in the program an error arose.")
  private boolean debug;

  @CommandLine.Spec private CommandLine.Model.CommandSpec spec;

  @Override
  public void run() {
    throw new CommandLine.ParameterException(spec.commandLine(), "which command?");
  }

  /** Runs and exits. */
  public static void main(String[] args) {
    StandardOutput output = new StandardOutput(new FileOutputStream(FileDescriptor.out));
    String encoding = System.getProperty("stdout.encoding", Charset.defaultCharset().name());
    System.setOut(new PrintStream(output, false, Charset.forName(encoding)));
    int code = execute(output, args);
    System.out.flush();
    System.exit(code);
  }

  /** Runs a command line and gives its exit code. */
  public static int execute(String... args) {
    return execute(new StandardOutput(OutputStream.nullOutputStream()), args);
  }

  private static int execute(StandardOutput output, String... args) {
    Main main = new Main();
    CommandLine line = new CommandLine(main);
    addCommands(line, args);
    line.setCaseInsensitiveEnumValuesAllowed(true);
    line.setUsageHelpAutoWidth(true);
    line.setExpandAtFiles(false);
    line.setParameterExceptionHandler(new WrongUsage());
    line.setExecutionExceptionHandler(main.new Failure());
    try {
      int code = line.execute(args);
      if (code == 0 && System.out.checkError() && !output.isPipeClosed()) {
        line.getErr().println("heatscope: error: standard output: cannot be written");
        return 1;
      }
      return code;
    } catch (OutOfMemoryError e) {
      line.getErr().println("heatscope: error: " + message(e));
      if (main.debug) {
        e.printStackTrace(line.getErr());
      }
      return 1;
    }
  }

  /** The command that is named, which need not wait for the options of others; else all. */
  private static void addCommands(CommandLine line, String[] args) {
    String named = Arrays.stream(args).filter(a -> !a.startsWith("-")).findFirst().orElse("");
    List<Class<?>> found = COMMANDS.stream().filter(c -> nameOf(c).equals(named)).toList();
    for (Class<?> command : found.isEmpty() ? COMMANDS : found) {
      line.addSubcommand(command);
    }
    if (found.contains(MapCommand.class)) {
      MapCommand.addKinds(line.getSubcommands().get("map"));
    }
  }

  private static String nameOf(Class<?> command) {
    return command.getAnnotation(Command.class).name();
  }

  // Not lambdas: an archive of classes leaves out what those of an old interface would need.

  private static final class WrongUsage implements CommandLine.IParameterExceptionHandler {
    @Override
    public int handleParseException(CommandLine.ParameterException e, String[] args) {
      CommandLine command = e.getCommandLine();
      List<String> unknown = command.getUnmatchedArguments();
      if (e instanceof CommandLine.MissingParameterException && !unknown.isEmpty()) {
        // What is missing may be what was misspelt.
        return handleParseException(
            new CommandLine.UnmatchedArgumentException(command, unknown), args);
      }
      PrintWriter err = command.getErr();
      String fault =
          e.getCause() instanceof InvalidPathException ? message(e.getCause()) : e.getMessage();
      err.println("heatscope: error: " + Faults.oneLine(String.valueOf(fault)));
      CommandLine.UnmatchedArgumentException.printSuggestions(e, err);
      err.println("Try '" + command.getCommandSpec().qualifiedName() + " --help'.");
      return 2;
    }
  }

  private final class Failure implements CommandLine.IExecutionExceptionHandler {
    @Override
    public int handleExecutionException(
        Exception failure, CommandLine command, CommandLine.ParseResult parsed) {
      command.getErr().println("heatscope: error: " + Faults.oneLine(message(failure)));
      choices(failure).forEach(command.getErr()::println);
      if (debug) {
        failure.printStackTrace(command.getErr());
      }
      return failure instanceof AmbiguousImageException ? 2 : 1;
    }
  }

  /** One line that names the file, where there is one, and the fault. */
  static String message(Throwable e) {
    return e instanceof OutOfMemoryError
        ? Faults.message(e) + " (HEATSCOPE_JAVA_OPTS=-Xmx8g for the launcher)"
        : Faults.message(e);
  }

  /** What there is to choose from, a line each, where a choice was wanting. */
  static List<String> choices(Throwable e) {
    return e instanceof AmbiguousImageException f
        ? f.lines().stream().skip(1).map(line -> "  " + Faults.oneLine(line)).toList()
        : List.of();
  }

  /** The version in the jar's manifest. */
  static final class Version implements CommandLine.IVersionProvider {
    static String number() {
      String v = Main.class.getPackage().getImplementationVersion();
      return v == null ? "development" : v;
    }

    @Override
    public String[] getVersion() {
      return new String[] {"heatscope " + number()};
    }
  }
}
