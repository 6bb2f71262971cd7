package dev.orthant.examples;

import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.search.Searcher;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Pictures come and go while they are searched, and are there again after a restart. */
public final class UpdatedIndex {
  private UpdatedIndex() {}

  public static void main(String[] args) throws IOException {
    Path folder = args.length > 0 ? Path.of(args[0]) : Files.createTempDirectory("pictures");
    Vectors vectors = Blobs.vectors(1_000, 32);
    try (HashModel model = ItqTrainer.ofBits(64).train(vectors)) {
      try (MutableHammingIndex index = MutableHammingIndex.open(folder, 64);
          Searcher searcher = index.newSearcher()) { // follows the changes
        index.add(4711, model.encode(vectors.row(0)));
        index.add(4712, model.encode(vectors.row(1)));
        index.sync(); // from here on they survive a failure of power, too
        System.out.println("found " + searcher.nearest(model.encode(vectors.row(0)), 1).id(0));
        index.remove(4711);
        System.out.println("found " + searcher.nearest(model.encode(vectors.row(0)), 1).id(0));
      }
      try (MutableHammingIndex again = MutableHammingIndex.open(folder)) {
        System.out.println(again.rows() + " picture is still there");
      }
    }
  }
}
