package dev.orthant.internal;

import dev.orthant.data.BinaryCodes;
import dev.orthant.encode.HashModel;
import dev.orthant.internal.abi.orthant_index;
import dev.orthant.internal.abi.orthant_model;
import dev.orthant.search.Searcher;
import java.lang.invoke.MethodHandles;
import java.util.function.Function;

/**
 * How packages of this module use what others keep from users. A type that has something to offer
 * registers it when it is initialised, the way the JDK does among its own packages.
 */
public final class Backstage {
  private static volatile Function<BinaryCodes, long[]> words;
  private static volatile Function<orthant_model, HashModel> models;
  private static volatile Searchers searchers;

  private Backstage() {}

  /** Makes a searcher of a native index, which the given object owns. */
  @FunctionalInterface
  public interface Searchers {
    /** Makes one. */
    Searcher make(Object owner, NativeResource<orthant_index> index);
  }

  /** For {@link BinaryCodes}. */
  public static void lendWords(Function<BinaryCodes, long[]> lender) {
    words = lender;
  }

  /** For {@link HashModel}. */
  public static void makeModels(Function<orthant_model, HashModel> maker) {
    models = maker;
  }

  /** For {@link Searcher}. */
  public static void makeSearchers(Searchers maker) {
    searchers = maker;
  }

  /** The words of the codes, not copied, not to be changed. */
  public static long[] words(BinaryCodes codes) {
    return words.apply(codes);
  }

  /** A model that owns the handle. */
  public static HashModel model(orthant_model handle) {
    initialise(HashModel.class);
    return models.apply(handle);
  }

  /** A searcher over the index, whose owner it keeps from being lost. */
  public static Searcher searcher(Object owner, NativeResource<orthant_index> index) {
    initialise(Searcher.class);
    return searchers.make(owner, index);
  }

  private static void initialise(Class<?> type) {
    try {
      MethodHandles.lookup().ensureInitialized(type);
    } catch (IllegalAccessException e) {
      throw new AssertionError(e);
    }
  }
}
