package dev.orthant.evaluate;

/**
 * Where a measure can lie, depending on how tied rows are ordered.
 *
 * @param lowest the value under the order that is worst for the measure
 * @param highest the value under the best order
 */
public record TieBounds(double lowest, double highest) {}
