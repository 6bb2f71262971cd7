package dev.orthant.evaluate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Sentences about what stands out in a {@link CodeHealth}. The bounds are rules of thumb. */
final class HealthAdvice {
  private static final double UNBALANCED = 0.3;
  private static final double CORRELATED = 0.3;
  private static final double SHARED = 0.001;
  private static final double CROWDED = 0.05;
  private static final double COARSE = 0.38;

  private HealthAdvice() {}

  static List<String> of(CodeHealth health) {
    List<String> advice = new ArrayList<>();
    if (health.distinctCodes() == 1 && health.rows() > 1) {
      return List.of("All rows have the same code: nothing can be told apart. Learn anew.");
    }
    ofBits(health, advice);
    ofBuckets(health, advice);
    if (health.quantisationError().orElse(0) > COARSE) {
      advice.add(
          text(
              "Projections crowd near zero (quantisation error %.2f; Gaussian ones have 0.36):"
                  + " signs are unsure. A method that fits a rotation, such as itq, or reranking"
                  + " by projections helps.",
              health.quantisationError().orElseThrow()));
    }
    return advice.isEmpty() ? List.of("Nothing stands out.") : List.copyOf(advice);
  }

  private static void ofBits(CodeHealth health, List<String> advice) {
    if (health.constantBits() > 0) {
      advice.add(
          text(
              "%d of %d bits are the same in all rows: they take space and tell nothing. Learn"
                  + " fewer bits, or from more varied rows.",
              health.constantBits(), health.bits()));
    }
    if (health.imbalance() > UNBALANCED) {
      advice.add(
          text(
              "Bits are unbalanced: on average %.0f of 100 rows agree in a bit. Check that rows to"
                  + " be encoded are like the training rows; a method that balances bits helps.",
              50 * (1 + health.imbalance())));
    }
    if (health.correlation() > CORRELATED) {
      advice.add(
          text(
              "Bits repeat each other (mean correlation %.2f): fewer bits may serve as well.",
              health.correlation()));
    }
  }

  private static void ofBuckets(CodeHealth health, List<String> advice) {
    double shared = (health.rowsPerLookup() - 1) / health.rows();
    if (shared > SHARED && health.rowsPerLookup() > 2) {
      advice.add(
          text(
              "Codes repeat: a row shares its code with %.0f others on average, in any order as far"
                  + " as the codes know. Group equal codes, as all indexes here do, before using a"
                  + " graph index elsewhere; longer codes or reranking by projections order them.",
              health.rowsPerLookup() - 1));
    }
    if (health.largestBucket() > CROWDED * health.rows() && health.rows() > 20) {
      advice.add(
          text(
              "One code holds %d of %d rows: a search that meets it must list them all.",
              health.largestBucket(), health.rows()));
    }
  }

  private static String text(String sentence, Object... values) {
    return String.format(Locale.ROOT, sentence, values);
  }
}
