package dev.orthant.encode;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.testing.Blobs;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models in other precisions, and how far their codes agree. */
final class PrecisionReportTest {
  private static final Blobs BLOBS = Blobs.of(400, 12, 5, 4, 3);

  @TempDir Path folder;

  private static HashModel learned() {
    return SdhTrainer.ofBits(48).withAnchors(40).train(BLOBS.vectors(), BLOBS.labels());
  }

  @Test
  void countsWhatAgrees() {
    BinaryCodes before = BinaryCodes.wrap(new long[] {0b000, 0b101, 0b111, 0b010}, 3);
    BinaryCodes after = BinaryCodes.wrap(new long[] {0b000, 0b100, 0b111, 0b111}, 3);
    PrecisionReport report = PrecisionReport.of(before, after);
    assertThat(report.rows()).isEqualTo(4);
    assertThat(report.bits()).isEqualTo(3);
    assertThat(report.agreement()).isEqualTo(9.0 / 12.0);
    assertThat(report.agreementOf(0)).isEqualTo(0.5);
    assertThat(report.agreementOf(1)).isEqualTo(1.0);
    assertThat(report.agreementOf(2)).isEqualTo(0.75);
    assertThat(report.weakestBit()).isZero();
    assertThat(report.identicalCodes()).isEqualTo(0.5);
    assertThat(report.agrees()).isFalse();
    assertThat(PrecisionReport.of(before, before).agrees()).isTrue();
    assertThatThrownBy(() -> report.agreementOf(3)).isInstanceOf(IndexOutOfBoundsException.class);
  }

  @Test
  void refusesWhatCannotBeCompared() {
    BinaryCodes codes = BinaryCodes.wrap(new long[] {1, 2}, 3);
    assertThatThrownBy(() -> PrecisionReport.of(codes, BinaryCodes.wrap(new long[] {1, 2}, 4)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 codes of 3 bits")
        .hasMessageContaining("2 codes of 4 bits");
    assertThatThrownBy(() -> PrecisionReport.of(codes, codes.select(new int[] {0})))
        .isInstanceOf(IllegalArgumentException.class);
    BinaryCodes none = BinaryCodes.wrap(new long[0], 3);
    assertThatThrownBy(() -> PrecisionReport.of(none, none))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no row");
  }

  @Test
  void everyPrecisionKeepsNearlyAllBits() {
    try (HashModel model = learned()) {
      assertThat(model.precision()).isEqualTo(Precision.FP32);
      for (Precision precision : Precision.values()) {
        try (HashModel other = model.withPrecision(precision)) {
          assertThat(other.precision()).isEqualTo(precision);
          PrecisionReport report = PrecisionReport.compare(model, other, BLOBS.vectors(), 2);
          assertThat(report.rows()).isEqualTo(400);
          assertThat(report.agreement()).isBetween(0.97, 1.0);
          boolean same = precision == Precision.FP32;
          assertThat(report.identicalCodes() == 1.0).isEqualTo(same);
        }
      }
    }
  }

  @Test
  void thePrecisionIsSavedAndCanBeUndone() throws IOException {
    Vectors vectors = BLOBS.vectors();
    try (HashModel model = learned();
        HashModel int8 = model.withPrecision(Precision.INT8)) {
      int8.save(folder.resolve("int8"));
      try (HashModel loaded = HashModel.load(folder.resolve("int8"));
          HashModel back = loaded.withPrecision(Precision.FP32)) {
        assertThat(loaded.precision()).isEqualTo(Precision.INT8);
        assertThat(loaded.provenance().entries()).containsEntry("precision", "int8");
        assertThat(loaded.encode(vectors)).isEqualTo(int8.encode(vectors));
        assertThat(back.encode(vectors)).isEqualTo(model.encode(vectors));
        assertThat(back.provenance()).isEqualTo(model.provenance());
      }
    }
  }

  @Test
  void aModelMadeOfAnotherOutlivesIt() {
    HashModel model = learned();
    HashModel int8 = model.withPrecision(Precision.INT8);
    model.close();
    assertThatThrownBy(() -> model.withPrecision(Precision.BF16))
        .isInstanceOf(IllegalStateException.class);
    assertThat(int8.encode(BLOBS.vectors()).rows()).isEqualTo(400);
    int8.close();
  }
}
