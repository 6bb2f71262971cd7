package dev.orthant.cli.console;

import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** What the library warns of while this is open: a plain line each on standard error. */
public final class Warnings extends Handler implements AutoCloseable {
  /** Kept: the JDK forgets a logger that nobody holds, and with it who listens. */
  private final Logger library = Logger.getLogger("dev.orthant");

  private final boolean former = library.getUseParentHandlers();

  /** Takes the warnings from the JDK's console handler, which prints two lines of its own form. */
  public Warnings() {
    library.setUseParentHandlers(false);
    library.addHandler(this);
  }

  @Override
  public void publish(LogRecord log) {
    if (log.getLevel().intValue() >= Level.WARNING.intValue()) {
      Progress.clearLine();
      System.err.println("orthant: warning: " + log.getMessage());
    }
  }

  @Override
  public void flush() {
    System.err.flush();
  }

  @Override
  public void close() {
    library.removeHandler(this);
    library.setUseParentHandlers(former);
  }
}
