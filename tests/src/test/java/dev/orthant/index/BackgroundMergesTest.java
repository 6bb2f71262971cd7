package dev.orthant.index;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Hit;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Merges that an executor runs: how many tasks it gets, and what becomes of failures. */
final class BackgroundMergesTest {
  private static final int FULL = 65_536;
  private static final BinaryCodes CODES = Codes.random(Seeds.random("merges"), FULL, 64);

  @TempDir Path folder;

  @Test
  void oneTaskAtMostIsHandedOver() throws IOException {
    List<Runnable> tasks = new ArrayList<>();
    try (MutableHammingIndex index = inMemory(tasks)) {
      fill(index, 0);
      assertThat(tasks).hasSize(1);
      fill(index, 1);
      index.remove(0, 1);
      assertThat(tasks).as("the first task has not run yet").hasSize(1);
      assertThat(index.mergeDue()).isTrue();
      tasks.get(0).run();
      assertThat(index.mergeDue()).isFalse();
      assertThat(index.rows()).isEqualTo(2 * FULL - 2);
      assertThat(index.lastMergeFailure()).isEmpty();
      index.remove(2);
      assertThat(tasks).as("nothing is due").hasSize(1);
      fill(index, 2);
      assertThat(tasks).hasSize(2);
    }
    tasks.forEach(Runnable::run); // of a closed index: nothing
  }

  private static MutableHammingIndex inMemory(List<Runnable> tasks) {
    return MutableHammingIndex.inMemory(
        64, MutableIndexOptions.defaults().withMergingOn(tasks::add));
  }

  private static void fill(MutableHammingIndex index, long block) throws IOException {
    index.add(LongStream.range(block * FULL, (block + 1) * FULL).toArray(), CODES);
  }

  @Test
  void withoutAnExecutorOnlyTheCallerMerges() throws IOException {
    try (MutableHammingIndex index = MutableHammingIndex.inMemory(64)) {
      fill(index, 0);
      assertThat(index.mergeDue()).isTrue();
      assertThat(index.merge()).isTrue();
      assertThat(index.merge()).isFalse();
    }
    assertThat(MutableIndexOptions.defaults().merging()).isEmpty();
  }

  @Test
  void anExecutorThatRunsAtOnceMergesWithinTheChange() throws IOException {
    MutableIndexOptions options = MutableIndexOptions.defaults().withMergingOn(Runnable::run);
    assertThat(options.merging()).isPresent();
    assertThat(options.toString()).contains("merging on");
    try (MutableHammingIndex index = MutableHammingIndex.inMemory(64, options);
        Searcher searcher = index.newSearcher()) {
      for (int block = 0; block < 3; block++) {
        fill(index, block);
        assertThat(index.mergeDue()).isFalse();
      }
      assertThat(Hit.of(searcher.nearest(CODES.row(7), 3)))
          .containsExactly(new Hit(7, 0), new Hit(7 + FULL, 0), new Hit(7 + 2 * FULL, 0));
    }
  }

  @Test
  void aBusyExecutorOnlyMeansNoMergeNow() throws IOException {
    boolean[] busy = {true};
    MutableIndexOptions options =
        MutableIndexOptions.defaults()
            .withMergingOn(
                task -> {
                  if (busy[0]) {
                    throw new RejectedExecutionException("full");
                  }
                  task.run();
                });
    try (MutableHammingIndex index = MutableHammingIndex.inMemory(64, options)) {
      fill(index, 0);
      assertThat(index.mergeDue()).isTrue();
      assertThat(index.lastMergeFailure()).isEmpty();
      busy[0] = false;
      index.remove(5);
      assertThat(index.mergeDue()).isFalse();
    }
  }

  @Test
  void anExecutorThatFailsIsReportedAndTheChangeStands() throws IOException {
    MutableIndexOptions options =
        MutableIndexOptions.defaults()
            .withMergingOn(
                task -> {
                  throw new UnsupportedOperationException("mine");
                });
    try (MutableHammingIndex index = MutableHammingIndex.inMemory(64, options)) {
      fill(index, 0);
      assertThat(index.rows()).isEqualTo(FULL);
      assertThat(index.lastMergeFailure().orElseThrow())
          .isInstanceOf(UnsupportedOperationException.class)
          .hasMessage("mine");
    }
  }

  @Test
  void aFailureIsKeptUntilAMergeSucceeds() throws Exception {
    List<Runnable> tasks = new ArrayList<>();
    MutableIndexOptions options = MutableIndexOptions.defaults().withMergingOn(tasks::add);
    Path own = Files.createDirectory(folder.resolve("own"));
    Path away = folder.resolve("away");
    MutableHammingIndex index = MutableHammingIndex.open(own, 64, options);
    fill(index, 0);
    Files.move(own, away);
    tasks.get(0).run();
    assertThat(index.lastMergeFailure().orElseThrow()).isInstanceOf(IOException.class);
    assertThat(index.rows()).isEqualTo(FULL);
    Files.move(away, own);
    index.close();
    assertThat(index.lastMergeFailure()).as("also after the index is closed").isPresent();
    List<Runnable> again = new ArrayList<>();
    try (MutableHammingIndex reopened =
        MutableHammingIndex.open(own, MutableIndexOptions.defaults().withMergingOn(again::add))) {
      assertThat(reopened.rows()).isEqualTo(FULL);
      reopened.remove(1);
      again.get(0).run();
      assertThat(reopened.lastMergeFailure()).isEmpty();
      assertThat(reopened.mergeDue()).isFalse();
    }
  }

  @Test
  void closingEndsAMergeThatRuns() throws Exception {
    ExecutorService executor = Executors.newSingleThreadExecutor();
    try {
      for (int round = 0; round < 5; round++) {
        Path own = Files.createDirectory(folder.resolve("closing-" + round));
        MutableHammingIndex index =
            MutableHammingIndex.open(
                own, 64, MutableIndexOptions.defaults().withMergingOn(executor));
        fill(index, 0);
        TimeUnit.MILLISECONDS.sleep(round * 3);
        index.close();
        assertThat(index.lastMergeFailure()).isEmpty();
        assertThat(MutableHammingIndex.check(own).rows()).isEqualTo(FULL);
        assertThat(names(own)).noneMatch(name -> name.contains(".tmp"));
      }
    } finally {
      executor.shutdown();
      assertThat(executor.awaitTermination(10, TimeUnit.SECONDS)).isTrue();
    }
  }

  private static List<String> names(Path folder) throws IOException {
    try (Stream<Path> all = Files.list(folder)) {
      return all.map(file -> file.getFileName().toString()).toList();
    }
  }

  @Test
  void aMergeOfAClosedIndexIsRefused() throws IOException {
    MutableHammingIndex index = MutableHammingIndex.inMemory(64);
    index.close();
    assertThatThrownBy(index::merge).isInstanceOf(IllegalStateException.class);
  }
}
