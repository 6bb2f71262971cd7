package dev.orthant.bench.rival;

import dev.orthant.data.BinaryCodes;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.apache.lucene.codecs.KnnVectorsFormat;
import org.apache.lucene.codecs.bitvectors.HnswBitVectorsFormat;
import org.apache.lucene.codecs.lucene912.Lucene912Codec;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.KnnByteVectorField;
import org.apache.lucene.index.ByteVectorValues;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.SerialMergeScheduler;
import org.apache.lucene.index.VectorSimilarityFunction;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.store.Directory;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene's graph over bit vectors. The index is one memory-mapped segment whose documents are the
 * rows in their order, which is checked; a search asks the segment itself, without the query layer.
 */
final class LuceneHnsw implements Rival {
  private static final String FIELD = "code";
  private static final double BUFFER_MIB = 2_000; // all rows in one flush: one segment, one graph

  @Override
  public String name() {
    return "Lucene 9.12.3 HnswBitVectorsFormat";
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
    try {
      return new Segment(codes);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Lucene's default codec, but for the vectors. */
  private static final class BitCodec extends Lucene912Codec {
    @Override
    public KnnVectorsFormat getKnnVectorsFormatForField(String field) {
      return new HnswBitVectorsFormat(GraphSettings.LINKS, GraphSettings.BUILD_BREADTH);
    }
  }

  private static final class Segment implements RivalIndex {
    private final int bits;
    private final byte[] target;
    private final Path folder;
    private final Directory directory;
    private final DirectoryReader reader;
    private final LeafReader leaf;

    Segment(BinaryCodes codes) throws IOException {
      bits = codes.bits();
      target = new byte[bits / Byte.SIZE];
      folder = Files.createTempDirectory("orthant-lucene");
      directory = new MMapDirectory(folder);
      write(codes);
      reader = DirectoryReader.open(directory);
      if (reader.leaves().size() != 1) {
        throw new IllegalStateException(reader.leaves().size() + " segments instead of one");
      }
      leaf = reader.leaves().get(0).reader();
      requireOrder(codes);
    }

    private void write(BinaryCodes codes) throws IOException {
      IndexWriterConfig config =
          new IndexWriterConfig()
              .setCodec(new BitCodec())
              .setRAMBufferSizeMB(BUFFER_MIB)
              .setMergeScheduler(new SerialMergeScheduler())
              .setUseCompoundFile(false);
      try (IndexWriter writer = new IndexWriter(directory, config)) {
        for (int row = 0; row < codes.rows(); row++) {
          byte[] code = new byte[target.length];
          copyBytes(codes.row(row), code);
          Document document = new Document();
          document.add(new KnnByteVectorField(FIELD, code, VectorSimilarityFunction.EUCLIDEAN));
          writer.addDocument(document);
        }
        writer.forceMerge(1);
      }
    }

    private void requireOrder(BinaryCodes codes) throws IOException {
      ByteVectorValues values = leaf.getByteVectorValues(FIELD);
      byte[] code = new byte[target.length];
      for (int row = 0; row < codes.rows(); row++) {
        copyBytes(codes.row(row), code);
        if (values.nextDoc() != row || !Arrays.equals(values.vectorValue(), code)) {
          throw new IllegalStateException("document " + row + " is not row " + row);
        }
      }
    }

    private static void copyBytes(long[] code, byte[] into) {
      ByteBuffer.wrap(into).asLongBuffer().put(code);
    }

    @Override
    public void nearest(long[] query, int breadth, Hits into) {
      copyBytes(query, target);
      try {
        ScoreDoc[] found =
            leaf.searchNearestVectors(
                    FIELD, target, Math.max(breadth, into.k()), null, Integer.MAX_VALUE)
                .scoreDocs;
        into.clear();
        for (int rank = 0; rank < found.length && !into.isFull(); rank++) {
          // The score is the share of equal bits.
          into.add(found[rank].doc, bits - Math.round(found[rank].score * bits));
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        reader.close();
        for (String file : directory.listAll()) {
          directory.deleteFile(file);
        }
        directory.close();
        Files.delete(folder);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
  }
}
