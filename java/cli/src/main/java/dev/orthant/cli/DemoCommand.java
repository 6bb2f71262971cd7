package dev.orthant.cli;

import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.Progress;
import dev.orthant.cli.demo.Demo;
import dev.orthant.cli.demo.DemoReport;
import dev.orthant.cli.demo.DemoText;
import dev.orthant.cli.demo.Sample;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant demo}: zero-shot hashing on real pictures, in a table and a page. */
@Command(
    name = "demo",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Learns from pictures of some classes and searches for classes never seen.")
final class DemoCommand implements Callable<Integer> {
  @Option(names = "--sample", description = "cifar10 or fashion. Default: ${DEFAULT-VALUE}.")
  private String sample = "cifar10";

  @Option(names = "--bits", description = "Code length, 1 to 1024. Default: ${DEFAULT-VALUE}.")
  private int bits = 64;

  @Option(
      names = "--unseen",
      split = ",",
      paramLabel = "CLASS",
      description =
          "Classes to hold out, by name or number; at least two must remain. "
              + "Default: 3,9 (cat and truck; dress and ankle boot).")
  private List<String> unseen = List.of("3", "9");

  @Option(names = "--seed", description = "Seed of every random choice. Default: ${DEFAULT-VALUE}.")
  private long seed = 1;

  @Option(names = "--threads", description = "Threads; the codes are the same. Default: all cores.")
  private int threads = Threads.all();

  @Option(
      names = "--out",
      paramLabel = "PAGE.html",
      description = "The page of pictures to write. Default: orthant-demo-SAMPLE.html.")
  private Path out;

  @Option(
      names = "--samples",
      paramLabel = "DIR",
      description = "The folder that holds the samples. Default: as the launcher says.")
  private Path samples;

  @Mixin private Output output;

  @Override
  public Integer call() throws IOException {
    Sample read = Sample.read(samples(), sample);
    int[] classes = Rows.classes(unseen, read.semantics().names(), read.semantics().classes());
    DemoReport report;
    try (Progress progress = new Progress()) {
      Demo.Settings settings = new Demo.Settings(bits, seed, threads);
      report = new Demo(read, classes, settings, progress).run(page());
    }
    output.print(report, DemoText::of);
    return 0;
  }

  private Path page() {
    return out == null ? Path.of("orthant-demo-" + sample + ".html") : out;
  }

  private Path samples() {
    String property = System.getProperty("orthant.samples");
    if (samples == null && property == null) {
      throw new IllegalArgumentException("--samples is missing: the folder that holds " + sample);
    }
    return samples == null ? Path.of(property) : samples;
  }
}
