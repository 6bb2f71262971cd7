package dev.orthant.cli;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.Output;
import dev.orthant.cli.console.OutputFile;
import dev.orthant.data.BinaryCodes;
import dev.orthant.data.NpyFile;
import dev.orthant.index.HammingIndex;
import dev.orthant.search.Query;
import dev.orthant.search.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code orthant join}: codes in, the pairs of them within a radius out. */
@Command(
    name = "join",
    mixinStandardHelpOptions = true,
    abbreviateSynopsis = true,
    sortOptions = false,
    description = "Finds all pairs of codes within a radius, in one file or between two.",
    footer = {
      "",
      "Pairs come in the order of the first row, then distance, then the second row; within one "
          + "file each pair once, the lower row first. --out writes them as int64, pairs x 3: row "
          + "in --codes, row in --with or again in --codes, distance."
    })
final class JoinCommand implements Callable<Integer> {
  @Option(
      names = "--codes",
      required = true,
      paramLabel = "C.npy",
      description = "Codes as encode writes them: rows x ceil(bits / 64) uint64.")
  private String codes;

  @Option(
      names = "--with",
      paramLabel = "C.npy",
      description = "Codes to pair them with, of the same length. Default: those of --codes.")
  private String with;

  @Option(names = "--bits", required = true, description = "Code length, 1 to 1024.")
  private int bits;

  @Option(
      names = "--radius",
      required = true,
      description = "The greatest distance of a pair, in bits, inclusive, at least 0.")
  private int radius;

  @Option(names = "--out", paramLabel = "P.npy", description = "Write the pairs to this file.")
  private Path out;

  @Mixin private IndexKind kind;
  @Mixin private DataOptions data;
  @Mixin private Output output;

  /** pairs: row, row, distance of each. */
  private record Joined(int radius, long[][] pairs) {
    String text() {
      return Arrays.stream(pairs)
              .map(pair -> pair[0] + " " + pair[1] + "@" + pair[2] + "\n")
              .collect(Collectors.joining())
          + (pairs.length == 0
              ? "no pair within " + Count.of(radius, "bit")
              : "(row other@distance)");
    }
  }

  /** What is left to say when the pairs went to a file. */
  private record Written(int radius, long pairs, String out) {
    String text() {
      return Count.of(pairs, "pair") + " within " + Count.of(radius, "bit") + " written to " + out;
    }
  }

  @Override
  public Integer call() throws IOException {
    Query query = Query.within(radius);
    if (out != null) {
      OutputFile.check(out);
    }
    BinaryCodes left = Npy.codes(data, codes, bits);
    Pairs pairs = new Pairs();
    try (HammingIndex index = kind.over(with == null ? left : Npy.codes(data, with, bits))) {
      if (with == null) {
        index.selfJoin(left, query, Workers.of(kind.threads()), pairs::add);
      } else {
        index.join(left, query, Workers.of(kind.threads()), pairs::add);
      }
    }
    report(pairs);
    return 0;
  }

  private void report(Pairs pairs) throws IOException {
    if (out == null) {
      output.print(new Joined(radius, pairs.rows()), Joined::text);
      return;
    }
    NpyFile.write(out, pairs.flat(), Pairs.COLUMNS);
    output.print(new Written(radius, pairs.count(), out.toString()), Written::text);
  }

  /** The pairs found so far, one after the other. */
  private static final class Pairs {
    static final int COLUMNS = 3;
    private static final int MOST = (Integer.MAX_VALUE - 8) / COLUMNS;

    private long[] values = new long[COLUMNS << 10];
    private int count;

    void add(int row, long id, int distance) {
      if (count == MOST) {
        throw new IllegalArgumentException(
            "more than " + MOST + " pairs, which one file holds; join fewer codes or less far");
      }
      int at = count * COLUMNS;
      if (at == values.length) {
        values = Arrays.copyOf(values, (int) Math.min(2L * at, (long) MOST * COLUMNS));
      }
      values[at] = row;
      values[at + 1] = id;
      values[at + 2] = distance;
      count++;
    }

    int count() {
      return count;
    }

    long[] flat() {
      return Arrays.copyOf(values, count * COLUMNS);
    }

    long[][] rows() {
      long[][] rows = new long[count][];
      Arrays.setAll(rows, i -> Arrays.copyOfRange(values, i * COLUMNS, i * COLUMNS + COLUMNS));
      return rows;
    }
  }
}
