package dev.orthant.cli;

import dev.orthant.NativeLibraryException;
import dev.orthant.learn.TrainingException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import picocli.CommandLine.ParameterException;

/** Turns what went wrong into one line on standard error and an exit code. */
final class Failure {
  private static final int INTERNAL = 1;
  private static final int BAD_INPUT = 2;

  private Failure() {}

  static int report(Throwable problem) {
    boolean badInput = isBadInput(problem);
    boolean ours = !badInput && !(problem instanceof NativeLibraryException);
    System.err.println("orthant: " + (ours ? "internal failure: " : "") + line(problem));
    if (ours && !(problem instanceof OutOfMemoryError)) {
      problem.printStackTrace(); // a defect: its report needs the place
    }
    return badInput ? BAD_INPUT : INTERNAL;
  }

  /** The library checks every argument, so what it refuses came from the command line or a file. */
  private static boolean isBadInput(Throwable problem) {
    return problem instanceof ParameterException
        || problem instanceof IllegalArgumentException
        || problem instanceof TrainingException
        || problem instanceof UncheckedIOException
        || problem instanceof IOException;
  }

  private static String line(Throwable problem) {
    return text(problem).replaceAll("\\s*\\R\\s*", " ").replaceFirst("^Error: ", "").strip();
  }

  private static String text(Throwable problem) {
    if (problem instanceof UncheckedIOException wrapper) {
      return text(wrapper.getCause());
    }
    String message = problem.getMessage() == null ? "" : problem.getMessage();
    if (problem instanceof NoSuchFileException) {
      return "no such file: " + message;
    }
    if (problem instanceof AccessDeniedException) {
      return "no permission: " + message;
    }
    if (problem instanceof FileSystemException file && file.getReason() != null) {
      String reason = file.getReason(); // names the file itself, if the library gave it
      return reason.contains(file.getFile()) ? reason : file.getFile() + ": " + reason;
    }
    if (problem instanceof FileSystemException || message.isEmpty()) {
      return problem.getClass().getSimpleName() + " " + message;
    }
    return problem instanceof OutOfMemoryError ? "out of memory: " + message : message;
  }
}
