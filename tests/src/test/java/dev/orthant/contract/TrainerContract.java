package dev.orthant.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Provenance;
import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.TrainingListener;
import dev.orthant.learn.TrainingRound;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.NaiveSearch;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What every trainer promises, whatever it learns from. */
abstract class TrainerContract {
  static final int ROWS = 400;
  static final int DIMENSION = 12;
  static final int CLASSES = 6;
  static final int BITS = 24;
  static final Blobs BLOBS = Blobs.of(ROWS, DIMENSION, CLASSES, 8, 3);

  /** How a run of the trainer under test is set up. */
  record Setup(int bits, long seed, int threads, TrainingListener listener) {
    static Setup plain() {
      return new Setup(BITS, 7, 1, round -> {});
    }

    Setup withBits(int other) {
      return new Setup(other, seed, threads, listener);
    }

    Setup withSeed(long other) {
      return new Setup(bits, other, threads, listener);
    }

    Setup withThreads(int other) {
      return new Setup(bits, seed, other, listener);
    }

    Setup withListener(TrainingListener other) {
      return new Setup(bits, seed, threads, other);
    }
  }

  abstract String method();

  /** Trains on the features given and the labels and semantics of {@link #BLOBS}, as needed. */
  abstract HashModel train(Setup setup, Vectors features);

  /** Whether the method has an objective. */
  boolean hasObjective() {
    return true;
  }

  /** Whether anything is drawn from the seed. */
  boolean drawsAtRandom() {
    return true;
  }

  @Test
  void theModelHasTheShapeAskedFor() {
    for (int bits : new int[] {1, 7, 64, 65, 128}) {
      try (HashModel model = train(Setup.plain().withBits(bits), BLOBS.vectors())) {
        assertThat(model.bits()).isEqualTo(bits);
        assertThat(model.dimension()).isEqualTo(DIMENSION);
        BinaryCodes codes = model.encode(BLOBS.vectors());
        assertThat(codes.rows()).isEqualTo(ROWS);
        assertThat(codes.bits()).isEqualTo(bits);
      }
    }
  }

  @Test
  void equalSeedsGiveEqualCodesAndOtherSeedsOthers() {
    BinaryCodes first = codes(Setup.plain());
    assertThat(codes(Setup.plain())).isEqualTo(first);
    assertThat(codes(Setup.plain().withSeed(8)).equals(first)).isNotEqualTo(drawsAtRandom());
  }

  @Test
  void threadsDoNotChangeTheCodes() {
    BinaryCodes one = codes(Setup.plain());
    for (int threads : new int[] {2, 3, 8}) {
      assertThat(codes(Setup.plain().withThreads(threads))).isEqualTo(one);
    }
  }

  @Test
  void oneByOneAndInBatchesTheCodesAreTheSame() {
    try (HashModel model = train(Setup.plain(), BLOBS.vectors());
        Encoder encoder = model.newEncoder()) {
      BinaryCodes batch = model.encode(BLOBS.vectors());
      assertThat(model.encode(BLOBS.vectors(), 3)).isEqualTo(batch);
      long[] code = encoder.newCode();
      for (int row = 0; row < ROWS; row++) {
        encoder.encode(BLOBS.features()[row], code);
        assertThat(code).isEqualTo(batch.row(row));
        assertThat(model.encode(BLOBS.features()[row])).isEqualTo(code);
      }
    }
  }

  @Test
  void rowsOfOneBlobAreNearerThanRowsOfOthers() {
    BinaryCodes codes = codes(Setup.plain().withBits(48));
    double[] sum = new double[2];
    long[] count = new long[2];
    for (int i = 0; i < 120; i++) {
      for (int j = 0; j < i; j++) {
        int other = BLOBS.classes()[i] == BLOBS.classes()[j] ? 0 : 1;
        sum[other] += codes.distance(i, codes, j);
        count[other]++;
      }
    }
    assertThat(sum[0] / count[0]).isLessThan(0.6 * sum[1] / count[1]);
  }

  @Test
  void theProvenanceTellsHowTheModelCameToBe() {
    try (HashModel model = train(Setup.plain(), BLOBS.vectors())) {
      Provenance provenance = model.provenance();
      assertThat(provenance.method()).isEqualTo(method());
      assertThat(provenance.seed()).isEqualTo(7);
      assertThat(provenance.options()).containsEntry("bits", (double) BITS);
      assertThat(provenance.entries()).containsKeys("method", "option.seed");
      assertThat(provenance.entries().keySet()).anyMatch(key -> key.contains("fingerprint"));
      assertThat(provenance.entries().values()).allMatch(value -> !value.isBlank());
      if (hasObjective()) {
        assertThat(provenance.objective()).isNotEmpty().allMatch(Double::isFinite);
      }
    }
  }

  @Test
  void theListenerHearsEveryRoundInOrder() {
    List<Integer> done = new ArrayList<>();
    List<Double> objective = new ArrayList<>();
    TrainingListener listener =
        round -> {
          assertThat(round.done()).isBetween(0, round.atMost());
          done.add(round.done());
          objective.add(round.objective());
        };
    try (HashModel model = train(Setup.plain().withListener(listener), BLOBS.vectors())) {
      assertThat(done).first().isEqualTo(0);
      assertThat(done).isSorted().doesNotHaveDuplicates().hasSizeGreaterThan(1);
      List<Double> trace = model.provenance().objective();
      if (hasObjective()) {
        assertThat(objective.subList(1, objective.size())).isEqualTo(trace);
      }
    }
  }

