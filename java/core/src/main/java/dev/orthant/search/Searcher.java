package dev.orthant.search;

import dev.orthant.internal.Backstage;
import dev.orthant.internal.Checks;
import dev.orthant.internal.NativeMutableIndex;
import dev.orthant.internal.NativeResource;
import dev.orthant.internal.NativeSearcher;
import dev.orthant.internal.NativeText;
import dev.orthant.internal.abi.OrthantC;
import dev.orthant.internal.abi.orthant_index;
import java.lang.ref.Reference;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Searches an index, exactly. Made by {@code HammingIndex.newSearcher()}, for one thread: a second
 * thread that calls while a call is running gets an {@link IllegalStateException}.
 *
 * <pre>{@code
 * try (Searcher searcher = index.newSearcher()) {
 *   SearchResult result = searcher.nearest(code, 10);
 *   result.forEach((id, distance) -> System.out.println(id + " differs in " + distance + " bits"));
 * }
 * }</pre>
 *
 * <p>Every code and mask has {@code ceil(bits / 64)} words with zeros in the unused bits. Hits are
 * ordered by (distance, id). {@link #search} takes any {@link Query}; {@code nearest} and {@code
 * within} are its short forms. The first search for more hits than ever before reserves native
 * memory for them, at most 60 bytes each; later ones reuse it. A call whose arguments are refused
 * leaves the last answer as it was.
 *
 * <p>A searcher of a {@code MutableHammingIndex} searches the rows as they are when a search
 * begins; {@link #verify}, {@link #rerank} and {@link #explain} are about the rows of the last
 * search.
 *
 * <p>It owns native memory: close it. After its index is closed it can only be closed.
 */
public final class Searcher implements AutoCloseable {
  static {
    Backstage.searchIndexes(new IndexSearches());
  }

  /** What the native searcher holds of its last answer. */
  private enum Answer {
    NONE,
    HITS,
    COUNT,
    RERANKED
  }

  private static final int ANY_RADIUS = Integer.MAX_VALUE;

  private final Object index; // keeps the index from being lost
  private final NativeSearcher searcher;
  private final SearchWatch watch;
  private Answer answer = Answer.NONE;
  private int hits;

  Searcher(
      Object index, NativeResource<orthant_index> resource, Optional<SearchListener> listener) {
    this.index = index;
    this.searcher = new NativeSearcher(this, resource);
    this.watch = new SearchWatch(searcher, index.getClass().getSimpleName(), listener);
  }

  Searcher(Object index, NativeMutableIndex followed) {
    this.index = index;
    this.searcher = new NativeSearcher(this, followed);
  }

  /**
   * What a query asks about a code.
   *
   * @param code the code
   * @param query what is asked
   * @throws IllegalStateException if the query's filter is closed, too
   */
  public SearchResult search(long[] code, Query query) {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(query, "query");
    searcher.enter();
    try {
      find(code, query);
      return result();
    } finally {
      leave();
    }
  }

  /**
   * What a query asks about a code. Allocation-free once the buffer has room for all hits, and the
   * searcher knows the filter.
   *
   * @param code the code
   * @param query what is asked; its k counts, not the buffer's capacity
   * @param into overwritten, and grown where needed; unchanged on failure
   * @throws IllegalStateException if the query's filter is closed, too
   */
  public void search(long[] code, Query query, Neighbors into) {
    Objects.requireNonNull(into, "into");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(query, "query");
    searcher.enter();
    try {
      find(code, query);
      into.fill(searcher, hits);
    } finally {
      leave();
    }
  }

  /**
   * The number of codes that a query within a radius would find. Cheaper than finding them, and
   * allocation-free. Under a limit of codes or time it may count too few; {@link #certificate()}
   * then says so.
   *
   * @param code the code
   * @param query what is asked; not for the k nearest
   */
  public long count(long[] code, Query query) {
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(query, "query");
    query.requireRadiusOnly("a count");
    searcher.enter();
    try {
      prepare(code, query);
      watch.begin();
      long count = searcher.count(query.radius, query.flags());
      answer = Answer.COUNT;
      watch.end(query.k, query.radius, count);
      return count;
    } finally {
      leave();
    }
  }

  /**
   * The k nearest codes.
   *
   * @param code the query
   * @param k at least 1; above the number of rows it gives all rows
   */
  public SearchResult nearest(long[] code, int k) {
    Checks.atLeast("k", k, 1);
    Objects.requireNonNull(code, "code");
    searcher.enter();
    try {
      find(code, null, k, ANY_RADIUS);
      return result();
    } finally {
      leave();
    }
  }

  /**
   * The k nearest codes, where only some bits count.
   *
   * @param code the query
   * @param mask the bits that count; with none, all codes are at distance 0
   * @param k at least 1; above the number of rows it gives all rows
   */
  public SearchResult nearest(long[] code, long[] mask, int k) {
    Checks.atLeast("k", k, 1);
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(mask, "mask");
    searcher.enter();
    try {
      find(code, mask, k, ANY_RADIUS);
      return result();
    } finally {
      leave();
    }
  }

  /**
   * The nearest codes, as many as the buffer's capacity. Allocation-free once it has run.
   *
   * @param code the query
   * @param into overwritten; unchanged on failure
   */
  public void nearest(long[] code, Neighbors into) {
    Objects.requireNonNull(into, "into");
    Objects.requireNonNull(code, "code");
    searcher.enter();
    try {
      find(code, null, into.capacity(), ANY_RADIUS);
      into.fill(searcher, hits);
    } finally {
      leave();
    }
  }

  /**
   * The nearest codes, as many as the buffer's capacity, where only some bits count.
   * Allocation-free once it has run.
   *
   * @param code the query
   * @param mask the bits that count
   * @param into overwritten; unchanged on failure
   */
  public void nearest(long[] code, long[] mask, Neighbors into) {
    Objects.requireNonNull(into, "into");
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(mask, "mask");
    searcher.enter();
    try {
      find(code, mask, into.capacity(), ANY_RADIUS);
      into.fill(searcher, hits);
    } finally {
      leave();
    }
  }

  /**
   * All codes within a radius.
   *
   * @param code the query
   * @param radius the largest distance of a hit, in bits, at least 0
   */
  public SearchResult within(long[] code, int radius) {
    Checks.atLeast("radius", radius, 0);
    Objects.requireNonNull(code, "code");
    searcher.enter();
    try {
      find(code, null, 0, radius);
      return result();
    } finally {
      leave();
    }
  }

  /**
   * All codes within a radius, where only some bits count.
   *
   * @param code the query
   * @param mask the bits that count
   * @param radius the largest distance of a hit, in bits of the mask, at least 0
   */
  public SearchResult within(long[] code, long[] mask, int radius) {
    Checks.atLeast("radius", radius, 0);
    Objects.requireNonNull(code, "code");
    Objects.requireNonNull(mask, "mask");
    searcher.enter();
    try {
      find(code, mask, 0, radius);
      return result();
    } finally {
      leave();
    }
  }

  /**
   * All codes within a radius. Allocation-free once the buffer has room for all hits.
   *
   * @param code the query
   * @param radius the largest distance of a hit, in bits, at least 0
   * @param into overwritten, and grown where needed; unchanged on failure
   */
  public void within(long[] code, int radius, Neighbors into) {
    Objects.requireNonNull(into, "into");
    Checks.atLeast("radius", radius, 0);
    Objects.requireNonNull(code, "code");
    searcher.enter();
    try {
      find(code, null, 0, radius);
      into.fill(searcher, hits);
    } finally {
      leave();
    }
  }

  /**
   * The hits of the last search in a finer order: by their asymmetric distance to the query's
   * projections, then id. A hit's score is the sum of |projection| over the bits, of the mask if
   * there was one, in which its code differs from the projections' signs (Dong, Charikar and Li,
   * "Asymmetric distance estimation with sketches for similarity search in high-dimensional
   * spaces", SIGIR 2008). Search for more than are wanted, and keep the best. Costs hits x bits
   * additions. It may be called again, with other projections: all hits of the search take part.
   *
   * @param projections per bit a finite number, whose sign is the bit of the query: {@code
   *     Encoder.copyProjections}; what was searched for may be another code
   * @param keep how many hits to return at most, at least 1
   * @throws IllegalStateException if there is no last answer, or it is a count
   */
  public RerankedResult rerank(float[] projections, int keep) {
    checkProjections(projections, keep);
    searcher.enter();
    try {
      int kept = reorder(projections, keep);
      long[] ids = new long[kept];
      int[] distances = new int[kept];
      float[] scores = new float[kept];
      searcher.copyHits(ids, distances, kept);
      searcher.copyScores(scores, kept);
      return new RerankedResult(ids, distances, scores, lastCertificate());
    } finally {
      leave();
    }
  }

  /**
   * As {@link #rerank(float[], int)}. Allocation-free once the buffer has room for all hits and
   * scores.
   *
   * @param projections as above
   * @param keep as above
   * @param into overwritten, and grown where needed; unchanged on failure
   */
  public void rerank(float[] projections, int keep, Neighbors into) {
    Objects.requireNonNull(into, "into");
    checkProjections(projections, keep);
    searcher.enter();
    try {
      into.fillReranked(searcher, reorder(projections, keep));
    } finally {
      leave();
    }
  }

  /**
   * Whether the last answer, or count, is right, by a plain scan of every row, bit by bit, that
   * shares nothing with the search. An answer that is not exact is checked as far as its proved
   * radius. Takes O(rows) time and memory.
   *
   * @throws IllegalStateException if there is no last answer, or its hits were reranked since
   */
  public boolean verify() {
    searcher.enter();
    try {
      requireAnswer();
      if (answer == Answer.RERANKED) {
        throw new IllegalStateException("the hits were reranked; verify them before");
      }
      return searcher.verify();
    } finally {
      leave();
    }
  }

  /**
   * How the last answer was found: the plan, and what the index knew to choose it by. One map for
   * each part of the index, of which one that never changes has one. The keys are for people to
   * read, in the order of the map; later versions may have others.
   *
   * @throws IllegalStateException if there is no last answer
   */
  public List<Map<String, String>> explain() {
    searcher.enter();
    try {
      requireAnswer();
      return NativeText.blocks(searcher.explain(), "part");
    } finally {
      leave();
    }
  }

  /**
   * Returns what the last answer, or count, is worth, and what it took.
   *
   * @throws IllegalStateException if there is no last answer
   */
  public Certificate certificate() {
    searcher.enter();
    try {
      requireAnswer();
      return lastCertificate();
    } finally {
      leave();
    }
  }

  /** Closes the searcher, now or when the running call has left. Closing again does nothing. */
  @Override
  public void close() {
    searcher.close();
  }

  @Override
  public String toString() {
    return "Searcher of " + index;
  }

  private void leave() {
    searcher.leave();
    Reference.reachabilityFence(this);
  }

  private void find(long[] code, Query query) {
    prepare(code, query);
    watch.begin();
    hits = searcher.search(query.k, query.radius, query.flags());
    answer = Answer.HITS;
    watch.end(query.k, query.radius, hits);
  }

  private void find(long[] code, long[] mask, int k, int radius) {
    setCode(code, mask);
    watch.begin();
    hits = searcher.search(k, radius, mask == null ? 0 : OrthantC.ORTHANT_MASKED);
    answer = Answer.HITS;
    watch.end(k, radius, hits);
  }

  private void prepare(long[] code, Query query) {
    if (query.filter != null) {
      query.filter.resource().requireOpen();
    }
    setCode(code, query.mask);
    if (query.filter != null) {
      searcher.setFilter(query.filter.resource());
    }
    if (query.isLimited()) {
      searcher.setBudget(query.mostCodes, query.mostNanos);
    }
  }

  /** Once the arguments are known to be good, there is no last answer. mask: null for all bits. */
  private void setCode(long[] code, long[] mask) {
    Checks.code("code", code, searcher.bits());
    if (mask != null) {
      Checks.code("mask", mask, searcher.bits());
    }
    answer = Answer.NONE;
    searcher.follow();
    if (mask != null) {
      searcher.setMask(mask);
    }
    searcher.setQuery(code);
  }

  private void checkProjections(float[] projections, int keep) {
    Objects.requireNonNull(projections, "projections");
    Checks.atLeast("keep", keep, 1);
    Checks.length("projections", projections.length, searcher.bits());
    for (int bit = 0; bit < projections.length; bit++) {
      if (!Float.isFinite(projections[bit])) {
        throw new IllegalArgumentException(
            "projections[" + bit + "] = " + projections[bit] + " is not finite");
      }
    }
  }

  private int reorder(float[] projections, int keep) {
    requireAnswer();
    if (answer == Answer.COUNT) {
      throw new IllegalStateException("the last search only counted; there are no hits to rerank");
    }
    answer = Answer.RERANKED;
    return searcher.rerank(projections, keep);
  }

  private void requireAnswer() {
    if (answer == Answer.NONE) {
      throw new IllegalStateException("there is no last answer");
    }
  }

  private SearchResult result() {
    long[] ids = new long[hits];
    int[] distances = new int[hits];
    searcher.copyHits(ids, distances, hits);
    return new SearchResult(ids, distances, lastCertificate());
  }

  private Certificate lastCertificate() {
    LastStats stats = new LastStats();
    stats.copyFrom(searcher);
    return stats.certificate();
  }
}
