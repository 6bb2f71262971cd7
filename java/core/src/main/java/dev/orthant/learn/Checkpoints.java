package dev.orthant.learn;

import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_training;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/** Where a training writes its state, and how often; nowhere, if there is no file. */
record Checkpoints(Optional<Path> file, int everyRounds) {
  static final Checkpoints NONE = new Checkpoints(Optional.empty(), 1);

  static Checkpoints at(Path file, int everyRounds) {
    Checks.atLeast("rounds between checkpoints", everyRounds, 1);
    return new Checkpoints(Optional.of(Objects.requireNonNull(file, "file")), everyRounds);
  }

  /**
   * Continues from the file, if it exists.
   *
   * @return 1 if rounds remain, also without a file; 0 if all are done; -1 if training failed
   */
  int resume(orthant_training training, NativeError error) {
    if (file.isEmpty() || Files.notExists(file.get())) {
      return 1;
    }
    int more = OrthantC.orthant_training_resume(training, NativeText.of(file.get()), error.slot());
    if (more < 0 && error.status() != OrthantC.ORTHANT_TRAINING_FAILED) {
      try {
        error.check(OrthantC.ORTHANT_IO, file.get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return more;
  }

  /** Writes the file after the last round, and after each so many. */
  void save(orthant_training training, boolean last) {
    if (file.isEmpty()) {
      return;
    }
    if (last || OrthantC.orthant_training_rounds_done(training) % everyRounds == 0) {
      NativeError error = NativeError.slotForOneCall();
      try {
        error.checkWritten(
            OrthantC.orthant_training_save(training, NativeText.of(file.get()), error.slot()),
            file.get());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
