package dev.orthant.evaluate;

import java.util.List;

/** Precision-recall curves by radius, the queries' counts pooled. */
final class RadiusCurve {
  private RadiusCurve() {}

  /** Counts added over all queries first; some query must find a row within the radius. */
  static RadiusPoint pooled(List<Levels> queries, int radius) {
    long items = 0;
    long hits = 0;
    long relevant = 0;
    for (Levels query : queries) {
      items += query.itemsWithin(radius);
      hits += query.relevantWithin(radius);
      relevant += query.totalRelevant();
    }
    return new RadiusPoint(radius, (double) hits / items, (double) hits / relevant);
  }

  /** By trapezoids over recall, from the first point on. NaN for a curve without points. */
  static double area(List<RadiusPoint> curve) {
    if (curve.isEmpty()) {
      return Double.NaN;
    }
    double area = 0;
    for (int i = 1; i < curve.size(); i++) {
      RadiusPoint left = curve.get(i - 1);
      RadiusPoint right = curve.get(i);
      area += (right.recall() - left.recall()) * (left.precision() + right.precision()) / 2;
    }
    return area;
  }
}
