package dev.orthant.learn;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Looks, once a model is learned, whether its codes of the training rows have collapsed to no more
 * codes than there are classes (without labels: to one), and warns if so. It looks at 1,000 rows at
 * most, evenly spaced, and holds its peace where these are too few to tell.
 */
final class CollapseCheck {
  private static final int MOST_ROWS = 1_000;
  private static final int ROWS_PER_CLASS = 4;

  private CollapseCheck() {}

  /** {@code labels} may be null. */
  static void warn(String method, HashModel model, Vectors features, Labels labels) {
    int count = Math.min(features.rows(), MOST_ROWS);
    int[] rows =
        IntStream.range(0, count).map(i -> (int) ((long) i * features.rows() / count)).toArray();
    int classes = labels == null ? 1 : classes(labels, rows);
    if (count < ROWS_PER_CLASS * classes || Math.log(classes) >= model.bits() * Math.log(2)) {
      return;
    }
    int distinct = distinct(model.encode(features.select(rows)));
    if (distinct <= classes) {
      System.getLogger("dev.orthant")
          .log(System.Logger.Level.WARNING, message(method, count, classes, distinct));
    }
  }

  static String message(String method, int rows, int classes, int distinct) {
    return "the codes of "
        + method
        + " have collapsed: "
        + rows
        + " training rows"
        + (classes > 1 ? " of " + classes + " classes" : "")
        + " have "
        + distinct
        + " distinct "
        + (distinct == 1 ? "code" : "codes")
        + ", so rows alike in code cannot be told apart, and classes never seen share the codes of"
        + " others";
  }

  private static int classes(Labels labels, int[] rows) {
    return (int)
        Arrays.stream(rows).flatMap(row -> Arrays.stream(labels.row(row))).distinct().count();
  }

  private static int distinct(BinaryCodes codes) {
    Set<List<Long>> seen = new HashSet<>();
    for (int row = 0; row < codes.rows(); row++) {
      seen.add(Arrays.stream(codes.row(row)).boxed().toList());
    }
    return seen.size();
  }
}
