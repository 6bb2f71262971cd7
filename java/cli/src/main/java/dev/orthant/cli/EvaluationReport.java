package dev.orthant.cli;

import dev.orthant.cli.console.Count;
import dev.orthant.cli.console.TextTable;
import dev.orthant.evaluate.Averaging;
import dev.orthant.evaluate.Denominator;
import dev.orthant.evaluate.EmptyBalls;
import dev.orthant.evaluate.Evaluation;
import dev.orthant.evaluate.MapVariant;
import dev.orthant.evaluate.RadiusPoint;
import dev.orthant.evaluate.TieBounds;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * The measures that {@code orthant evaluate} prints; what each means is said by {@link Evaluation}.
 *
 * @param overlap queries that also stand in the database; -1: not known
 */
record EvaluationReport(
    int queries,
    int database,
    int queriesWithoutRelevant,
    int overlap,
    double map,
    TieBounds mapBounds,
    int k,
    double mapAtK,
    double precisionAtK,
    double ndcgAtK,
    double recallAtK,
    int radius,
    double precisionWithin,
    double precisionWithinNonEmpty,
    double recallWithin,
    double f1Within,
    double emptyBalls,
    Map<MapVariant, Double> variants,
    List<RadiusPoint> curve) {

  static EvaluationReport of(
      Evaluation evaluation, int k, int radius, List<MapVariant> variants, int overlap) {
    Map<MapVariant, Double> published = new LinkedHashMap<>();
    variants.forEach(v -> published.put(v, evaluation.meanAveragePrecision(v)));
    return new EvaluationReport(
        evaluation.queries(),
        evaluation.baseRows(),
        evaluation.queriesWithoutRelevant(),
        overlap,
        evaluation.meanAveragePrecision(),
        evaluation.meanAveragePrecisionBounds(),
        k,
        evaluation.meanAveragePrecisionAt(k, Denominator.REACHABLE),
        evaluation.precisionAt(k),
        evaluation.ndcgAt(k),
        evaluation.recallAt(k),
        radius,
        evaluation.precisionWithin(radius),
        evaluation.precisionWithin(radius, EmptyBalls.LEFT_OUT),
        evaluation.recallWithin(radius),
        evaluation.f1Within(radius),
        evaluation.emptyBalls(radius),
        published,
        evaluation.precisionRecallByRadius(Averaging.PER_QUERY));
  }

  String text() {
    TextTable table = new TextTable(List.of("measure", "value"));
    row(table, "mAP, ties in random order", map);
    row(table, "  ties in the worst order", mapBounds.lowest());
    row(table, "  ties in the best order", mapBounds.highest());
    row(table, "mAP@" + k + " (over min(k, relevant))", mapAtK);
    row(table, "precision@" + k, precisionAtK);
    row(table, "NDCG@" + k, ndcgAtK);
    row(table, "recall@" + k, recallAtK);
    row(table, "precision within " + radius + " (empty ball 0)", precisionWithin);
    row(table, "  non-empty balls only", precisionWithinNonEmpty);
    row(table, "recall within " + radius, recallWithin);
    row(table, "F1 within " + radius, f1Within);
    row(table, "share of empty balls", emptyBalls);
    variants.forEach((variant, value) -> row(table, "mAP as in " + variant, value));
    return heading() + System.lineSeparator() + table;
  }

  private String heading() {
    String text = Count.of(queries, "query", "queries") + ", " + Count.of(database, "database row");
    if (queriesWithoutRelevant > 0) {
      text += "; queries that have nothing relevant and do not count: " + queriesWithoutRelevant;
    }
    if (overlap > 0) {
      text += "; warning: queries that are in the database and find themselves: " + overlap;
    }
    return text;
  }

  private static void row(TextTable table, String name, double value) {
    table.row(
        List.of(name, Double.isFinite(value) ? String.format(Locale.ROOT, "%.4f", value) : "-"));
  }
}
