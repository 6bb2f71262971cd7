package dev.orthant.cli;

import dev.orthant.encode.HashModel;
import dev.orthant.index.FolderReport;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.IndexFacts;
import dev.orthant.index.MutableHammingIndex;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Collectors;

/** What a model file, an index file or the folder of an index holds. */
final class Contents {
  /** Where section files have their kind: docs/file-format.md. */
  private static final int KIND_OFFSET = 8;

  private static final byte[] INDEX_KIND = "INDX".getBytes(StandardCharsets.US_ASCII);

  private Contents() {}

  /** The facts about the file or folder, all of which is verified. */
  static Map<String, Object> of(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      return describe(MutableHammingIndex.check(path));
    }
    if (saysItIsAnIndex(path)) {
      try (HammingIndex index = HammingIndex.open(path, Threads.all())) {
        return describe(index.facts());
      }
    }
    try (HashModel model = HashModel.load(path)) {
      return describe(model);
    }
  }

  /** Whether the kind in the header is that of an index: damage is then told of as an index's. */
  private static boolean saysItIsAnIndex(Path path) throws IOException {
    try (InputStream in = Files.newInputStream(path)) {
      byte[] header = in.readNBytes(KIND_OFFSET + INDEX_KIND.length);
      return Arrays.equals(
          INDEX_KIND,
          Arrays.copyOfRange(header, Math.min(KIND_OFFSET, header.length), header.length));
    }
  }

  private static Map<String, Object> describe(FolderReport report) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "folder");
    facts.put("rows", report.rows());
    facts.put("bits", report.bits());
    facts.put("segments", report.segments());
    facts.put("segmentRows", report.segmentRows());
    facts.put("logs", report.logs());
    facts.put("logBytes", report.logBytes());
    facts.put("droppedBytes", report.droppedBytes());
    facts.put("generation", report.generation());
    return facts;
  }

  private static Map<String, Object> describe(HashModel model) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "model");
    facts.put("bits", model.bits());
    facts.put("dimension", model.dimension());
    facts.put("semanticDimension", model.semanticDimension().orElse(0));
    facts.putAll(model.provenance().entries());
    return facts;
  }

  private static Map<String, Object> describe(IndexFacts index) {
    Map<String, Object> facts = new LinkedHashMap<>();
    facts.put("kind", "index");
    facts.put("index", index.kind());
    facts.put("rows", index.rows());
    facts.put("bits", index.bits());
    facts.put("distinctCodes", index.distinctCodes());
    facts.put("largestGroup", index.largestGroup());
    facts.put("comparisonsSavedByGrouping", savedShare(index));
    facts.put("bytes", index.bytes());
    facts.put("bytesOfTables", index.bytesOfTables());
    facts.put("bytesUngrouped", index.bytesUngrouped());
    facts.put("chunks", index.chunks());
    return facts;
  }

  /** Of the rows, the share that a scan need not compare, for another row has the same code. */
  private static double savedShare(IndexFacts index) {
    double share = index.rows() == 0 ? 0 : 1 - (double) index.distinctCodes() / index.rows();
    return Math.rint(share * 1000) / 1000;
  }

  /** One fact a line. */
  static String text(Map<String, Object> facts) {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
