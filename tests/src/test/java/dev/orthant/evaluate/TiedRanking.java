package dev.orthant.evaluate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;

/**
 * The naive twin of the tie-aware measures: a handful of rows, all permutations of them, and the
 * definitions word by word over the permutations that are sorted by distance.
 */
record TiedRanking(List<Row> rows) {
  record Row(int distance, boolean relevant) {}

  static final int MAX_DISTANCE = 4;

  /** One to seven rows; few distances, so that most rows are tied. */
  static TiedRanking random(Random random) {
    int distances = 1 + random.nextInt(MAX_DISTANCE);
    double share = random.nextDouble();
    List<Row> rows = new ArrayList<>();
    for (int n = 1 + random.nextInt(7); n > 0; n--) {
      rows.add(new Row(random.nextInt(distances), random.nextDouble() < share));
    }
    return new TiedRanking(rows);
  }

  /** Distances 0, 1, 2 and so on, one row each: no ties. */
  static TiedRanking untied(boolean... relevant) {
    List<Row> rows = new ArrayList<>();
    for (boolean hit : relevant) {
      rows.add(new Row(rows.size(), hit));
    }
    return new TiedRanking(rows);
  }

  Levels levels() {
    int furthest = rows.stream().mapToInt(Row::distance).max().orElse(0);
    long[] items = new long[furthest + 1];
    long[] relevant = new long[furthest + 1];
    for (Row row : rows) {
      items[row.distance()]++;
      relevant[row.distance()] += row.relevant() ? 1 : 0;
    }
    return Levels.ofCounts(items, relevant);
  }

  int totalRelevant() {
    return (int) rows.stream().filter(Row::relevant).count();
  }

  /** The measure's value for every order of the rows that a ranking by distance may take. */
  double[] overAllOrders(ToDoubleFunction<List<Row>> measure) {
    List<Double> values = new ArrayList<>();
    List<Row> sorted = new ArrayList<>(rows);
    sorted.sort(Comparator.comparingInt(Row::distance));
    permute(sorted, 0, values, measure);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  private static void permute(
      List<Row> order, int from, List<Double> values, ToDoubleFunction<List<Row>> measure) {
    if (from == order.size()) {
      values.add(measure.applyAsDouble(order));
      return;
    }
    for (int i = from; i < order.size(); i++) {
      if (order.get(i).distance() == order.get(from).distance()) {
        swap(order, from, i);
        permute(order, from + 1, values, measure);
        swap(order, from, i);
      }
    }
  }

  private static void swap(List<Row> order, int i, int j) {
    Row row = order.get(i);
    order.set(i, order.get(j));
    order.set(j, row);
  }

  /** Average precision of one order, from the definition. */
  static double averagePrecision(List<Row> order, int k, Denominator denominator) {
    double sum = 0;
    int hits = 0;
    for (int rank = 1; rank <= Math.min(k, order.size()); rank++) {
      if (order.get(rank - 1).relevant()) {
        hits++;
        sum += (double) hits / rank;
      }
    }
    int all = (int) order.stream().filter(Row::relevant).count();
    int divisor =
        denominator == Denominator.ALL_RELEVANT
            ? all
            : denominator == Denominator.REACHABLE ? Math.min(k, all) : hits;
    return divisor == 0 ? 0 : sum / divisor;
  }

  /** The relevant rows among the first k of one order. */
  static double hits(List<Row> order, int k) {
    return order.stream().limit(k).filter(Row::relevant).count();
  }
}
