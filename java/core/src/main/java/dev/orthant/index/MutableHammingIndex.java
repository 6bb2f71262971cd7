package dev.orthant.index;

import dev.orthant.data.BinaryCodes;
import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.FlightEvents;
import dev.orthant.internal.IndexRecoveryEvent;
import dev.orthant.internal.NativeError;
import dev.orthant.internal.NativeMutableIndex;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_folder_report;
import dev.orthant.internal.abi.orthant_mutable_index;
import dev.orthant.search.SearchListener;
import dev.orthant.search.Searcher;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;

/**
 * Codes that are added, removed and replaced while they are searched. A row has a key, any {@code
 * long}, which is its id in every answer. It lies in memory; with a folder, it also survives the
 * end of the process.
 *
 * <pre>{@code
 * try (MutableHammingIndex index = MutableHammingIndex.open(folder, 64);
 *     Searcher searcher = index.newSearcher()) {
 *   index.add(4711, code);
 *   SearchResult result = searcher.nearest(query, 10); // sees key 4711
 *   index.remove(4711);
 *   index.sync();
 * }
 * }</pre>
 *
 * <p><b>Changes</b> are batches: each applies to all of its rows, or fails and applies to none. A
 * batch has at most 1,048,576 rows. One that is refused leaves everything as it was, with an {@link
 * IllegalArgumentException} that names the key: keys to add that are there, keys to remove or
 * replace that are not, a key given twice.
 *
 * <p><b>Durability.</b> When a change returns, it survives the end of the process, however that
 * ends ({@code kill -9}). When {@link #sync} returns, all changes made before it survive a failure
 * of power, too; without it, the first of them up to some change do. Merges and {@link #close}
 * sync. If a change fails because the disk is full, it was not made, and the index goes on. After a
 * failed sync, or any failure that leaves it open what the disk holds, every change is refused with
 * an {@link IOException} until the folder is opened anew; searches go on. Each file has checksums,
 * and opening reads every byte. In memory, no method throws {@link IOException}.
 *
 * <p><b>Searches</b> see whole batches only, and wait for nobody. {@link #snapshot()} is an index
 * that never changes; {@link #newSearcher()} follows the changes. Both give what an index of the
 * same rows gives: exact hits, by (distance, key).
 *
 * <p><b>Merges.</b> New rows are scanned. A merge makes immutable parts of them, with tables where
 * these pay, and drops what was removed. It runs on the thread that calls {@link #merge}, beside
 * readers and writers, or on an executor: {@link MutableIndexOptions#withMergingOn}. It is due when
 * 65,536 rows are new, a part is mostly removed, or the log is long. Nothing is wrong without
 * merges, but searches and opening take longer. There is no hidden thread.
 *
 * <p><b>Cost.</b> A change takes about a microsecond a row in memory, plus one write of the log in
 * a folder; removals copy one bit per row of each part they hit. Memory: 8 bytes for the key, the
 * code's words (each distinct code once per part), and tables.
 *
 * <p><b>Threads and ownership.</b> Safe for any number of threads; writers wait for each other. A
 * folder has one writer at a time, in any process: opening it twice fails. It owns native memory
 * and the folder's lock: close it, at any time, from any thread. Late callers get {@link
 * IllegalStateException}, as do its searchers; snapshots and their searchers live on.
 */
public final class MutableHammingIndex implements AutoCloseable {
  private static final int BITS_OF_THE_FOLDER = 0;

  private final NativeMutableIndex index;
  private final BackgroundMerges merges;
  private final IndexRecovery recovery;
  private final String name;

  private MutableHammingIndex(
      orthant_mutable_index handle, Path folder, MutableIndexOptions options) {
    name = folder == null ? "an index in memory" : folder.toString();
    recovery = IndexRecovery.parse(NativeText.of(OrthantC.orthant_mutable_index_recovery(handle)));
    index = new NativeMutableIndex(this, handle, folder);
    merges = new BackgroundMerges(index, options.merging().orElse(null), name);
  }

  /**
   * A new index without rows and without a folder.
   *
   * @param bits the length of the codes, 1 to 1,024
   */
  public static MutableHammingIndex inMemory(int bits) {
    return inMemory(bits, MutableIndexOptions.defaults());
  }

  /**
   * A new index without rows and without a folder.
   *
   * @param bits the length of the codes, 1 to 1,024
   * @param options how it works
   */
  public static MutableHammingIndex inMemory(int bits, MutableIndexOptions options) {
    Checks.bits(bits);
    Objects.requireNonNull(options, "options");
    NativeError error = NativeError.slotForOneCall();
    orthant_mutable_index handle =
        error.check(OrthantC.orthant_mutable_index_open((String) null, bits, error.slot()));
    return new MutableHammingIndex(handle, null, options);
  }

