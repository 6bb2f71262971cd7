package dev.orthant.cli.demo;

import dev.orthant.evaluate.RadiusPoint;
import java.util.List;

/**
 * What one method reached. All measures are over the whole database, seen and unseen classes
 * (generalised zero-shot).
 *
 * @param method its name on the command line
 * @param title its name in tables
 * @param zeroShotMap mean average precision of the queries of unseen classes, ties in random order
 * @param zeroShotMapLowest the same, ties in the worst order
 * @param zeroShotMapHighest the same, ties in the best order
 * @param precisionWithin2 of the unseen queries; a query without a hit counts 0
 * @param emptyBalls share of unseen queries with nothing within distance 2
 * @param seenMap mean average precision of the queries of seen classes
 * @param trainingSeconds wall-clock time
 * @param encodeMicros median time to encode one query
 * @param searchMicros median time to find the 10 nearest of one query
 * @param curve precision against recall of the unseen queries, one point per radius
 */
record MethodResult(
    String method,
    String title,
    double zeroShotMap,
    double zeroShotMapLowest,
    double zeroShotMapHighest,
    double precisionWithin2,
    double emptyBalls,
    double seenMap,
    double trainingSeconds,
    double encodeMicros,
    double searchMicros,
    List<RadiusPoint> curve) {}
