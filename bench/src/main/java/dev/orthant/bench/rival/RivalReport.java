package dev.orthant.bench.rival;

import dev.orthant.bench.support.DataKind;
import dev.orthant.bench.support.Figures;
import dev.orthant.bench.support.MachineCard;
import java.io.IOException;
import java.io.PrintStream;

/**
 * Compares the rivals with ours, what they miss beside the time they take, and prints tables in
 * Markdown on standard output; progress goes to standard error.
 *
 * <pre>java -cp bench/target/benchmarks.jar dev.orthant.bench.rival.RivalReport [options]</pre>
 *
 * <p>All of it runs on one thread in one JVM. In each round every way answers all queries, one way
 * after the other; a ratio compares medians of the same round only.
 */
public final class RivalReport {
  private RivalReport() {}

  public static void main(String[] args) throws IOException {
    ReportOptions options = ReportOptions.parse(args);
    SelfCheck.run();
    PrintStream out = System.out;
    out.println(MachineCard.now() + " before.");
    for (DataKind kind : options.kinds()) {
      out.println();
      if (!kind.isAvailable(options.data())) {
        out.println(
            "Learned codes are left out: neither --data nor ORTHANT_DATA names the folder of the"
                + " data set.");
        continue;
      }
      for (int bits : options.bits()) {
        new Comparison(
                kind.generate(options.data(), options.rows(), options.queries(), bits), options)
            .print(out);
        out.println();
      }
    }
    out.println("Load average " + Figures.format(MachineCard.now().load()) + " after.");
  }
}
