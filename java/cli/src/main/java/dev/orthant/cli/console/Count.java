package dev.orthant.cli.console;

/** Numbers of things in the words of a sentence. */
public final class Count {
  private Count() {}

  /** "1 bit", "2 bits": the plural has an s. */
  public static String of(long count, String noun) {
    return of(count, noun, noun + "s");
  }

  /** "1 query", "2 queries". */
  public static String of(long count, String noun, String plural) {
    return count + " " + (count == 1 ? noun : plural);
  }
}
