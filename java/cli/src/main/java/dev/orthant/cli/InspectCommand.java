package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import dev.orthant.data.CorruptFileException;
import dev.orthant.encode.HashModel;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.IndexFacts;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code orthant inspect}: what a model or index file holds. */
@Command(
    name = "inspect",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    description = "Verifies a model or index file and says what it holds.")
final class InspectCommand implements Callable<Integer> {
  @Parameters(paramLabel = "FILE", description = "A model or index file.")
  private String file;

  @Mixin private DataOptions data;
  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    output.print(describe(data.find(file)), InspectCommand::text);
    return 0;
  }

  private static Map<String, Object> describe(Path path) throws IOException {
    try (HashModel model = HashModel.load(path)) {
      return describe(model);
    } catch (CorruptFileException notAModel) {
      try (HammingIndex index = HammingIndex.open(path, Threads.all())) {
        return describe(index.facts());
      } catch (CorruptFileException notAnIndex) {
        throw notAModel;
      }
    }
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
    facts.put("bytesUngrouped", index.bytesUngrouped());
    facts.put("chunks", index.chunks());
    return facts;
  }

  /** Of the rows, the share that a scan need not compare, for another row has the same code. */
  private static double savedShare(IndexFacts index) {
    return index.rows() == 0 ? 0 : 1 - (double) index.distinctCodes() / index.rows();
  }

  private static String text(Map<String, Object> facts) {
    return facts.entrySet().stream()
        .map(fact -> fact.getKey() + ": " + fact.getValue())
        .collect(Collectors.joining(System.lineSeparator()));
  }
}
