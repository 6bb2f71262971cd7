package dev.orthant.evaluate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.testing.Codes;
import dev.orthant.testing.Seeds;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("tier")
class LevelCounterTest {
  @Test
  void equalsCountingInJava() {
    Random random = Seeds.random("level counter");
    for (int i = 0; i < 300; i++) {
      int rows = random.nextInt(300);
      int bits = 1 + random.nextInt(i % 2 == 0 ? 1_024 : 130);
      BinaryCodes base = Codes.repeated(random, rows, 1 + random.nextInt(20), bits);
      long[] query = Codes.random(random, bits);
      long[] mask = random.nextBoolean() ? Codes.random(random, bits) : null;
      byte[] relevant = new byte[rows];
      random.nextBytes(relevant);
      assertEqualsTwin(base, query, mask, relevant);
    }
  }

  private static void assertEqualsTwin(
      BinaryCodes base, long[] query, long[] mask, byte[] relevant) {
    long[] items = new long[base.bits() + 1];
    long[] hits = new long[base.bits() + 1];
    Arrays.fill(items, 77);
    Arrays.fill(hits, 77);
    try (LevelCounter counter = LevelCounter.over(base)) {
      counter.count(query, mask, relevant, items, hits);
    }
    long[] expectedItems = new long[base.bits() + 1];
    long[] expectedHits = new long[base.bits() + 1];
    for (int row = 0; row < base.rows(); row++) {
      int distance = distance(base.row(row), query, mask);
      expectedItems[distance]++;
      expectedHits[distance] += relevant[row] != 0 ? 1 : 0;
    }
    assertThat(items).containsExactly(expectedItems);
    assertThat(hits).containsExactly(expectedHits);
  }

  private static int distance(long[] code, long[] query, long[] mask) {
    int distance = 0;
    for (int word = 0; word < code.length; word++) {
      long counted = mask == null ? -1L : mask[word];
      distance += Long.bitCount((code[word] ^ query[word]) & counted);
    }
    return distance;
  }

  @Test
  void manyRowsAreCountedToo() {
    Random random = Seeds.random("many rows");
    BinaryCodes base = Codes.random(random, 100_003, 64);
    byte[] relevant = new byte[base.rows()];
    for (int row = 0; row < relevant.length; row += 3) {
      relevant[row] = 1;
    }
    assertEqualsTwin(base, Codes.random(random, 64), null, relevant);
  }
}
