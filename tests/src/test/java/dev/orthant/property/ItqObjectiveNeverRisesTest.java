package dev.orthant.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.testing.Blobs;
import java.util.List;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

/** ||B - V R||^2: each half of a round is an exact minimum, so no round can raise it. */
final class ItqObjectiveNeverRisesTest {

  @Property(tries = 60, edgeCases = EdgeCasesMode.NONE)
  void fromRoundToRound(
      @ForAll @IntRange(min = 1, max = 48) int bits,
      @ForAll @IntRange(min = 2, max = 60) int dimension,
      @ForAll @IntRange(min = 3, max = 200) int rows,
      @ForAll long seed) {
    Vectors vectors = Vectors.copyOf(Blobs.gaussian(new Random(seed), rows, dimension));
    try (HashModel model = ItqTrainer.ofBits(bits).withSeed(seed & 0xFFFF).train(vectors)) {
      List<Double> objective = model.provenance().objective();
      assertThat(objective).isNotEmpty();
      for (int round = 1; round < objective.size(); round++) {
        double before = objective.get(round - 1);
        assertThat(objective.get(round)).isLessThanOrEqualTo(before + 1e-5 * Math.abs(before));
      }
    }
  }
}
