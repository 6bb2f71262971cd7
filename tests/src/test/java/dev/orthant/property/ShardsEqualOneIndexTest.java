package dev.orthant.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.AutoIndex;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.IndexShard;
import dev.orthant.index.LinearScan;
import dev.orthant.index.MultiIndexHash;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.Searcher;
import dev.orthant.search.Shard;
import dev.orthant.search.ShardedResult;
import dev.orthant.search.ShardedSearcher;
import dev.orthant.testing.Codes;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.lifecycle.AfterContainer;

/**
 * A complete answer of shards is that of one index over all rows, for any cut of the rows and any
 * query; few distinct codes, so ties across shards are the rule.
 */
final class ShardsEqualOneIndexTest {
  private static final ExecutorService POOL = Executors.newFixedThreadPool(2);

  @AfterContainer
  static void stop() {
    POOL.shutdownNow();
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void whereEachHasConsecutiveRows(
      @ForAll @IntRange(min = 1, max = 300) int bits,
      @ForAll @IntRange(min = 0, max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 8) int shards,
      @ForAll long seed) {
    Random random = new Random(seed);
    int[] cuts = random.ints(shards - 1, 0, rows + 1).sorted().toArray();
    List<int[]> parts = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      int from = i == 0 ? 0 : cuts[i - 1];
      int to = i == shards - 1 ? rows : cuts[i];
      int[] part = new int[to - from];
      Arrays.setAll(part, row -> from + row);
      parts.add(part);
    }
    checkAll(random, bits, rows, parts, true);
  }

  @Property(tries = 400, edgeCases = EdgeCasesMode.NONE)
  void whereRowsAreDealtOut(
      @ForAll @IntRange(min = 1, max = 300) int bits,
      @ForAll @IntRange(min = 0, max = 300) int rows,
      @ForAll @IntRange(min = 1, max = 8) int shards,
      @ForAll long seed) {
    Random random = new Random(seed);
    List<List<Integer>> hands = new ArrayList<>();
    for (int i = 0; i < shards; i++) {
      hands.add(new ArrayList<>());
    }
    for (int row = 0; row < rows; row++) {
      hands.get(random.nextInt(shards)).add(row);
    }
    List<int[]> parts = new ArrayList<>();
    hands.forEach(hand -> parts.add(hand.stream().mapToInt(Integer::intValue).toArray()));
    checkAll(random, bits, rows, parts, false);
  }

  /** Each part has its rows in ascending order. */
  private static void checkAll(
      Random random, int bits, int rows, List<int[]> parts, boolean consecutive) {
    BinaryCodes codes = Codes.repeated(random, rows, 1 + random.nextInt(30), bits);
    BitSet passing = BitSet.valueOf(random.longs(rows / 64 + 1).toArray());
    List<AutoCloseable> open = new ArrayList<>();
    List<Shard> plain = new ArrayList<>();
    List<Shard> filtered = new ArrayList<>();
    for (int[] part : parts) {
      HammingIndex index = anyKind(random, select(codes, part));
      IndexShard shard = IndexShard.over(index);
      RowFilter filter = RowFilter.allowIf(part.length, id -> passing.get(part[(int) id]));
      open.addAll(List.of(index, shard, filter));
      plain.add(moved(shard, part, consecutive));
      filtered.add(moved(shard.withFilter(filter), part, consecutive));
    }
    try (LinearScan one = LinearScan.over(codes);
        RowFilter filter = RowFilter.allow(passing);
        Searcher searcher = one.newSearcher()) {
      for (Query query : queries(random, bits)) {
        long[] code = Codes.random(random, bits);
        check(ShardedSearcher.over(plain), searcher, code, query, query);
        check(ShardedSearcher.over(filtered), searcher, code, query, query.filtered(filter));
      }
    } finally {
      open.forEach(ShardsEqualOneIndexTest::close);
    }
  }

  private static HammingIndex anyKind(Random random, BinaryCodes codes) {
    switch (random.nextInt(3)) {
      case 0:
        return LinearScan.over(codes);
      case 1:
        return MultiIndexHash.over(codes);
      default:
        return AutoIndex.over(codes);
    }
  }

  private static List<Query> queries(Random random, int bits) {
    int k = 1 + random.nextInt(80);
    int radius = random.nextInt(bits + 2);
    long[] mask = Codes.random(random, bits);
    return List.of(
        Query.nearest(k),
        Query.within(radius),
        Query.nearest(k).inRadius(radius),
        Query.nearest(k).masked(mask),
        Query.within(radius / 2).masked(mask));
  }

  private static void check(
      ShardedSearcher shards, Searcher one, long[] code, Query asked, Query askedOfOne) {
    for (ShardedSearcher how : List.of(shards, shards.withExecutor(POOL))) {
      ShardedResult result = search(how, code, asked);
      assertThat(result.isComplete()).as("%s", result).isTrue();
      assertThat(result.coverage()).isEqualTo(1);
      assertThat(result.hits()).isEqualTo(one.search(code, askedOfOne));
      assertThat(result.hits().certificate().exact()).isTrue();
    }
  }

  private static ShardedResult search(ShardedSearcher searcher, long[] code, Query query) {
    try {
      return searcher.search(code, query);
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static Shard moved(Shard shard, int[] part, boolean consecutive) {
    return consecutive
        ? shard.withIdsFrom(part.length == 0 ? 0 : part[0])
        : shard.withIds(id -> part[(int) id]);
  }

  private static BinaryCodes select(BinaryCodes codes, int[] part) {
    int words = codes.wordsPerCode();
    long[] all = new long[part.length * words];
    for (int row = 0; row < part.length; row++) {
      System.arraycopy(codes.row(part[row]), 0, all, row * words, words);
    }
    return BinaryCodes.wrap(all, codes.bits());
  }

  private static void close(AutoCloseable resource) {
    try {
      resource.close();
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }
}
