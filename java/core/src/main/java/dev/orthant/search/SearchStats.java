package dev.orthant.search;

/**
 * What one search did. Counts are of distinct codes: equal codes are kept, and compared, once.
 *
 * @param compared codes whose distance was computed
 * @param probes buckets that were looked up in tables
 * @param duplicates codes that were met again in another bucket
 * @param scanned parts of the index that were scanned; an index that never changes is one part
 * @param probed parts of the index that were searched by their tables
 */
public record SearchStats(long compared, long probes, long duplicates, int scanned, int probed) {}
