package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;
import io.github.jbellis.jvector.graph.GraphIndexBuilder;
import io.github.jbellis.jvector.graph.GraphSearcher;
import io.github.jbellis.jvector.graph.SearchResult;
import io.github.jbellis.jvector.graph.similarity.BuildScoreProvider;
import io.github.jbellis.jvector.graph.similarity.DefaultSearchScoreProvider;
import io.github.jbellis.jvector.graph.similarity.ScoreFunction;
import io.github.jbellis.jvector.quantization.BQVectors;
import io.github.jbellis.jvector.quantization.BinaryQuantization;
import io.github.jbellis.jvector.quantization.ImmutableBQVectors;
import io.github.jbellis.jvector.util.Bits;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.concurrent.ForkJoinPool;

/**
 * JVector's graph over its binary quantization. It quantizes floats to their signs, packs them and
 * scores by Hamming distance; here its packed vectors are our codes, so that neither floats nor a
 * re-ranking enter and it solves the same problem. Its degree is that of the others' lowest layer.
 */
final class JVectorGraph implements Rival {
  private static final float OVERFLOW = 1.2f; // both as its examples have them
  private static final float ALPHA = 1.2f;

  @Override
  public String name() {
    return "JVector 4.0.2 BQ";
  }

  @Override
  public boolean isExact() {
    return false;
  }

  @Override
  public int[] breadths() {
    return GraphSettings.searchBreadths();
  }

  @Override
  public RivalIndex over(BinaryCodes codes) {
    long[][] rows = new long[codes.rows()][];
    for (int row = 0; row < rows.length; row++) {
      rows[row] = codes.row(row);
    }
    return new Graph(new ImmutableBQVectors(new BinaryQuantization(codes.bits()), rows));
  }

  private static final class Graph implements RivalIndex {
    private final BQVectors vectors;
    private final int bits;
    private final GraphSearcher searcher;

    Graph(BQVectors vectors) {
      this.vectors = vectors;
      bits = vectors.getCompressor().getOriginalDimension();
      BuildScoreProvider scores = BuildScoreProvider.bqBuildScoreProvider(vectors);
      ForkJoinPool oneThread = new ForkJoinPool(1);
      try (GraphIndexBuilder builder =
          GraphIndexBuilder.builder(scores, bits, 2 * GraphSettings.LINKS)
              .withBeamWidth(GraphSettings.BUILD_BREADTH)
              .withNeighborOverflow(OVERFLOW)
              .withAlpha(ALPHA)
              .withSimdExecutor(oneThread)
              .withParallelExecutor(oneThread)
              .build()) {
        for (int node = 0; node < vectors.count(); node++) {
          builder.addGraphNode(node, scores.searchProviderFor(node));
        }
        builder.cleanup();
        searcher = new GraphSearcher(builder.getGraph());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      } finally {
        oneThread.shutdown();
      }
    }

    @Override
    public void nearest(long[] query, int breadth, Hits into) {
      ScoreFunction.ExactScoreFunction score =
          node -> vectors.similarityBetween(query, vectors.get(node));
      SearchResult found =
          searcher.search(
              new DefaultSearchScoreProvider(score),
              into.k(),
              Math.max(breadth, into.k()),
              0,
              0,
              Bits.ALL);
      into.clear();
      for (SearchResult.NodeScore hit : found.getNodes()) {
        into.add(hit.node, bits - Math.round(hit.score * bits)); // the share of equal bits
      }
    }

    @Override
    public void close() {
      try {
        searcher.close();
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
