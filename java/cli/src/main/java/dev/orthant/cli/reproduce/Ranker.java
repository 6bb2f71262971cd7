package dev.orthant.cli.reproduce;

/** What a method has made of the training rows: it ranks the rows of a corpus. */
interface Ranker extends AutoCloseable {
  /** How well rows find the rows of their class in a database of other rows. */
  Figures rank(int[] queries, int[] database);

  /** How well a class is found in a database by its name alone. */
  Figures rankByName(int wanted, int[] database);

  @Override
  void close();
}