  /**
   * Opens the index in a folder, for changes. Reads all files: {@link #recovery()}.
   *
   * @throws IllegalArgumentException if there is no index in the folder
   * @throws dev.orthant.data.CorruptFileException if a file is damaged
   * @throws dev.orthant.data.NewerFileException if a newer version wrote it
   * @throws java.nio.file.NoSuchFileException if there is no such folder
   * @throws IOException if the index is open already, in this process or another, or the operating
   *     system refuses, as it does in a folder without the right to write
   */
  public static MutableHammingIndex open(Path folder) throws IOException {
    return open(folder, MutableIndexOptions.defaults());
  }

  /** As {@link #open(Path)}, working as the options say. */
  public static MutableHammingIndex open(Path folder, MutableIndexOptions options)
      throws IOException {
    return opened(folder, BITS_OF_THE_FOLDER, options);
  }

  /**
   * As {@link #open(Path)}, or, where the folder has no index yet, a new one in it. The folder must
   * exist, and be nobody else's: files in it with names of ours are removed if they belong to no
   * index.
   *
   * @param folder the folder
   * @param bits the length of the codes, 1 to 1,024; of the index that is there, if there is one
   */
  public static MutableHammingIndex open(Path folder, int bits) throws IOException {
    return open(folder, bits, MutableIndexOptions.defaults());
  }

  /** As {@link #open(Path, int)}, working as the options say. */
  public static MutableHammingIndex open(Path folder, int bits, MutableIndexOptions options)
      throws IOException {
    return opened(folder, Checks.bits(bits), options);
  }

  private static MutableHammingIndex opened(Path folder, int bits, MutableIndexOptions options)
      throws IOException {
    Objects.requireNonNull(folder, "folder");
    Objects.requireNonNull(options, "options");
    NativeError error = NativeError.slotForOneCall();
    IndexRecoveryEvent event = FlightEvents.indexRecovery(); // null: nobody records
    orthant_mutable_index handle =
        error.check(
            OrthantC.orthant_mutable_index_open(NativeText.of(folder), bits, error.slot()), folder);
    MutableHammingIndex opened = new MutableHammingIndex(handle, folder, options);
    if (event != null) {
      opened.record(event);
    }
    return opened;
  }

  private void record(IndexRecoveryEvent event) {
    event.folder = name;
    event.bits = index.bits();
    event.rows = index.rows();
    event.logBytes = recovery.logBytes();
    event.droppedBytes = recovery.droppedBytes();
    event.damage = recovery.damage();
    event.commit();
  }

  /**
   * Reads every byte of the folder of an index that nobody has open for changes, changes nothing,
   * and says what is there. Damage that {@link #open(Path)} gets around is damage here.
   *
   * @throws dev.orthant.data.CorruptFileException if a file is damaged, or there is no index
   * @throws dev.orthant.data.NewerFileException if a newer version wrote it
   * @throws java.nio.file.NoSuchFileException if there is no such folder
   * @throws IOException if the operating system refuses
   */
  public static FolderReport check(Path folder) throws IOException {
    Objects.requireNonNull(folder, "folder");
    NativeError error = NativeError.slotForOneCall();
    orthant_folder_report report =
        error.check(OrthantC.orthant_folder_check(NativeText.of(folder), error.slot()), folder);
    try {
      return FolderReport.parse(NativeText.of(OrthantC.orthant_folder_report_text(report)));
    } finally {
      OrthantC.orthant_folder_report_free(report);
    }
  }

  /**
   * Adds a row.
   *
   * @param key that no row has
   * @param code {@code ceil(bits / 64)} words with zeros in the unused bits; copied
   * @throws IOException if the operating system refuses
   */
  public void add(long key, long[] code) throws IOException {
    checkCode(code);
    index.add(key, code);
    merges.handOverIfDue();
  }

  /**
   * Adds rows, all or none of them.
   *
   * @param keys that no row has, none twice; copied
   * @param codes of this index's length, one for each key
   * @throws IOException if the operating system refuses
   */
  public void add(long[] keys, BinaryCodes codes) throws IOException {
    checkCodes(keys, codes);
    index.add(keys, Backstage.words(codes));
    merges.handOverIfDue();
  }

