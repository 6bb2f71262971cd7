package dev.orthant.bench.binding;

import com.sun.jna.Pointer;
import dev.orthant.Orthant;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_error;
import dev.orthant.internal.abi.orthant_index;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/** What does a call across the boundary cost that does next to nothing there? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class CallBenchmark {
  private orthant_index index;
  private Pointer sameIndex;
  private Jna.ByInterface byInterface;

  @Setup
  public void open() {
    Orthant.version(); // loads
    index = OrthantC.orthant_linear_scan_new(new long[8], 8, 64, (orthant_error) null);
    sameIndex = new Pointer(index.address());
    byInterface = Jna.byInterface();
    if (javaCpp() != 64 || jnaDirect() != 64 || jnaInterface() != 64) {
      throw new IllegalStateException("an index of 64 bits has other bits for one of the bindings");
    }
  }

  @TearDown
  public void close() {
    OrthantC.orthant_index_free(index);
  }

  @Benchmark
  public int javaCpp() {
    return OrthantC.orthant_index_bits(index);
  }

  @Benchmark
  public int jnaDirect() {
    return Jna.Direct.orthant_index_bits(sameIndex);
  }

  @Benchmark
  public int jnaInterface() {
    return byInterface.orthant_index_bits(sameIndex);
  }
}
