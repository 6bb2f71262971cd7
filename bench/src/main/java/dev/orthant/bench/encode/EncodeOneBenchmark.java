package dev.orthant.bench.encode;

import dev.orthant.bench.support.Workload;
import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** How long does it take to encode one vector, and does it allocate? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class EncodeOneBenchmark {
  private static final int VECTORS = 64;

  @Param({"128", "1024"})
  int dimension;

  @Param("64")
  int bits;

  private final float[][] vectors = new float[VECTORS][];
  private LshPair pair;
  private Encoder encoder;
  private long[] code;
  private int next;

  @Setup
  public void open() {
    pair = new LshPair(dimension, bits);
    encoder = pair.model.newEncoder();
    code = encoder.newCode();
    Vectors rows = Workload.clouds(VECTORS, dimension, 10);
    for (int row = 0; row < VECTORS; row++) {
      vectors[row] = rows.row(row);
    }
  }

  @TearDown
  public void close() {
    encoder.close();
    pair.close();
  }

  @Benchmark
  public long[] orthant() {
    encoder.encode(vectors[next++ % VECTORS], code);
    return code;
  }

  @Benchmark
  public long[] plainJava() {
    pair.twin.encode(vectors[next++ % VECTORS], 0, code, 0);
    return code;
  }
}
