package dev.orthant.search;

import java.util.Objects;

/**
 * What an answer is worth, and what it took. {@link Searcher#verify()} checks it by a plain scan.
 *
 * @param exact whether the answer is the right one; false only if a limit of the query ended the
 *     search before the answer was proved
 * @param provedRadius every row that passes within this distance was seen, so the hits within it
 *     are the right ones; the length of the codes if all rows were seen, -1 if nothing is proved
 * @param stats what the search did
 */
public record Certificate(boolean exact, int provedRadius, SearchStats stats) {
  /** A certificate of the given facts. */
  public Certificate {
    Objects.requireNonNull(stats, "stats");
  }
}
