package dev.orthant.index;

import dev.orthant.internal.Backstage;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;
import dev.orthant.search.Searcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;

/**
 * Codes that can be searched. A code's id is its row number, from 0.
 *
 * <p>Immutable; safe for any number of threads, each with a {@link Searcher} of its own. It owns
 * native memory: close it. Closing waits for nothing: running searches end normally, later ones
 * throw {@link IllegalStateException}, and the memory is freed when the last call has left and
 * every searcher is closed.
 */
public abstract sealed class HammingIndex implements AutoCloseable permits LinearScan {
  private final NativeResource<orthant_index> resource;
  private final int bits;
  private final long rows;

  HammingIndex(orthant_index handle) {
    bits = OrthantC.orthant_index_bits(handle);
    rows = OrthantC.orthant_index_rows(handle);
    resource = NativeResource.shared(this, handle, OrthantC::orthant_index_free);
  }

  /**
   * Reads an index from a file that {@link #save} wrote, into memory. Every byte is checked.
   *
   * @throws dev.orthant.data.CorruptFileException if the file is damaged or no index
   * @throws dev.orthant.data.NewerFileException if a newer version wrote it
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the operating system refuses
   */
  public static HammingIndex open(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    NativeError error = NativeError.slotForOneCall();
    return new LinearScan(
        error.check(OrthantC.orthant_index_load(NativeText.of(path), error.slot()), path));
  }

  /** Returns the number of codes. */
  public final long rows() {
    resource.requireOpen();
    return rows;
  }

  /** Returns the length of the codes, in bits: 1 to 1,024. */
  public final int bits() {
    resource.requireOpen();
    return bits;
  }

  /** Makes a searcher for one thread. Close it when done; any order of closing is fine. */
  public final Searcher newSearcher() {
    return Backstage.searcher(this, resource);
  }

  /**
   * Writes the index to a file: to a temporary file beside it, synced, then renamed, so that
   * readers see the old file or the new one.
   *
   * @throws java.nio.file.NoSuchFileException if the folder does not exist
   * @throws IOException if the operating system refuses
   */
  public final void save(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    orthant_index index = resource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      error.check(OrthantC.orthant_index_save(index, NativeText.of(path), error.slot()), path);
    } finally {
      resource.leave();
    }
  }

  /** Closes the index, now or when the last running call has left. Closing again does nothing. */
  @Override
  public final void close() {
    resource.close();
  }

  @Override
  public String toString() {
    return getClass().getSimpleName() + "[" + rows + " x " + bits + " bits]";
  }
}
