package dev.orthant.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import dev.orthant.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The demo on the sample pictures, with short codes to be quick. */
final class DemoTest {
  private static final Path SAMPLES = Project.root().resolve("java/samples/data");

  /** What would be fetched from elsewhere when the page is shown. */
  private static final Pattern FOREIGN =
      Pattern.compile("(?:src|href)=\"(?!data:|#)|url\\(\"?(?!\"?data:)|@import|<script src");

  @TempDir Path folder;

  @ParameterizedTest
  @CsvSource({"cifar10, 'cat,truck', 24", "fashion, '3,9', 16"})
  void theTableAndThePageAreMade(String sample, String unseen, int bits) throws IOException {
    Path page = folder.resolve("page.html");
    String line =
        "demo --json --sample "
            + sample
            + " --unseen "
            + unseen
            + " --bits "
            + bits
            + " --samples '"
            + SAMPLES
            + "' --out '"
            + page
            + "'";
    JsonObject report = JsonParser.parseString(CommandLineRun.good(line)).getAsJsonObject();
    List<String> methods = new ArrayList<>();
    double chance = report.get("chance").getAsDouble();
    report
        .getAsJsonArray("methods")
        .forEach(
            entry -> {
              JsonObject method = entry.getAsJsonObject();
              methods.add(method.get("method").getAsString());
              double map = method.get("zeroShotMap").getAsDouble();
              assertThat(map)
                  .isBetween(
                      method.get("zeroShotMapLowest").getAsDouble(),
                      method.get("zeroShotMapHighest").getAsDouble())
                  .isBetween(chance, 1.0);
              assertThat(method.get("seenMap").getAsDouble()).isGreaterThan(chance);
            });
    assertThat(methods).contains("lsh", "itq", "sdh", "zsh", "semantic-itq", "orthant");
    assertThat(report.getAsJsonArray("byName")).isNotEmpty();
    String html = Files.readString(page);
    for (String part : List.of("<!DOCTYPE html>", "data:image/png;base64,", "<svg", "</html>")) {
      assertThat(html.contains(part)).as("the page contains " + part).isTrue();
    }
    assertThat(FOREIGN.matcher(html).find()).as("the page needs another file").isFalse();
  }

  @Test
  void badChoicesAreRefused() {
    String page = " --samples '" + SAMPLES + "' --out '" + folder.resolve("page.html") + "'";
    CommandLineRun.refused("demo --sample imagenet" + page, "imagenet");
    CommandLineRun.refused("demo --bits 0" + page, "0", "1024");
    CommandLineRun.refused("demo --unseen unicorn" + page, "unicorn");
    CommandLineRun.refused(
        "demo --seed " + ((1L << 53) - 3) + page, "9007199254740989", "2^53 - 4");
    assertThat(folder.resolve("page.html")).doesNotExist();
  }
}
