package dev.orthant.cli.reproduce;

import java.io.IOException;
import java.util.List;
import java.util.function.Predicate;

/** An experiment of the literature: data, split in one or more ways, and what is measured. */
interface Protocol {
  /** The k of precision@k. */
  int PRECISION_RANK = 20;

  /** What the command line and the file of results call it. */
  String name();

  /** What it is, in one sentence, for the heading of its table. */
  String title();

  /** What its table shows. */
  List<Column> columns();

  /**
   * Its splits of the data.
   *
   * @param semantics the file of class vectors in each folder
   */
  List<Split> splits(DataFolder.Source source, String semantics) throws IOException;

  /** One way to divide the data into what is learned from and what is asked. */
  interface Split {
    String name();

    /** Whether the learner can take part. */
    default boolean admits(Learner learner) {
      return true;
    }

    /** Learns, and measures what was learned. */
    Figures measure(Learner learner, Stopwatch watch);
  }

  /**
   * A column of the table: the mean of a figure over the splits that it is about.
   *
   * @param figure its name in the file of results
   */
  record Column(String title, String figure, Predicate<String> splits) {
    static Column ofAll(String title, String figure) {
      return new Column(title, figure, split -> true);
    }
  }
}
