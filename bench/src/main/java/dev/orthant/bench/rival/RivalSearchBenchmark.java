package dev.orthant.bench.rival;

import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Warmup;

/**
 * How long does a search of one query take with each rival? Each prints what it misses before it is
 * timed. The defaults are small, since a graph is built in every fork.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 300, timeUnit = TimeUnit.MILLISECONDS)
public class RivalSearchBenchmark {
  public static class Ours extends RivalState {
    @Override
    Rival rival() {
      return Rivals.linearScan();
    }
  }

  public static class BitCount extends RivalState {
    @Override
    Rival rival() {
      return Rivals.bitCountLoop();
    }
  }

  public static class Lucene extends RivalState {
    @Override
    Rival rival() {
      return new LuceneHnsw();
    }
  }

  public static class LuceneGrouped extends RivalState {
    @Override
    Rival rival() {
      return new Grouped(new LuceneHnsw());
    }
  }

  public static class Hnswlib extends RivalState {
    @Override
    Rival rival() {
      return new HnswlibGraph();
    }
  }

  public static class JVector extends RivalState {
    @Override
    Rival rival() {
      return new JVectorGraph();
    }
  }

  @Benchmark
  public Hits orthant(Ours state) {
    return state.answer();
  }

  @Benchmark
  public Hits bitCountLoop(BitCount state) {
    return state.answer();
  }

  @Benchmark
  public Hits lucene(Lucene state) {
    return state.answer();
  }

  @Benchmark
  public Hits luceneGrouped(LuceneGrouped state) {
    return state.answer();
  }

  @Benchmark
  public Hits hnswlib(Hnswlib state) {
    return state.answer();
  }

  @Benchmark
  public Hits jvector(JVector state) {
    return state.answer();
  }
}
