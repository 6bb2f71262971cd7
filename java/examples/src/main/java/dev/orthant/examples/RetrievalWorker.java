package dev.orthant.examples;

import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.search.HitConsumer;
import dev.orthant.search.Neighbors;
import dev.orthant.search.Searcher;

/** One worker thread of a retrieval service: {@link #handle} neither allocates nor locks. */
public final class RetrievalWorker implements AutoCloseable {
  private final Encoder encoder;
  private final Searcher searcher;
  private final long[] code;
  private final Neighbors hits = Neighbors.withCapacity(100);

  /** Both are shared by all workers and opened once. */
  public RetrievalWorker(HashModel model, HammingIndex index) {
    encoder = model.newEncoder();
    searcher = index.newSearcher();
    code = encoder.newCode();
  }

  /** Encodes the vector and hands the 100 nearest rows to the response, nearest first. */
  public void handle(float[] vector, HitConsumer response) {
    encoder.encode(vector, code);
    searcher.nearest(code, hits);
    hits.forEach(response);
  }

  @Override
  public void close() {
    searcher.close();
    encoder.close();
  }
}
