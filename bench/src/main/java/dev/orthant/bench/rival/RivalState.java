package dev.orthant.bench.rival;

import dev.orthant.bench.support.DataKind;
import dev.orthant.bench.support.SearchData;
import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** An index of one rival and queries, which it answers in turn; it says first what it misses. */
@State(Scope.Thread)
public abstract class RivalState {
  private static final int QUERIES = 100;

  @Param("20000")
  int rows;

  @Param("64")
  int bits;

  @Param("10")
  int k;

  @Param("CLUSTERED")
  DataKind data;

  private final long[][] queries = new long[QUERIES][];
  private Way way;
  private Hits hits;
  private int next;

  abstract Rival rival();

  /** Builds the index and compares its answers with the exact ones. */
  @Setup
  public void open() throws IOException {
    SearchData codes = data.generate(DataKind.folderOfEnvironment(), rows, QUERIES, bits);
    for (int query = 0; query < QUERIES; query++) {
      queries[query] = codes.queries().row(query);
    }
    hits = Hits.ofNearest(k);
    way = Way.of(rival(), codes.base()).get(0);
    List<Hits> exact = Exact.answers(codes.base(), codes.queries(), k);
    Agreement agreement = way.compare(codes.base(), codes.queries(), exact);
    System.out.printf(
        Locale.ROOT,
        "%n# %s: recall %.3f, identical lists %.1f %%%n",
        way.name(k),
        agreement.recall(),
        100 * agreement.identicalShare());
  }

  @TearDown
  public void close() {
    way.index().close();
  }

  Hits answer() {
    way.nearest(queries[next++ % QUERIES], hits);
    return hits;
  }
}
