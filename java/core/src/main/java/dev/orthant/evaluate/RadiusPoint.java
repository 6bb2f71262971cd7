package dev.orthant.evaluate;

/**
 * One point of a precision-recall curve by radius.
 *
 * @param radius the largest distance that counts as found
 * @param precision 0 to 1
 * @param recall 0 to 1
 */
public record RadiusPoint(int radius, double precision, double recall) {}
