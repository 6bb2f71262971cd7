package dev.orthant.internal;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import dev.orthant.encode.HashModel;
import dev.orthant.internal.abi.orthant_index;
import dev.orthant.internal.abi.orthant_model;
import dev.orthant.search.BatchResult;
import dev.orthant.search.PairConsumer;
import dev.orthant.search.Query;
import dev.orthant.search.SearchListener;
import dev.orthant.search.Searcher;
import dev.orthant.search.Workers;
import java.lang.invoke.MethodHandles;
import java.util.Optional;
import java.util.function.Function;

/**
 * How packages of this module use what others keep from users. A type that has something to offer
 * registers it when it is initialised, the way the JDK does among its own packages.
 */
public final class Backstage {
  private static volatile Function<BinaryCodes, long[]> words;
  private static volatile Function<Labels, int[]> labels;
  private static volatile Function<Labels, int[]> labelStarts;
  private static volatile Function<Vectors, Optional<FileRows>> fileRows;
  private static volatile Function<orthant_model, HashModel> models;
  private static volatile Function<HashModel, NativeResource<orthant_model>> modelResources;
  private static volatile IndexSearching searching;

  private Backstage() {}

  /** What package search does with the native index of package index. */
  public interface IndexSearching {
    /** A searcher; it keeps the index's owner from being lost. */
    default Searcher newSearcher(Object owner, NativeResource<orthant_index> index) {
      return newSearcher(owner, index, Optional.empty());
    }

    /** A searcher that tells a listener of its searches. */
    Searcher newSearcher(
        Object owner, NativeResource<orthant_index> index, Optional<SearchListener> listener);

    /** A searcher that follows an index that changes, and keeps its owner from being lost. */
    Searcher newSearcher(Object owner, NativeMutableIndex index, Optional<SearchListener> listener);

    /** Searches for all codes. */
    BatchResult searchAll(
        NativeResource<orthant_index> index, BinaryCodes codes, Query query, Workers workers);

    /** Counts the hits of all codes. */
    long[] countAll(
        NativeResource<orthant_index> index, BinaryCodes codes, Query query, Workers workers);

    /** Hands over each pair of a code and a hit of it. */
    void join(
        NativeResource<orthant_index> index,
        BinaryCodes codes,
        Query query,
        Workers workers,
        PairConsumer consumer);

    /** Hands over each pair of two rows of the index, whose codes these are, once. */
    void selfJoin(
        NativeResource<orthant_index> index,
        BinaryCodes codes,
        Query query,
        Workers workers,
        PairConsumer consumer);
  }

  /** For {@link BinaryCodes}. */
  public static void lendWords(Function<BinaryCodes, long[]> lender) {
    words = lender;
  }

  /** For {@link Labels}. */
  public static void lendLabels(
      Function<Labels, int[]> lender, Function<Labels, int[]> lenderOfStarts) {
    labels = lender;
    labelStarts = lenderOfStarts;
  }

  /** For {@link Vectors}. */
  public static void lendFileRows(Function<Vectors, Optional<FileRows>> lender) {
    fileRows = lender;
  }

  /** For {@link HashModel}. */
  public static void makeModels(Function<orthant_model, HashModel> maker) {
    models = maker;
  }

  /** For {@link HashModel}. */
  public static void lendModels(Function<HashModel, NativeResource<orthant_model>> lender) {
    modelResources = lender;
  }

  /** For {@link Searcher}. */
  public static void searchIndexes(IndexSearching searcher) {
    searching = searcher;
  }

  /** The words of the codes, not copied, not to be changed. */
  public static long[] words(BinaryCodes codes) {
    return words.apply(codes);
  }

  /** The labels of all rows one after the other, not copied, not to be changed. */
  public static int[] labels(Labels ofRows) {
    return labels.apply(ofRows);
  }

  /** Where each row's labels start, and their number; not copied, not to be changed. */
  public static int[] labelStarts(Labels ofRows) {
    return labelStarts.apply(ofRows);
  }

  /** Where in a file the rows lie, if they do. */
  public static Optional<FileRows> fileRows(Vectors vectors) {
    return fileRows.apply(vectors);
  }

  /** A model that owns the handle. */
  public static HashModel model(orthant_model handle) {
    initialise(HashModel.class);
    return models.apply(handle);
  }

  /** What the model rests on. */
  public static NativeResource<orthant_model> resource(HashModel model) {
    return modelResources.apply(model);
  }

  /** The searches of indexes. */
  public static IndexSearching searching() {
    initialise(Searcher.class);
    return searching;
  }

  private static void initialise(Class<?> type) {
    try {
      MethodHandles.lookup().ensureInitialized(type);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
