package dev.orthant.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;
import dev.orthant.encode.Precision;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.learn.LshTrainer;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Codes;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;

final class EncodingIsTheSameEitherWayTest {

  @Property(tries = 150, edgeCases = EdgeCasesMode.NONE)
  void oneByOneInBatchesAndOnSeveralThreads(
      @ForAll @IntRange(min = 1, max = 300) int bits,
      @ForAll @IntRange(min = 1, max = 70) int dimension,
      @ForAll @IntRange(min = 2, max = 90) int rows,
      @ForAll @IntRange(min = 1, max = 5) int threads,
      @ForAll boolean itq,
      @ForAll Precision precision,
      @ForAll long seed) {
    Vectors vectors = Vectors.copyOf(Blobs.gaussian(new Random(seed), rows, dimension));
    try (HashModel learned = itq ? itq(bits, vectors) : lsh(bits, vectors);
        HashModel model = learned.withPrecision(precision);
        Encoder encoder = model.newEncoder()) {
      BinaryCodes batch = model.encode(vectors);
      assertThat(model.encode(vectors, threads)).isEqualTo(batch);
      long[] code = encoder.newCode();
      for (int row = 0; row < rows; row++) {
        encoder.encode(vectors.row(row), code);
        assertThat(code).isEqualTo(batch.row(row));
        assertThat(code[code.length - 1] & ~Codes.tailMask(bits)).isZero();
      }
    }
  }

  private static HashModel lsh(int bits, Vectors vectors) {
    return LshTrainer.ofBits(bits).withSeed(bits).train(vectors);
  }

  private static HashModel itq(int bits, Vectors vectors) {
    return ItqTrainer.ofBits(bits).withSeed(bits).withRounds(3).train(vectors);
  }
}
