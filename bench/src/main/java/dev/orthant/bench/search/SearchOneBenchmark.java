package dev.orthant.bench.search;

import dev.orthant.bench.rival.PlainScan;
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
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long does an exact search of one query take on one thread, and does it allocate? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class SearchOneBenchmark {
  private static final int QUERIES = 32;

  @Param("1000000")
  int rows;

  @Param({"64", "256"})
  int bits;

  @Param("10")
  int k;

  private final long[][] queries = new long[QUERIES][];
  private HammingIndex index;
  private Searcher searcher;
  private Neighbors neighbors;
  private PlainScan scan;
  private long[] ids;
  private int[] distances;
  private int next;

  @Setup
  public void open() {
    BinaryCodes base = Workload.codes(rows, bits, 1);
    BinaryCodes wanted = Workload.codes(QUERIES, bits, 2);
    index = LinearScan.over(base);
    searcher = index.newSearcher();
    neighbors = Neighbors.withCapacity(k);
    scan = new PlainScan(base, k);
    ids = new long[k];
    distances = new int[k];
    for (int query = 0; query < QUERIES; query++) {
      queries[query] = wanted.row(query);
      searcher.nearest(queries[query], neighbors);
      requireEqual(scan.nearestFused(queries[query], ids, distances));
      requireEqual(scan.nearestInBlocks(queries[query], ids, distances));
    }
  }

  private void requireEqual(int found) {
    boolean equal = found == neighbors.size();
    for (int rank = 0; equal && rank < found; rank++) {
      equal = ids[rank] == neighbors.id(rank) && distances[rank] == neighbors.distance(rank);
    }
    if (!equal) {
      throw new IllegalStateException("the twin finds other neighbours");
    }
  }

  @TearDown
  public void close() {
    searcher.close();
    index.close();
  }

  @Benchmark
  public Neighbors orthant() {
    searcher.nearest(queries[next++ % QUERIES], neighbors);
    return neighbors;
  }

  @Benchmark
  public int plainJavaFused() {
    return scan.nearestFused(queries[next++ % QUERIES], ids, distances);
  }

  @Benchmark
  public int plainJavaInBlocks() {
    return scan.nearestInBlocks(queries[next++ % QUERIES], ids, distances);
  }
}