  @Test
  void aListenerCancels() {
    TrainingListener listener = TrainingRound::cancel;
    assertThatThrownBy(() -> train(Setup.plain().withListener(listener), BLOBS.vectors()).close())
        .isInstanceOf(CancellationException.class);
  }

  @Test
  @Timeout(30)
  void anotherThreadCancels() {
    Vectors many = Vectors.copyOf(Blobs.of(ROWS, 300, CLASSES, 8, 4).features());
    Thread[] canceller = new Thread[1];
    TrainingListener listener =
        round -> {
          if (canceller[0] == null) {
            canceller[0] = new Thread(round::cancel);
            canceller[0].start();
            join(canceller[0]);
          }
        };
    assertThatThrownBy(() -> train(Setup.plain().withListener(listener), many).close())
        .isInstanceOf(CancellationException.class);
  }

  @Test
  void whatTheListenerThrowsEndsTheTraining() {
    TrainingListener listener =
        round -> {
          throw new UnsupportedOperationException("enough");
        };
    assertThatThrownBy(() -> train(Setup.plain().withListener(listener), BLOBS.vectors()).close())
        .isInstanceOf(UnsupportedOperationException.class)
        .hasMessage("enough");
  }

  @Test
  void featuresThatAreNotFiniteAreRefusedByRow() {
    for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
      float[][] rows = deepCopy(BLOBS.features());
      rows[123][5] = bad;
      assertRefused(() -> train(Setup.plain(), Vectors.copyOf(rows)).close(), "123");
      try (HashModel model = train(Setup.plain(), BLOBS.vectors());
          Encoder encoder = model.newEncoder()) {
        assertRefused(() -> model.encode(Vectors.copyOf(rows)), "123");
        assertRefused(() -> model.encode(rows[123]), "finite");
        long[] code = {42};
        assertRefused(() -> encoder.encode(rows[123], code), "finite");
        assertThat(code).containsExactly(42);
      }
    }
  }

  @Test
  void vectorsOfAnotherDimensionAreRefusedWithBoth() {
    try (HashModel model = train(Setup.plain(), BLOBS.vectors());
        Encoder encoder = model.newEncoder()) {
      String[] both = {Integer.toString(DIMENSION), Integer.toString(DIMENSION + 1)};
      float[] longer = new float[DIMENSION + 1];
      Arrays.fill(longer, 1);
      assertRefused(() -> model.encode(longer), both);
      assertRefused(() -> model.encode(Vectors.wrap(longer, DIMENSION + 1)), both);
      assertRefused(() -> encoder.encode(longer, encoder.newCode()), both);
      assertRefused(() -> encoder.encode(BLOBS.features()[0], new long[0]), "0", "1");
      assertThatThrownBy(() -> encoder.encode(null, encoder.newCode()))
          .isInstanceOf(NullPointerException.class);
      assertThatThrownBy(() -> encoder.encode(BLOBS.features()[0], null))
          .isInstanceOf(NullPointerException.class);
    }
  }

  @Test
  void noRowsAreNoData() {
    assertRefused(() -> train(Setup.plain(), BLOBS.vectors().select(new int[0])).close(), "0");
  }

  @Test
  void noRowsEncodeToNoCodes() {
    try (HashModel model = train(Setup.plain(), BLOBS.vectors())) {
      assertThat(model.encode(BLOBS.vectors().select(new int[0])).rows()).isZero();
    }
  }

  @Test
  void bitsOutsideTheirBoundsAreRefusedWithTheBound() {
    for (int bits : new int[] {0, -1, 1025, Integer.MAX_VALUE}) {
      assertRefused(
          () -> train(Setup.plain().withBits(bits), BLOBS.vectors()).close(),
          Integer.toString(bits),
          "1024");
    }
  }

  @Test
  void threadsOutsideTheirBoundsAreRefused() {
    for (int threads : new int[] {0, -1, 257}) {
      assertRefused(
          () -> train(Setup.plain().withThreads(threads), BLOBS.vectors()).close(),
          Integer.toString(threads),
          "256");
    }
  }

  @Test
  void unusedBitsStayZero() {
    for (int bits : new int[] {1, 33, 65}) {
      BinaryCodes codes = codes(Setup.plain().withBits(bits));
      for (int row = 0; row < ROWS; row++) {
        long[] code = codes.row(row);
        for (int bit = bits; bit < code.length * 64; bit++) {
          assertThat(NaiveSearch.isSet(code, bit)).isFalse();
        }
      }
    }
  }

  BinaryCodes codes(Setup setup) {
    try (HashModel model = train(setup, BLOBS.vectors())) {
      return model.encode(BLOBS.vectors());
    }
  }

  static float[][] deepCopy(float[][] rows) {
    return Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
  }

  static void assertRefused(Runnable call, String... parts) {
    assertThatIllegalArgumentException()
        .isThrownBy(call::run)
        .satisfies(refused -> assertThat(refused.getMessage()).isNotBlank().contains(parts));
  }

  private static void join(Thread thread) {
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
