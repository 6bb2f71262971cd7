package dev.orthant.evaluate;

/** The hypergeometric distribution: marked items among some drawn without replacement. */
final class Hypergeometric {
  private Hypergeometric() {}

  /**
   * The chance of 0, 1, ..., min(marked, drawn) marked ones among {@code drawn} of {@code items}.
   * Built from the mode outwards by ratios of neighbours and normalised at the end, so that nothing
   * overflows; terms that underflow are zero.
   */
  static double[] chances(int items, int marked, int drawn) {
    int lowest = Math.max(0, drawn - (items - marked));
    int highest = Math.min(marked, drawn);
    int mode = (int) ((drawn + 1L) * (marked + 1L) / (items + 2L));
    mode = Math.max(lowest, Math.min(highest, mode));
    double[] chances = new double[highest + 1];
    chances[mode] = 1;
    double total = 1;
    for (int i = mode; i < highest && chances[i] > 0; i++) {
      chances[i + 1] = chances[i] * ratio(items, marked, drawn, i);
      total += chances[i + 1];
    }
    for (int i = mode; i > lowest && chances[i] > 0; i--) {
      chances[i - 1] = chances[i] / ratio(items, marked, drawn, i - 1);
      total += chances[i - 1];
    }
    for (int i = lowest; i <= highest; i++) {
      chances[i] /= total;
    }
    return chances;
  }

  /** The chance of i + 1 over the chance of i. */
  private static double ratio(int items, int marked, int drawn, int i) {
    double towards = (double) (marked - i) * (drawn - i);
    return towards / ((i + 1.0) * ((double) items - marked - drawn + i + 1));
  }
}
