package dev.orthant.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.index.LinearScan;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.testing.ChildJvm;
import dev.orthant.testing.Codes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import jdk.jfr.EventType;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Flight Recorder gets events if it asks for them, and Orthant runs where it is not there. */
final class FlightEventsTest {
  private static final String SEARCH = "dev.orthant.Search";
  private static final String BUILD = "dev.orthant.IndexBuild";
  private static final BinaryCodes CODES = Codes.repeated(new Random(6), 5_000, 900, 130);

  @TempDir Path folder;

  @Test
  void searchesAreRecordedWithWhatTheyDid() throws Exception {
    Query limited = Query.nearest(3).comparingAtMost(1);
    List<RecordedEvent> events =
        record(
            recording -> recording.enable(SEARCH).withoutThreshold(),
            searcher -> {
              searcher.nearest(CODES.row(1), 10);
              searcher.search(CODES.row(2), Query.nearest(9).inRadius(40));
              searcher.count(CODES.row(3), Query.within(50));
              searcher.search(CODES.row(4), limited);
            });
    assertThat(events).hasSize(4).allMatch(e -> e.getEventType().getName().equals(SEARCH));
    RecordedEvent first = events.get(0);
    assertThat(first.getString("index")).isEqualTo("LinearScan");
    assertThat(first.getInt("bits")).isEqualTo(130);
    assertThat(first.getLong("rows")).isEqualTo(5_000);
    assertThat(first.getLong("hits")).isEqualTo(10);
    assertThat(first.getBoolean("exact")).isTrue();
    assertThat(first.getLong("compared")).isBetween(1L, 900L);
    assertThat(first.getLong("probes")).isZero();
    assertThat(first.getDuration()).isPositive();
    assertThat(first.getThread().getJavaName()).isEqualTo(Thread.currentThread().getName());
    assertThat(events).extracting(e -> e.getInt("k")).containsExactly(10, 9, 0, 3);
    assertThat(events).extracting(e -> e.getInt("radius")).containsExactly(-1, 40, 50, -1);
    assertThat(events.get(0).getInt("provedRadius")).isGreaterThanOrEqualTo(0);
  }

  @Test
  void buildsAreRecorded() throws Exception {
    List<RecordedEvent> events = record(recording -> recording.enable(BUILD), searcher -> {});
    assertThat(events).hasSize(1);
    RecordedEvent build = events.get(0);
    assertThat(build.getEventType().getName()).isEqualTo(BUILD);
    assertThat(build.getString("index")).isEqualTo("LinearScan");
    assertThat(build.getInt("bits")).isEqualTo(130);
    assertThat(build.getLong("rows")).isEqualTo(5_000);
    assertThat(build.getLong("distinctCodes")).isBetween(1L, 900L);
    assertThat(build.getInt("chunks")).isZero();
    assertThat(build.getLong("bytes")).isPositive();
  }

  @Test
  void mergesAndRecoveriesAreRecorded() throws Exception {
    Path own = Files.createDirectory(folder.resolve("changing"));
    try (MutableHammingIndex index = MutableHammingIndex.open(own, 130)) {
      index.add(LongStream.range(0, CODES.rows()).toArray(), CODES);
    }
    List<RecordedEvent> events =
        record(
            recording -> {
              recording.enable("dev.orthant.IndexMerge").withoutThreshold();
              recording.enable("dev.orthant.IndexRecovery").withoutThreshold();
            },
            searcher -> {
              try (MutableHammingIndex index = MutableHammingIndex.open(own)) {
                index.mergeAll();
                index.merge(); // not due: no event
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    assertThat(events)
        .extracting(e -> e.getEventType().getName())
        .containsExactly("dev.orthant.IndexRecovery", "dev.orthant.IndexMerge");
    assertThat(events)
        .allSatisfy(
            event -> {
              assertThat(event.getString("folder")).isEqualTo(own.toString());
              assertThat(event.getInt("bits")).isEqualTo(130);
              assertThat(event.getLong("rows")).isEqualTo(5_000);
              assertThat(event.getDuration()).isPositive();
            });
    assertThat(events.get(0).getLong("logBytes")).isGreaterThan(5_000 * 32);
    assertThat(events.get(0).getLong("droppedBytes")).isZero();
    assertThat(events.get(0).getString("damage")).isEmpty();
    assertThat(events.get(1).getBoolean("all")).isTrue();
  }

  @Test
  void nothingIsRecordedUnlessAskedFor() throws Exception {
    assertThat(record(recording -> {}, searcher -> searcher.nearest(CODES.row(1), 10))).isEmpty();
    for (EventType type : FlightRecorder.getFlightRecorder().getEventTypes()) {
      assertThat(type.isEnabled() && type.getName().startsWith("dev.orthant")).isFalse();
    }
  }

  @Test
  void orthantRunsWithoutFlightRecorder() throws Exception {
    for (String modules : new String[] {"java.base", "java.base,jdk.jfr"}) {
      ChildJvm.Outcome outcome =
          ChildJvm.run(ChildJvm.command(Child.class, List.of("--limit-modules", modules), "here"));
      assertThat(outcome.output())
          .contains("jdk.jfr " + modules.contains("jfr") + ", row 0 at distance 0");
      assertThat(outcome.exit()).isZero();
    }
  }

  private interface Asking {
    void ask(Recording recording);
  }

  private interface Searching {
    void search(Searcher searcher);
  }

  /** The events of ours in a recording of a build and some searches, in the order of time. */
  private List<RecordedEvent> record(Asking asking, Searching searching) throws Exception {
    Path file = folder.resolve("recording.jfr");
    try (Recording recording = new Recording()) {
      asking.ask(recording);
      recording.start();
      try (LinearScan index = LinearScan.over(CODES);
          Searcher searcher = index.newSearcher()) {
        searching.search(searcher);
      }
      recording.stop();
      recording.dump(file);
    }
    return RecordingFile.readAllEvents(file).stream()
        .filter(event -> event.getEventType().getName().startsWith("dev.orthant"))
        .sorted((a, b) -> a.getStartTime().compareTo(b.getStartTime()))
        .toList();
  }

  /** Searches, in a process that may lack the module jdk.jfr. */
  static final class Child {
    private Child() {}

    public static void main(String[] arguments) throws IOException {
      try (MutableHammingIndex changing = MutableHammingIndex.inMemory(64)) {
        changing.mergeAll();
      }
      try (LinearScan index = LinearScan.over(BinaryCodes.wrap(new long[1], 64));
          Searcher searcher = index.newSearcher()) {
        boolean there = ModuleLayer.boot().findModule("jdk.jfr").isPresent();
        searcher
            .nearest(new long[1], 1)
            .forEach(
                (id, distance) ->
                    System.out.println(
                        "jdk.jfr " + there + ", row " + id + " at distance " + distance));
      }
    }
  }
}
