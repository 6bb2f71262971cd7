package dev.orthant.bench.encode;

import dev.orthant.bench.support.Workload;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Vectors;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long does a vector take within a batch, on one thread? Times are per vector. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class EncodeBatchBenchmark {
  private static final int ROWS = 4_096;

  @Param("1024")
  int dimension;

  @Param("64")
  int bits;

  private LshPair pair;
  private float[] values;
  private Vectors vectors;

  @Setup
  public void open() {
    pair = new LshPair(dimension, bits);
    Vectors rows = Workload.clouds(ROWS, dimension, 10);
    values = new float[ROWS * dimension];
    rows.copyRows(0, ROWS, values, 0);
    vectors = Vectors.wrap(values, dimension);
  }

  @TearDown
  public void close() {
    pair.close();
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public BinaryCodes orthant() {
    return pair.model.encode(vectors);
  }

  @Benchmark
  @OperationsPerInvocation(ROWS)
  public BinaryCodes plainJava() {
    int words = bits / 64;
    long[] codes = new long[ROWS * words];
    for (int row = 0; row < ROWS; row++) {
      pair.twin.encode(values, row * dimension, codes, row * words);
    }
    return BinaryCodes.wrap(codes, bits);
  }
}
