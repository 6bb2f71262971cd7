package dev.orthant.testing;

import dev.orthant.data.BinaryCodes;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.TreeMap;

/** The naive twin of an index that changes: a sorted map, searched row by row and bit by bit. */
public final class KeyedRows {
  private final TreeMap<Long, long[]> codes = new TreeMap<>();
  private final int bits;

  public KeyedRows(int bits) {
    this.bits = bits;
  }

  public void put(long key, long[] code) {
    codes.put(key, code.clone());
  }

  public void putAll(long[] keys, BinaryCodes added) {
    for (int i = 0; i < keys.length; i++) {
      put(keys[i], added.row(i));
    }
  }

  public void removeAll(long[] keys) {
    for (long key : keys) {
      codes.remove(key);
    }
  }

  public boolean has(long key) {
    return codes.containsKey(key);
  }

  public int size() {
    return codes.size();
  }

  /** Some keys that are there, in random order, none twice. */
  public long[] some(Random random, int count) {
    List<Long> keys = new ArrayList<>(codes.keySet());
    Collections.shuffle(keys, random);
    return keys.stream().limit(count).mapToLong(Long::longValue).toArray();
  }

  /** Of the rows within the radius, the k nearest; {@code mask == null}: all bits count. */
  public List<Hit> search(long[] query, long[] mask, int radius, int k) {
    return codes.entrySet().stream()
        .map(e -> new Hit(e.getKey(), NaiveSearch.distance(e.getValue(), query, mask, bits)))
        .filter(hit -> hit.distance() <= radius)
        .sorted(Comparator.comparingInt(Hit::distance).thenComparingLong(Hit::id))
        .limit(k)
        .toList();
  }
}
