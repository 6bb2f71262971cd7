package dev.orthant.index;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;
import dev.orthant.search.BatchResult;
import dev.orthant.search.PairConsumer;
import dev.orthant.search.Query;
import dev.orthant.search.SearchListener;
import dev.orthant.search.Searcher;
import dev.orthant.search.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Codes that can be searched. A code's id is its row number, from 0; in an {@link IndexSnapshot} it
 * is the row's key. Each distinct code is kept once, with the ids of the rows that have it. All
 * kinds give the same answers; they differ in time and memory.
 *
 * <p>Immutable; safe for any number of threads, each with a {@link Searcher} of its own. It owns
 * native memory: close it. Closing waits for nothing: running searches, batches and joins end
 * normally, later ones throw {@link IllegalStateException}, and the memory is freed when the last
 * call has left and every searcher is closed.
 */
public abstract sealed class HammingIndex implements AutoCloseable
    permits LinearScan, MultiIndexHash, AutoIndex, IndexSnapshot {
  private final NativeResource<orthant_index> resource;
  private final IndexFacts facts;

  HammingIndex(orthant_index handle) {
    facts = IndexFacts.parse(NativeText.of(OrthantC.orthant_index_describe(handle)));
    resource = NativeResource.shared(this, handle, OrthantC::orthant_index_free);
  }

  /**
   * Reads an index from a file that {@link #save} wrote, into memory, as the kind that was saved.
   * Every byte is checked. Tables are not in the file; the calling thread builds them.
   *
   * @throws dev.orthant.data.CorruptFileException if the file is damaged or no index
   * @throws dev.orthant.data.NewerFileException if a newer version wrote it
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the operating system refuses
   */
  public static HammingIndex open(Path path) throws IOException {
    return open(path, 1);
  }

  /**
   * Reads an index from a file, as {@link #open(Path)}; several threads build its tables.
   *
   * @param path the file
   * @param threads how many at most, 1 to 256; the index does not depend on it
   * @throws dev.orthant.data.CorruptFileException if the file is damaged or no index
   * @throws dev.orthant.data.NewerFileException if a newer version wrote it
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the operating system refuses
   */
  public static HammingIndex open(Path path, int threads) throws IOException {
    Objects.requireNonNull(path, "path");
    Checks.threads(threads);
    NativeError error = NativeError.slotForOneCall();
    IndexBuild build = IndexBuild.begin();
    return build.ended(
        ofItsKind(
            error.check(
                OrthantC.orthant_index_load(NativeText.of(path), threads, error.slot()), path)));
  }

  /**
   * Opens an index whose codes stay in its file, which is mapped: every byte is checked first, then
   * codes are loaded when they are needed, and shared with other processes that map the file.
   *
   * <p>The risk: if anyone cuts the file off or overwrites it in place while the index is open, a
   * search may end the whole process, which no exception can prevent. Replacing it as {@link #save}
   * does is safe. Where that cannot be promised, use {@link #open(Path)}.
   *
   * @param path the file
   * @throws dev.orthant.data.CorruptFileException if the file is damaged or no index
   * @throws dev.orthant.data.NewerFileException if a newer version wrote it
   * @throws java.nio.file.NoSuchFileException if there is no such file
   * @throws IOException if the operating system refuses
   */
  public static HammingIndex map(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    NativeError error = NativeError.slotForOneCall();
    IndexBuild build = IndexBuild.begin();
    return build.ended(
        ofItsKind(
            error.check(OrthantC.orthant_index_map(NativeText.of(path), 1, error.slot()), path)));
  }

  private static HammingIndex ofItsKind(orthant_index handle) {
    String kind = IndexFacts.parse(NativeText.of(OrthantC.orthant_index_describe(handle))).kind();
    switch (kind) {
      case "linear-scan":
        return new LinearScan(handle);
      case "multi-index":
        return new MultiIndexHash(handle);
      case "auto":
        return new AutoIndex(handle);
      default:
        OrthantC.orthant_index_free(handle);
        throw new IllegalStateException("defect in Orthant, please report it: kind " + kind);
    }
  }

  /** Returns the number of rows. */
  public final long rows() {
    return facts().rows();
  }

  /** Returns the length of the codes, in bits: 1 to 1,024. */
  public final int bits() {
    return facts().bits();
  }

  /** Returns what the index holds: how many distinct codes, in how much memory, how built. */
  public final IndexFacts facts() {
    resource.requireOpen();
    return facts;
  }

  /** Makes a searcher for one thread. Close it when done; any order of closing is fine. */
  public final Searcher newSearcher() {
    return Backstage.searching().newSearcher(this, resource);
  }

  /**
   * Makes a searcher for one thread that tells a listener of each of its searches.
   *
   * @param listener may serve other searchers, too
   */
  public final Searcher newSearcher(SearchListener listener) {
    Objects.requireNonNull(listener, "listener");
    return Backstage.searching().newSearcher(this, resource, Optional.of(listener));
  }

  /**
   * Searches for many codes, on the calling thread. The answers are those of a {@link Searcher},
   * but many searches at once are faster than one after the other.
   *
   * @param codes what to search for, of this index's length; there may be none
   * @param query what is asked about each of them, without a limit of codes or time
   */
  public final BatchResult searchAll(BinaryCodes codes, Query query) {
    return searchAll(codes, query, Workers.caller());
  }

  /**
   * Searches for many codes, on several threads. The answers do not depend on the threads.
   *
   * @param codes what to search for, of this index's length; there may be none
   * @param query what is asked about each of them, without a limit of codes or time
   * @param workers the threads; what one of them meets, such as a lack of memory, is thrown here
   */
  public final BatchResult searchAll(BinaryCodes codes, Query query, Workers workers) {
    Objects.requireNonNull(codes, "codes");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(workers, "workers");
    return Backstage.searching().searchAll(resource, codes, query, workers);
  }

  /**
   * Counts the hits of many codes, which costs less than finding them.
   *
   * @param codes what to search for, of this index's length; there may be none
   * @param query what is asked about each of them: within a radius, not for the k nearest, without
   *     a limit of codes or time
   * @param workers the threads
   * @return one count per code
   */
  public final long[] countAll(BinaryCodes codes, Query query, Workers workers) {
    Objects.requireNonNull(codes, "codes");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(workers, "workers");
    return Backstage.searching().countAll(resource, codes, query, workers);
  }

  /**
   * Finds all pairs of a code and a row of this index within a radius, on the calling thread.
   *
   * @param codes of this index's length; there may be none
   * @param radius the greatest distance of a pair, in bits, inclusive, at least 0
   * @param consumer takes each pair, by (row of the code, distance, id)
   */
  public final void join(BinaryCodes codes, int radius, PairConsumer consumer) {
    join(codes, Query.within(radius), Workers.caller(), consumer);
  }

  /**
   * Finds all pairs of a code and a hit of it in this index. The codes are searched for slice by
   * slice, so any number of pairs needs memory for those of one slice only: 12 bytes each, twice
   * for those of one code, and about a million, unless one code has more or the number of hits
   * rises suddenly.
   *
   * @param codes of this index's length; there may be none
   * @param query which hits: within a radius, or also the k nearest, without a limit of codes or
   *     time
   * @param workers the threads that search
   * @param consumer takes each pair, by (row of the code, distance, id), on the calling thread; if
   *     it throws, the join ends with that
   */
  public final void join(BinaryCodes codes, Query query, Workers workers, PairConsumer consumer) {
    Objects.requireNonNull(codes, "codes");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(workers, "workers");
    Objects.requireNonNull(consumer, "consumer");
    Backstage.searching().join(resource, codes, query, workers, consumer);
  }

  /**
   * Finds all pairs of two rows of this index within a radius, each pair once, on the calling
   * thread: near-duplicates.
   *
   * @param codes the codes that the index was made of, which it keeps in another form
   * @param radius the greatest distance of a pair, in bits, inclusive, at least 0
   * @param consumer takes each pair, by (row, distance, id), with row less than id
   * @throws IllegalArgumentException if the codes are as many as the index's, but another one at
   *     some row; the pairs of rows before it have then been taken
   */
  public final void selfJoin(BinaryCodes codes, int radius, PairConsumer consumer) {
    selfJoin(codes, Query.within(radius), Workers.caller(), consumer);
  }

  /**
   * Finds all pairs of two rows of this index within a radius, each pair once. Memory as for {@link
   * #join(BinaryCodes, Query, Workers, PairConsumer)}.
   *
   * @param codes the codes that the index was made of, which it keeps in another form
   * @param query within a radius, not for the k nearest, without filter and limits; may be masked
   * @param workers the threads that search
   * @param consumer takes each pair, by (row, distance, id), with row less than id, on the calling
   *     thread; if it throws, the join ends with that
   * @throws IllegalArgumentException if the codes are as many as the index's, but another one at
   *     some row; the pairs of rows before it have then been taken
   */
  public final void selfJoin(
      BinaryCodes codes, Query query, Workers workers, PairConsumer consumer) {
    Objects.requireNonNull(codes, "codes");
    Objects.requireNonNull(query, "query");
    Objects.requireNonNull(workers, "workers");
    Objects.requireNonNull(consumer, "consumer");
    if (codes.rows() != rows()) {
      throw new IllegalArgumentException(
          codes.rows() + " codes are not those of an index of " + rows() + " rows");
    }
    Backstage.searching().selfJoin(resource, codes, query, workers, consumer);
  }

  /**
   * Writes the index to a file: to a temporary file beside it, synced, then renamed, so that
   * readers see the old file or the new one.
   *
   * @throws IllegalArgumentException if this is an {@link IndexSnapshot}: its rows have keys, and
   *     what keeps them is the folder of a {@link MutableHammingIndex}
   * @throws java.nio.file.NoSuchFileException if the folder does not exist
   * @throws IOException if the operating system refuses
   */
  public final void save(Path path) throws IOException {
    Objects.requireNonNull(path, "path");
    orthant_index index = resource.enter();
    try {
      NativeError error = NativeError.slotForOneCall();
      error.checkWritten(
          OrthantC.orthant_index_save(index, NativeText.of(path), error.slot()), path);
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
    return getClass().getSimpleName() + "[" + facts.rows() + " x " + facts.bits() + " bits]";
  }
}
