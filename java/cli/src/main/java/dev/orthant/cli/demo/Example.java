package dev.orthant.cli.demo;

import java.util.List;

/**
 * One query picture of an unseen class and what each method retrieved for it.
 *
 * @param query the picture's row among the queries
 */
record Example(int query, List<Found> found) {
  /** The nearest pictures by one method, in the order of distance, then row. */
  record Found(String method, List<Hit> hits) {}
}
