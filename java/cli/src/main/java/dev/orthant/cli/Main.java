package dev.orthant.cli;

import dev.orthant.cli.console.Warnings;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The program {@code orthant}. Exit codes: 0 done, 1 failure of ours, 2 bad input. */
@Command(
    name = "orthant",
    mixinStandardHelpOptions = true,
    versionProvider = Main.Version.class,
    description = "Learns binary codes from vectors and searches them by Hamming distance.",
    footer = {
      "",
      "Arrays are npy files (NumPy). Start with: orthant demo",
      "Help on a verb: orthant VERB --help. Exit codes: 0 done, 1 internal failure, 2 bad input."
    },
    subcommands = {
      DemoCommand.class,
      TrainCommand.class,
      EncodeCommand.class,
      ExportCommand.class,
      IndexCommand.class,
      SearchCommand.class,
      JoinCommand.class,
      EvaluateCommand.class,
      InspectCommand.class,
      HealthCommand.class,
      CheckCommand.class,
      ReproduceCommand.class,
      HelpCommand.class
    })
public final class Main implements Callable<Integer> {
  @Spec private CommandSpec spec;

  private Main() {}

  public static void main(String[] args) {
    System.exit(run(args));
  }

  /** Runs one command line and returns its exit code. */
  static int run(String... args) {
    Warnings warnings = new Warnings();
    try {
      return program().execute(args);
    } catch (OutOfMemoryError | LinkageError problem) {
      return Failure.report(problem);
    } finally {
      warnings.close();
    }
  }

  /** The program with all its verbs and options. */
  static CommandLine program() {
    CommandLine program = new CommandLine(new Main());
    program.setUsageHelpWidth(100);
    program.setUsageHelpAutoWidth(false);
    program.setCaseInsensitiveEnumValuesAllowed(true);
    program.setParameterExceptionHandler((problem, unused) -> Failure.report(problem));
    program.setExecutionExceptionHandler((problem, unused, result) -> Failure.report(problem));
    return program;
  }

  @Override
  public Integer call() {
    throw new ParameterException(spec.commandLine(), "no verb given; see: orthant --help");
  }

  /** Asks the library, so that the version printed is that of the native code in use. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {dev.orthant.cli.console.Machine.current().text()};
    }
  }
}
