package dev.orthant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;

/** What one command line printed and returned. Run in this process, so not from two threads. */
record CommandLineRun(int exit, String out, String err) {
  private static final Pattern WORD = Pattern.compile("'([^']*)'|\\S+");

  static CommandLineRun of(String... arguments) {
    return of(() -> Main.run(arguments));
  }

  /** What is said of a problem that ends a verb. */
  static CommandLineRun failing(Throwable problem) {
    return of(() -> Failure.report(problem));
  }

  private static CommandLineRun of(IntSupplier program) {
    PrintStream formerOut = System.out;
    PrintStream formerErr = System.err;
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    ByteArrayOutputStream err = new ByteArrayOutputStream();
    try {
      System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
      System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
      int exit = program.getAsInt();
      return new CommandLineRun(
          exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
    } finally {
      System.setOut(formerOut);
      System.setErr(formerErr);
    }
  }

  /** Runs words that are separated by blanks; they must succeed in silence on err. */
  static String good(String line) {
    CommandLineRun run = of(words(line));
    assertThat(run.err()).as(line).isEmpty();
    assertThat(run.exit()).as(line).isZero();
    return run.out();
  }

  /** Runs words that must be refused as bad input, in one line with all the parts. */
  static void refused(String line, String... parts) {
    CommandLineRun run = of(words(line));
    assertThat(run.exit()).as(line + " -> " + run.err()).isEqualTo(2);
    assertThat(run.out()).as(line).isEmpty();
    assertThat(run.err().lines()).as(line).hasSize(1);
    assertThat(run.err()).as(line).startsWith("orthant: ").contains(parts);
  }

  /** As a shell does it: what stands in single quotes may hold blanks. */
  private static String[] words(String line) {
    return WORD.matcher(line)
        .results()
        .map(word -> word.group(1) != null ? word.group(1) : word.group())
        .toArray(String[]::new);
  }
}
