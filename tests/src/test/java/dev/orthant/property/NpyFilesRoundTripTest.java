package dev.orthant.property;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import dev.orthant.testing.Codes;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import net.jqwik.api.EdgeCasesMode;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.lifecycle.AfterContainer;
import net.jqwik.api.lifecycle.BeforeContainer;

final class NpyFilesRoundTripTest {
  private static Path file;

  @BeforeContainer
  static void makeTheFile() throws IOException {
    file = Files.createTempFile("orthant", ".npy");
  }

  @AfterContainer
  static void deleteTheFile() throws IOException {
    Files.deleteIfExists(file);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void forAnyFloats(
      @ForAll @Size(min = 1, max = 60) float[] values,
      @ForAll @IntRange(min = 1, max = 60) int dimension)
      throws IOException {
    int rows = Math.max(1, values.length / dimension);
    float[] square = Arrays.copyOf(values, rows * dimension);
    NpyFile.write(file, Vectors.wrap(square, dimension));
    NpyFile read = NpyFile.open(file);
    assertThat(read.shape()).containsExactly(rows, dimension);
    float[] back = new float[rows * dimension];
    read.vectors().copyRows(0, rows, back, 0);
    assertThat(back).isEqualTo(square);
  }

  @Property
  void forAnyInts(@ForAll @Size(max = 60) int[] values) throws IOException {
    NpyFile.write(file, values);
    assertThat(NpyFile.open(file).ints()).isEqualTo(values);
  }

  @Property(edgeCases = EdgeCasesMode.NONE)
  void forAnyCodes(
      @ForAll @IntRange(min = 1, max = 1024) int bits,
      @ForAll @IntRange(min = 0, max = 20) int rows,
      @ForAll long seed)
      throws IOException {
    BinaryCodes codes = Codes.random(new Random(seed), rows, bits);
    NpyFile.write(file, codes);
    assertThat(NpyFile.open(file).codes(bits)).isEqualTo(codes);
  }
}
