/**
 * Measures how well codes retrieve: {@link dev.orthant.evaluate.Evaluation#ofRanking} ranks a base
 * for a set of queries and answers with mean average precision, precision at a rank or within a
 * radius, and precision-recall curves; {@link dev.orthant.evaluate.GroundTruth} says what is
 * relevant.
 *
 * <p>Binary codes tie. Of 60,000 rows ranked by 64-bit codes some thousand share each distance near
 * the middle, and one block of 32 tied rows with 16 relevant ones has an average precision between
 * 0.32 and 1, depending on nothing but the order of the base. Measures here are therefore computed
 * from <em>levels</em>: for each distance, how many rows lie there and how many of them are
 * relevant. From these the expected value over all orders of the tied rows follows exactly, and so
 * do the bounds; permuting the base, permuting the bits or flipping a bit in all codes changes
 * nothing. The levels are counted natively, one pass over the codes per query; the measures are
 * plain Java.
 *
 * <p>Published figures are computed in other ways, which differ in the cut-off, in the divisor, in
 * what becomes of queries without hits and in the order of ties. {@link
 * dev.orthant.evaluate.MapVariant} names them, to compare with printed tables.
 *
 * <p>Three habits make evaluation wrong more often than any formula: queries that also stand in the
 * base ({@link dev.orthant.evaluate.Overlap} finds them), choosing the best of many runs by the
 * test queries, and comparing figures of different splits.
 */
package dev.orthant.evaluate;
