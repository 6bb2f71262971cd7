package dev.orthant.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.orthant.testing.Codes;
import dev.orthant.testing.NaiveSearch;
import dev.orthant.testing.Seeds;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class BinaryCodesTest {

  @Test
  void rowsAreRunsOfWords() {
    BinaryCodes codes = BinaryCodes.wrap(new long[] {1, 1, 3, 0}, 65);
    assertThat(codes.rows()).isEqualTo(2);
    assertThat(codes.bits()).isEqualTo(65);
    assertThat(codes.wordsPerCode()).isEqualTo(2);
    assertThat(codes.row(1)).containsExactly(3, 0);
    long[] into = new long[2];
    codes.copyRow(0, into);
    assertThat(into).containsExactly(1, 1);
    assertThat(codes.toWords()).containsExactly(1, 1, 3, 0);
  }

  @Test
  void noRowsAreAllowed() {
    assertThat(BinaryCodes.wrap(new long[0], 64).rows()).isZero();
  }

  @Test
  void setBitsBehindTheLastBitAreRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> BinaryCodes.wrap(new long[] {8}, 3));
    assertThatIllegalArgumentException().isThrownBy(() -> BinaryCodes.wrap(new long[] {0, 2}, 65));
    assertThat(BinaryCodes.wrap(new long[] {7}, 3).row(0)).containsExactly(7);
  }

  @Test
  void aLengthThatIsNoMultipleOfTheWordsNamesBoth() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BinaryCodes.wrap(new long[3], 100))
        .withMessageContaining("3")
        .withMessageContaining("2");
  }

  @Test
  void bitsOutsideOneTo1024AreRefusedWithTheBound() {
    for (int bits : new int[] {0, -1, 1025, Integer.MAX_VALUE, Integer.MIN_VALUE}) {
      assertThatIllegalArgumentException()
          .isThrownBy(() -> BinaryCodes.wrap(new long[0], bits))
          .withMessageContaining(Integer.toString(bits))
          .withMessageContaining("1024");
    }
  }

  @Test
  void distancesEqualThoseCountedBitByBit() {
    Random random = Seeds.random("distances");
    for (int bits : new int[] {1, 7, 63, 64, 65, 128, 1000, 1024}) {
      BinaryCodes a = Codes.random(random, 20, bits);
      BinaryCodes b = Codes.random(random, 10, bits);
      for (int i = 0; i < 20; i++) {
        for (int j = 0; j < 10; j++) {
          assertThat(a.distance(i, b, j))
              .isEqualTo(NaiveSearch.distance(a.row(i), b.row(j), null, bits));
        }
      }
    }
  }

  @Test
  void codesOfDifferentLengthsHaveNoDistance() {
    BinaryCodes a = BinaryCodes.wrap(new long[1], 63);
    BinaryCodes b = BinaryCodes.wrap(new long[1], 64);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> a.distance(0, b, 0))
        .withMessageContaining("63")
        .withMessageContaining("64");
  }

  @Test
  void equalityIsByBitsAndWords() {
    BinaryCodes codes = BinaryCodes.wrap(new long[] {5, 6}, 60);
    assertThat(codes).isEqualTo(BinaryCodes.wrap(new long[] {5, 6}, 60));
    assertThat(codes).hasSameHashCodeAs(BinaryCodes.wrap(new long[] {5, 6}, 60));
    assertThat(codes).isNotEqualTo(BinaryCodes.wrap(new long[] {5, 6}, 61));
    assertThat(codes).isNotEqualTo(BinaryCodes.wrap(new long[] {5, 7}, 60));
    assertThat(codes.select(new int[] {1, 0})).isEqualTo(BinaryCodes.wrap(new long[] {6, 5}, 60));
  }

  @Test
  void aRowThatIsNotThereOrAnArrayTooShortIsRefused() {
    BinaryCodes codes = BinaryCodes.wrap(new long[4], 128);
    for (int row : new int[] {-1, 2, Integer.MAX_VALUE}) {
      assertThatThrownBy(() -> codes.row(row))
          .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> codes.select(new int[] {row}))
          .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> codes.distance(row, codes, 0))
          .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
    }
    assertThatThrownBy(() -> codes.copyRow(0, new long[1]))
        .isInstanceOfAny(IllegalArgumentException.class, IndexOutOfBoundsException.class);
  }
}
