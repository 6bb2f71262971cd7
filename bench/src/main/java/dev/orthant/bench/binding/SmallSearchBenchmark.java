package dev.orthant.bench.binding;

import com.sun.jna.Pointer;
import dev.orthant.bench.support.Workload;
import dev.orthant.data.BinaryCodes;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Searcher;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What does a whole search cost when there is next to nothing to scan: the query copied in, eight
 * codes searched, three hits copied out?
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SmallSearchBenchmark {
  private static final int ROWS = 8;
  private static final int BITS = 256;
  private static final int K = 3;

  private long[] query;
  private HammingIndex index;
  private Searcher searcher;
  private final Neighbors neighbors = Neighbors.withCapacity(K);

  private Pointer jnaIndex;
  private Pointer jnaSearcher;
  private Pointer jnaQuery;
  private Pointer jnaIds;
  private Pointer jnaDistances;
  private final long[] ids = new long[K];
  private final int[] distances = new int[K];

  @Setup
  public void open() {
    BinaryCodes base = Workload.codes(ROWS, BITS, 1);
    query = Workload.codes(1, BITS, 2).row(0);
    index = LinearScan.over(base);
    searcher = index.newSearcher();
    openThroughJna(base);
    javaCpp();
    jnaDirect();
    for (int rank = 0; rank < K; rank++) {
      if (ids[rank] != neighbors.id(rank) || distances[rank] != neighbors.distance(rank)) {
        throw new IllegalStateException("the two bindings find other neighbours");
      }
    }
  }

  private void openThroughJna(BinaryCodes base) {
    jnaIndex = Jna.Direct.orthant_linear_scan_new(base.toWords(), ROWS, BITS, null);
    jnaSearcher = Jna.Direct.orthant_searcher_new(jnaIndex, null);
    Jna.Direct.orthant_searcher_reserve(jnaSearcher, K, null);
    jnaQuery = Jna.Direct.orthant_searcher_query(jnaSearcher);
    jnaIds = Jna.Direct.orthant_searcher_ids(jnaSearcher);
    jnaDistances = Jna.Direct.orthant_searcher_distances(jnaSearcher);
  }

  @TearDown
  public void close() {
    searcher.close();
    index.close();
    Jna.Direct.orthant_searcher_free(jnaSearcher);
    Jna.Direct.orthant_index_free(jnaIndex);
  }

  /** The public interface, which goes through JavaCPP, with its checks. */
  @Benchmark
  public Neighbors javaCpp() {
    searcher.nearest(query, neighbors);
    return neighbors;
  }

  /** The same steps without any check. */
  @Benchmark
  public long jnaDirect() {
    jnaQuery.write(0, query, 0, query.length);
    long found = Jna.Direct.orthant_search(jnaSearcher, K, BITS, 0);
    jnaIds.read(0, ids, 0, K);
    jnaDistances.read(0, distances, 0, K);
    return found;
  }
}
