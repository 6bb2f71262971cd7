package dev.orthant.bench.rival;

import dev.orthant.index.AutoIndex;
import dev.orthant.index.LinearScan;
import dev.orthant.index.MultiIndexHash;
import java.util.ArrayList;
import java.util.List;
import java.util.ServiceLoader;

/** Who takes part. */
final class Rivals {
  private static final String VECTOR_API = "jdk.incubator.vector";

  private Rivals() {}

  /** The exact search that all others are held against. */
  static Rival linearScan() {
    return new ExactRival("Orthant LinearScan", codes -> new OrthantSearch(LinearScan.over(codes)));
  }

  /** Our indexes, one line each; the first is what times are divided by. */
  static List<Rival> ours() {
    return List.of(
        linearScan(),
        new ExactRival(
            "Orthant MultiIndexHash", codes -> new OrthantSearch(MultiIndexHash.over(codes))),
        new ExactRival("Orthant AutoIndex", codes -> new OrthantSearch(AutoIndex.over(codes))));
  }

  /** The others, and the Vector API where its class was built and its module is there. */
  static List<Rival> others() {
    List<Rival> others = new ArrayList<>(List.of(bitCountLoop(), bitCountInBlocks()));
    if (ModuleLayer.boot().findModule(VECTOR_API).isPresent()) {
      ServiceLoader.load(Rival.class).forEach(others::add);
    }
    for (Rival graph : List.of(new LuceneHnsw(), new HnswlibGraph(), new JVectorGraph())) {
      others.add(graph);
      others.add(new Grouped(graph));
    }
    return others;
  }

  static Rival bitCountLoop() {
    return new ExactRival(
        "Long.bitCount loop", codes -> new BitCountLoop(codes, BitCountLoop.Loops.FUSED));
  }

  private static Rival bitCountInBlocks() {
    return new ExactRival(
        "Long.bitCount in blocks", codes -> new BitCountLoop(codes, BitCountLoop.Loops.IN_BLOCKS));
  }
}