  /**
   * Gives a row another code.
   *
   * @param key of a row
   * @param code as for {@link #add(long, long[])}
   * @throws IOException if the operating system refuses
   */
  public void replace(long key, long[] code) throws IOException {
    checkCode(code);
    index.replace(key, code);
    merges.handOverIfDue();
  }

  /**
   * Gives rows other codes, all or none of them.
   *
   * @param keys of rows, none twice; copied
   * @param codes of this index's length, one for each key
   * @throws IOException if the operating system refuses
   */
  public void replace(long[] keys, BinaryCodes codes) throws IOException {
    checkCodes(keys, codes);
    index.replace(keys, Backstage.words(codes));
    merges.handOverIfDue();
  }

  /**
   * Removes rows, all or none of them.
   *
   * @param keys of rows, none twice; there may be none
   * @throws IOException if the operating system refuses
   */
  public void remove(long... keys) throws IOException {
    index.remove(Objects.requireNonNull(keys, "keys"));
    merges.handOverIfDue();
  }

  /**
   * Returns once all changes made before survive a failure of power. In memory it does nothing.
   *
   * @throws IOException if the operating system refuses; then the index takes no more changes
   */
  public void sync() throws IOException {
    index.sync();
  }

  /** Returns the number of rows. */
  public long rows() {
    return index.rows();
  }

  /** Returns the length of the codes, in bits: 1 to 1,024. */
  public int bits() {
    index.requireOpen();
    return index.bits();
  }

  /**
   * Returns the rows as they are now, as an index that never changes. Takes some microseconds, and
   * memory only for what is removed or merged later. Close it when done.
   */
  public IndexSnapshot snapshot() {
    return new IndexSnapshot(index.snapshot());
  }

  /**
   * Makes a searcher for one thread that follows the changes: each search sees the rows as they are
   * when it begins. Where nothing changed since its last search, that costs the read of a counter;
   * else some microseconds (more for one that has searched for a great many hits), and a pass over
   * all rows if it has had a filter. It keeps in memory what it saw last. Close it when done; after
   * this index is closed it can only be closed.
   */
  public Searcher newSearcher() {
    return Backstage.searching().newSearcher(this, index, Optional.empty());
  }

  /**
   * As {@link #newSearcher()}, and tells a listener of each search.
   *
   * @param listener may serve other searchers, too
   */
  public Searcher newSearcher(SearchListener listener) {
    Objects.requireNonNull(listener, "listener");
    return Backstage.searching().newSearcher(this, index, Optional.of(listener));
  }

  /** Returns what opening found; of an index in memory, nothing. */
  public IndexRecovery recovery() {
    index.requireOpen();
    return recovery;
  }

  /** Whether {@link #merge} has something to do. */
  public boolean mergeDue() {
    index.requireOpen();
    return index.mergeDue();
  }

  /**
   * Does one merge that is due, on this thread. Takes the time of building an index of the rows
   * that it merges; a second merge waits for the first.
   *
   * @return whether one was due
   * @throws IOException if the operating system refuses; rows and folder are then as before
   */
  public boolean merge() throws IOException {
    return index.merge(false);
  }

  /**
   * Merges all rows into one part, on this thread, for the fastest searches.
   *
   * @throws IOException if the operating system refuses; rows and folder are then as before
   */
  public void mergeAll() throws IOException {
    index.merge(true);
  }

  /**
   * Returns why the last merge on the executor failed, unless one has succeeded since. It was also
   * logged, as a warning of logger {@code dev.orthant}. After a failure no merge is tried for a
   * second. A merge that fails loses nothing. May be asked after {@link #close}, too.
   */
  public Optional<Throwable> lastMergeFailure() {
    return merges.lastFailure();
  }

  /**
   * Syncs the folder and lets it go. Waits for the change that is being made, and ends a merge that
   * is running without effect. Closing again does nothing.
   *
   * @throws IOException if the sync fails; the index is closed all the same
   */
  @Override
  public void close() throws IOException {
    index.close();
  }

  @Override
  public String toString() {
    return "MutableHammingIndex[" + name + ", " + index.bits() + " bits]";
  }

  private void checkCode(long[] code) {
    Objects.requireNonNull(code, "code");
    index.requireOpen();
    Checks.code("code", code, index.bits());
  }

  private void checkCodes(long[] keys, BinaryCodes codes) {
    Objects.requireNonNull(keys, "keys");
    Objects.requireNonNull(codes, "codes");
    index.requireOpen();
    if (codes.bits() != index.bits()) {
      throw new IllegalArgumentException(
          "codes of " + codes.bits() + " bits are not of this index's " + index.bits());
    }
    Checks.length("keys", keys.length, codes.rows());
  }
}
