package dev.orthant.cli;

/** How many threads a verb uses unless told. */
final class Threads {
  /** What the library takes. */
  private static final int MOST = 256;

  private Threads() {}

  /** One per core. */
  static int all() {
    return forCores(Runtime.getRuntime().availableProcessors());
  }

  static int forCores(int cores) {
    return Math.min(cores, MOST);
  }
}
