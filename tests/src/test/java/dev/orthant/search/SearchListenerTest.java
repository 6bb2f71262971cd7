package dev.orthant.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.LinearScan;
import dev.orthant.testing.Codes;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** A listener hears of every search what its certificate says. */
final class SearchListenerTest {
  private static final BinaryCodes CODES = Codes.random(new Random(4), 20_000, 64);

  private record Heard(
      long nanos, long hits, boolean exact, long compared, int provedRadius, long probes) {}

  private final List<Heard> heard = new ArrayList<>();

  private void listen(
      long nanos, long hits, boolean exact, long compared, int provedRadius, long probes) {
    heard.add(new Heard(nanos, hits, exact, compared, provedRadius, probes));
  }

  @Test
  void itHearsOfEverySearchWhatTheCertificateSays() {
    long[] code = CODES.row(7);
    Neighbors buffer = Neighbors.withCapacity(5);
    try (LinearScan index = LinearScan.over(CODES);
        Searcher searcher = index.newSearcher(this::listen)) {
      List<Runnable> searches =
          List.of(
              () -> searcher.nearest(code, 10),
              () -> searcher.nearest(code, code, 10),
              () -> searcher.nearest(code, buffer),
              () -> searcher.within(code, 20),
              () -> searcher.search(code, Query.nearest(3)),
              () -> searcher.search(code, Query.nearest(3).comparingAtMost(1)),
              () -> searcher.search(code, Query.within(20), buffer),
              () -> searcher.count(code, Query.within(20)));
      for (Runnable search : searches) {
        long start = System.nanoTime();
        search.run();
        long most = System.nanoTime() - start;
        Heard last = heard.get(heard.size() - 1);
        Certificate certificate = searcher.certificate();
        assertThat(last.exact()).isEqualTo(certificate.exact());
        assertThat(last.provedRadius()).isEqualTo(certificate.provedRadius());
        assertThat(last.compared()).isEqualTo(certificate.stats().compared()).isPositive();
        assertThat(last.probes()).isEqualTo(certificate.stats().probes());
        assertThat(last.nanos()).isBetween(1L, most);
      }
      long within = searcher.count(code, Query.within(20));
      assertThat(heard).extracting(Heard::hits).startsWith(10L, 10L, 5L, within, 3L);
      assertThat(heard.get(5).exact()).isFalse();
      assertThat(heard).extracting(Heard::hits).endsWith(within, within, within);
    }
  }

  @Test
  void itHearsNothingOfASearchThatFails() {
    try (LinearScan index = LinearScan.over(CODES);
        Searcher searcher = index.newSearcher(this::listen)) {
      assertThatThrownBy(() -> searcher.nearest(new long[2], 1))
          .isInstanceOf(IllegalArgumentException.class);
      assertThat(heard).isEmpty();
    }
  }

  @Test
  void whatItThrowsComesOutAndTheSearcherGoesOn() {
    try (LinearScan index = LinearScan.over(CODES)) {
      IllegalStateException broken = new IllegalStateException("no metrics");
      boolean[] breaks = {true};
      try (Searcher searcher =
          index.newSearcher(
              (nanos, hits, exact, compared, provedRadius, probes) -> {
                if (breaks[0]) {
                  throw broken;
                }
              })) {
        assertThatThrownBy(() -> searcher.nearest(CODES.row(0), 1)).isSameAs(broken);
        breaks[0] = false;
        assertThat(searcher.nearest(CODES.row(0), 1).size()).isEqualTo(1);
      }
    }
  }

  @Test
  void nullIsRefused() {
    try (LinearScan index = LinearScan.over(CODES)) {
      assertThatThrownBy(() -> index.newSearcher(null))
          .isInstanceOf(NullPointerException.class)
          .hasMessage("listener");
    }
  }
}
