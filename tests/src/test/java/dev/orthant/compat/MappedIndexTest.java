package dev.orthant.compat;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.AutoIndex;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.index.MultiIndexHash;
import dev.orthant.search.Searcher;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** An index whose codes stay in the file. */
final class MappedIndexTest {
  @TempDir Path folder;

  @Test
  void itAnswersAsTheSavedOneAlsoAfterTheFileWasReplaced() throws IOException {
    Random random = Seeds.random("mapped");
    BinaryCodes codes = Codes.repeated(random, 3_000, 1_000, 100);
    for (Function<BinaryCodes, HammingIndex> kind : kinds()) {
      Path path = folder.resolve("index");
      try (HammingIndex saved = kind.apply(codes)) {
        saved.save(path);
        try (HammingIndex mapped = HammingIndex.map(path);
            HammingIndex other = LinearScan.over(Codes.random(random, 5, 64));
            Searcher expected = saved.newSearcher();
            Searcher found = mapped.newSearcher()) {
          assertThat(mapped).hasSameClassAs(saved);
          other.save(path);
          for (int row = 0; row < 50; row++) {
            assertThat(found.nearest(codes.row(row), 40))
                .isEqualTo(expected.nearest(codes.row(row), 40));
          }
        }
      }
    }
  }

  private static Iterable<Function<BinaryCodes, HammingIndex>> kinds() {
    return List.of(LinearScan::over, MultiIndexHash::over, AutoIndex::over);
  }
}
