package dev.orthant.bench.learn;

import dev.orthant.bench.support.Workload;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.SdhTrainer;
import java.util.List;
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
import org.openjdk.jmh.annotations.Warmup;

/** How long does it take to train SDH on one thread, at a size that plain Java can bear? */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 3, time = 1)
public class TrainSdhBenchmark {
  private static final int CLASSES = 10;
  private static final int ROUNDS = 5;
  private static final int SWEEPS = 5;
  private static final long SEED = 7;
  private static final double TOLERANCE = 1e-3; // a bit at the verge flips the other way

  @Param("2000")
  int rows;

  @Param("128")
  int dimension;

  @Param("300")
  int anchors;

  @Param("64")
  int bits;

  private Vectors vectors;
  private Labels labels;
  private SdhTrainer trainer;

  @Setup
  public void requireEqualObjectives() {
    vectors = Workload.clouds(rows, dimension, CLASSES);
    labels = Workload.labels(rows, CLASSES);
    trainer =
        SdhTrainer.ofBits(bits)
            .withSeed(SEED)
            .withThreads(1)
            .withAnchors(anchors)
            .withRounds(ROUNDS)
            .withSweeps(SWEEPS);
    List<Double> objective = orthant();
    List<Double> twins = plainJava();
    boolean equal = objective.size() == twins.size();
    for (int round = 0; equal && round < twins.size(); round++) {
      double difference = Math.abs(twins.get(round) - objective.get(round));
      equal = difference <= TOLERANCE * objective.get(round);
    }
    if (!equal) {
      throw new IllegalStateException("objectives " + objective + ", the twin's " + twins);
    }
  }

  @Benchmark
  public List<Double> orthant() {
    try (HashModel model = trainer.train(vectors, labels)) {
      return model.provenance().objective();
    }
  }

  @Benchmark
  public List<Double> plainJava() {
    return PlainSdh.train(vectors, labels, bits, anchors, ROUNDS, SWEEPS, SEED);
  }
}
