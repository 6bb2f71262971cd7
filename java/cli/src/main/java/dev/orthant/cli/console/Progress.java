package dev.orthant.cli.console;

import dev.orthant.learn.TrainingListener;
import dev.orthant.learn.TrainingRound;
import java.io.Console;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/** One line on standard error that says what is going on; nothing unless that is a terminal. */
public final class Progress implements TrainingListener, AutoCloseable {
  private static final String ERASE_LINE = "\r\033[K";
  private static final int BAR = 20;

  private final PrintStream err = System.err;
  private final boolean shown = isTerminal();
  private String task = "";

  /** Says that {@code task} has begun. */
  public void begin(String task) {
    this.task = task;
    show(task + " ...");
  }

  @Override
  public void onRound(TrainingRound round) {
    if (!shown || round.atMost() < 1) {
      return;
    }
    int filled = Math.min(BAR, BAR * round.done() / round.atMost());
    String bar = "#".repeat(filled) + ".".repeat(BAR - filled);
    String objective =
        Double.isFinite(round.objective())
            ? String.format(Locale.ROOT, "  objective %.6g", round.objective())
            : "";
    show(task + " [" + bar + "] " + round.done() + "/" + round.atMost() + objective);
  }

  /** Clears the line. */
  @Override
  public void close() {
    clear();
  }

  /** Clears the line until more is said, so that something else can be printed. */
  public void clear() {
    if (shown) {
      err.print(ERASE_LINE);
      err.flush();
    }
  }

  /** Clears the line that another may have left, for what is printed beside it. */
  static void clearLine() {
    if (isTerminal()) {
      System.err.print(ERASE_LINE);
    }
  }

  private void show(String line) {
    if (shown) {
      err.print(ERASE_LINE + line);
      err.flush();
    }
  }

  private static boolean isTerminal() {
    return hasTerminal(System.console()) && errorsGoToTerminal();
  }

  /** Since JDK 22 a console may exist without a terminal, and then says so itself. */
  private static boolean hasTerminal(Console console) {
    if (console == null || Runtime.version().feature() < 22) {
      return console != null;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }

  /** Linux tells where standard error goes; elsewhere the console's word must do. */
  private static boolean errorsGoToTerminal() {
    Path link = Path.of("/proc/self/fd/2");
    if (!Files.isSymbolicLink(link)) {
      return true;
    }
    try {
      String target = Files.readSymbolicLink(link).toString();
      return target.startsWith("/dev/pts/") || target.startsWith("/dev/tty");
    } catch (IOException e) {
      return false;
    }
  }
}
