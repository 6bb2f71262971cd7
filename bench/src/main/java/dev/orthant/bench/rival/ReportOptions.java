package dev.orthant.bench.rival;

import dev.orthant.bench.support.DataKind;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What the report compares.
 *
 * @param rows codes to search in
 * @param queries codes to search for, each of them in every round
 * @param rounds how often the ways take turns
 * @param data the folder that holds the data sets
 * @param rivals which names take part, besides ours
 */
record ReportOptions(
    int rows,
    int queries,
    int rounds,
    List<DataKind> kinds,
    int[] bits,
    int[] ks,
    Optional<Path> data,
    Pattern rivals) {

  private static final String USAGE =
      "[--rows N] [--queries N] [--rounds N] [--kinds uniform,clustered,learned]"
          + " [--bits 64,128] [--k 10,100] [--data DIR] [--rivals REGEX]";

  static ReportOptions parse(String... args) {
    ReportOptions options =
        new ReportOptions(
            200_000,
            200,
            15,
            List.of(DataKind.values()),
            new int[] {64, 128},
            new int[] {10, 100},
            DataKind.folderOfEnvironment(),
            Pattern.compile(".*"));
    if (args.length % 2 != 0) {
      throw new IllegalArgumentException("options: " + USAGE);
    }
    for (int i = 0; i < args.length; i += 2) {
      options = options.with(args[i], args[i + 1]);
    }
    for (int k : options.ks()) {
      if (k > options.rows()) {
        throw new IllegalArgumentException(
            "--k " + k + " exceeds the " + options.rows() + " codes of --rows");
      }
    }
    return options;
  }

  private ReportOptions with(String name, String value) {
    int r = rows;
    int q = queries;
    int n = rounds;
    List<DataKind> which = kinds;
    int[] b = bits;
    int[] k = ks;
    Optional<Path> folder = data;
    Pattern names = rivals;
    switch (name) {
      case "--rows" -> r = atLeastOne(name, value);
      case "--queries" -> q = atLeastOne(name, value);
      case "--rounds" -> n = atLeastOne(name, value);
      case "--kinds" -> which = kinds(value);
      case "--bits" -> b = bits(value);
      case "--k" -> k = numbers(name, value);
      case "--data" -> folder = Optional.of(Path.of(value));
      case "--rivals" -> names = Pattern.compile(value);
      default -> throw new IllegalArgumentException(name + " is no option: " + USAGE);
    }
    return new ReportOptions(r, q, n, which, b, k, folder, names);
  }

  private static List<DataKind> kinds(String value) {
    return Arrays.stream(value.split(",")).map(ReportOptions::kind).toList();
  }

  private static DataKind kind(String name) {
    return Arrays.stream(DataKind.values())
        .filter(kind -> kind.name().equalsIgnoreCase(name))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "--kinds " + name + " is none of " + Arrays.toString(DataKind.values())));
  }

  private static int[] bits(String value) {
    int[] bits = numbers("--bits", value);
    for (int length : bits) {
      if (length != 64 && length != 128) {
        throw new IllegalArgumentException("--bits " + length + " is neither 64 nor 128");
      }
    }
    return bits;
  }

  private static int[] numbers(String name, String value) {
    return Arrays.stream(value.split(",")).mapToInt(number -> atLeastOne(name, number)).toArray();
  }

  private static int atLeastOne(String name, String value) {
    int number = Integer.parseInt(value);
    if (number < 1) {
      throw new IllegalArgumentException(name + " " + number + " is less than 1");
    }
    return number;
  }
}
