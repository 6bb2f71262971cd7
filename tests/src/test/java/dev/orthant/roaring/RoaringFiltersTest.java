package dev.orthant.roaring;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.index.LinearScan;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.lang.module.ModuleDescriptor;
import java.lang.module.ModuleFinder;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.roaringbitmap.RoaringBitmap;
import org.roaringbitmap.buffer.MutableRoaringBitmap;
import org.roaringbitmap.longlong.Roaring64Bitmap;
import org.roaringbitmap.longlong.Roaring64NavigableMap;

/** A filter of a Roaring bitmap passes what the bitmap holds, in either form and of every class. */
final class RoaringFiltersTest {
  private static final int ROWS = 3_000;
  private static final long[] CODE = {0};
  private static final LinearScan INDEX = LinearScan.over(Codes.random(new Random(3), ROWS, 64));

  /** Makes a filter of ids through one class of bitmap. */
  private interface Maker extends Function<long[], RowFilter> {}

  @AfterAll
  static void close() {
    INDEX.close();
  }

  @ParameterizedTest
  @CsvSource({"0", "1", "2", "5", "40", "1000", "2999", "3000"})
  void itPassesTheBitmapsIdsAndNoOther(int count) {
    Random random = Seeds.random("RoaringFiltersTest" + count);
    TreeSet<Long> ids = new TreeSet<>();
    while (ids.size() < count) {
      ids.add((long) random.nextInt(ROWS));
    }
    long[] in = ids.stream().mapToLong(Long::longValue).toArray();
    long[] out = LongStream.range(0, ROWS).filter(id -> !ids.contains(id)).toArray();
    long[] sparse = LongStream.concat(LongStream.of(in), LongStream.of(1 << 30)).toArray();
    for (long[] set : List.of(in, sparse)) {
      allowing().forEach((name, maker) -> assertThat(passing(maker, set)).as(name).isEqualTo(in));
      denying().forEach((name, maker) -> assertThat(passing(maker, set)).as(name).isEqualTo(out));
    }
  }

  @Test
  void runsOfIdsPass() {
    RoaringBitmap runs = new RoaringBitmap();
    runs.add(10L, 2_500L);
    runs.runOptimize();
    long[] in = LongStream.range(10, 2_500).toArray();
    assertThat(passing(ids -> RoaringFilters.allow(runs), in)).isEqualTo(in);
  }

  @Test
  void denseSetsBecomeBitmapsAndSparseOnesLists() {
    IdSet dense = IdSet.of(RoaringBitmap.bitmapOf(0, 511));
    assertThat(dense.isDense()).isTrue();
    assertThat(dense.words()).hasSize(8).startsWith(1).endsWith(1L << 63);
    int far = 1 << 21;
    assertThat(IdSet.of(RoaringBitmap.bitmapOf((1 << 20) - 1)).isDense()).isTrue();
    IdSet sparse = IdSet.of(RoaringBitmap.bitmapOf(far));
    assertThat(sparse.isDense()).isFalse();
    assertThat(sparse.list()).containsExactly(far);
    RoaringBitmap many = RoaringBitmap.bitmapOf(far);
    many.add(0L, far / 512);
    assertThat(IdSet.of(many).isDense()).isTrue();
    assertThat(IdSet.of(new RoaringBitmap()).words()).containsOnly(0);
    assertThat(IdSet.of(new Roaring64Bitmap()).words()).containsOnly(0);
  }

  @Test
  void bitsOf32AreUnsigned() {
    IdSet ids = IdSet.of(RoaringBitmap.bitmapOf(3, -1, Integer.MIN_VALUE));
    assertThat(ids.list()).containsExactly(3, 1L << 31, (1L << 32) - 1);
  }

  @Test
  void bitsOf64AreSignedAndNotNegative() {
    long[] far = {5, 1L << 40, Long.MAX_VALUE};
    assertThat(IdSet.of(Roaring64Bitmap.bitmapOf(far)).list()).isEqualTo(far);
    assertThat(passing(ids -> RoaringFilters.allow(Roaring64Bitmap.bitmapOf(ids)), far))
        .containsExactly(5);
    Roaring64NavigableMap signed = new Roaring64NavigableMap(true);
    signed.addLong(-2);
    signed.addLong(5);
    assertThatThrownBy(() -> RoaringFilters.allow(signed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("the id 18446744073709551614 is more than 9223372036854775807");
    assertThatThrownBy(() -> RoaringFilters.deny(Roaring64Bitmap.bitmapOf(5, -2)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("18446744073709551614");
  }

  @Test
  void theModuleNeedsCoreAndRoaringBitmapAlone() throws Exception {
    List<Path> path = new ArrayList<>();
    for (Class<?> type : List.of(RoaringFilters.class, RowFilter.class, RoaringBitmap.class)) {
      path.add(Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI()));
    }
    ModuleDescriptor module =
        ModuleFinder.of(path.toArray(Path[]::new))
            .find("dev.orthant.roaring")
            .orElseThrow()
            .descriptor();
    assertThat(module.requires())
        .extracting(ModuleDescriptor.Requires::name)
        .containsExactlyInAnyOrder("java.base", "dev.orthant", "roaringbitmap");
    assertThat(module.exports())
        .extracting(ModuleDescriptor.Exports::source)
        .containsExactly("dev.orthant.roaring");
  }

  @Test
  void nullIsRefused() {
    assertThatThrownBy(() -> RoaringFilters.allow((RoaringBitmap) null))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("ids");
  }

  private static Map<String, Maker> allowing() {
    Map<String, Maker> all = new LinkedHashMap<>();
    all.put("32", ids -> RoaringFilters.allow(RoaringBitmap.bitmapOf(ints(ids))));
    all.put("buffer", ids -> RoaringFilters.allow(MutableRoaringBitmap.bitmapOf(ints(ids))));
    all.put("64", ids -> RoaringFilters.allow(Roaring64Bitmap.bitmapOf(ids)));
    all.put("map", ids -> RoaringFilters.allow(Roaring64NavigableMap.bitmapOf(ids)));
    return all;
  }

  private static Map<String, Maker> denying() {
    Map<String, Maker> all = new LinkedHashMap<>();
    all.put("32", ids -> RoaringFilters.deny(RoaringBitmap.bitmapOf(ints(ids))));
    all.put("buffer", ids -> RoaringFilters.deny(MutableRoaringBitmap.bitmapOf(ints(ids))));
    all.put("64", ids -> RoaringFilters.deny(Roaring64Bitmap.bitmapOf(ids)));
    all.put("map", ids -> RoaringFilters.deny(Roaring64NavigableMap.bitmapOf(ids)));
    return all;
  }

  private static int[] ints(long[] ids) {
    return Arrays.stream(ids).mapToInt(id -> (int) id).toArray();
  }

  /** The ids of the rows that a search through the filter finds, ascending. */
  private static long[] passing(Maker maker, long[] ids) {
    try (RowFilter filter = maker.apply(ids);
        Searcher searcher = INDEX.newSearcher()) {
      long[] found = searcher.search(CODE, Query.within(64).filtered(filter)).ids();
      Arrays.sort(found);
      return found;
    }
  }
}
