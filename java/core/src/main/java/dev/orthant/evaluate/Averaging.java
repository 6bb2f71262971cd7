package dev.orthant.evaluate;

/** How the queries' precision-recall curves become one. */
public enum Averaging {
  /** Macro: the mean of the queries' precisions and recalls; every query weighs the same. */
  PER_QUERY,
  /** Micro: counts are added over all queries first; queries with many relevant rows weigh more. */
  POOLED
}
