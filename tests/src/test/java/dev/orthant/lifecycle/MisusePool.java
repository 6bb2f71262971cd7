package dev.orthant.lifecycle;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.data.BinaryCodes;
import dev.orthant.data.ClassSemantics;
import dev.orthant.data.CorruptFileException;
import dev.orthant.data.Labels;
import dev.orthant.data.NpyFile;
import dev.orthant.data.Vectors;
import dev.orthant.encode.Encoder;
import dev.orthant.encode.HashModel;
import dev.orthant.encode.NamedClasses;
import dev.orthant.evaluate.CodeLength;
import dev.orthant.evaluate.EvaluationOptions;
import dev.orthant.evaluate.GroundTruth;
import dev.orthant.index.AutoIndex;
import dev.orthant.index.HammingIndex;
import dev.orthant.index.IndexShard;
import dev.orthant.index.IndexSnapshot;
import dev.orthant.index.LinearScan;
import dev.orthant.index.MultiIndexHash;
import dev.orthant.index.MultiIndexOptions;
import dev.orthant.index.MutableHammingIndex;
import dev.orthant.index.MutableIndexOptions;
import dev.orthant.learn.CosdishTrainer;
import dev.orthant.learn.DsdhTrainer;
import dev.orthant.learn.FsdhTrainer;
import dev.orthant.learn.GradientTrainer;
import dev.orthant.learn.GradientTrainer.Loss;
import dev.orthant.learn.HcSdhTrainer;
import dev.orthant.learn.ItqTrainer;
import dev.orthant.learn.KshTrainer;
import dev.orthant.learn.LfhTrainer;
import dev.orthant.learn.LshTrainer;
import dev.orthant.learn.MethodTrainer;
import dev.orthant.learn.OrthantTrainer;
import dev.orthant.learn.PcaRrTrainer;
import dev.orthant.learn.ScdhTrainer;
import dev.orthant.learn.SdhTrainer;
import dev.orthant.learn.SemanticItqTrainer;
import dev.orthant.learn.SpectralTrainer;
import dev.orthant.learn.TrainingListener;
import dev.orthant.learn.TrainingSums;
import dev.orthant.learn.Vsb2NetworkTrainer;
import dev.orthant.learn.Vsb2Trainer;
import dev.orthant.learn.ZshTrainer;
import dev.orthant.search.HitConsumer;
import dev.orthant.search.Neighbors;
import dev.orthant.search.PairConsumer;
import dev.orthant.search.Query;
import dev.orthant.search.RowFilter;
import dev.orthant.search.SearchListener;
import dev.orthant.search.Searcher;
import dev.orthant.search.Shard;
import dev.orthant.search.ShardedResult;
import dev.orthant.search.ShardedSearcher;
import dev.orthant.search.Workers;
import dev.orthant.testing.Blobs;
import dev.orthant.testing.Codes;
import dev.orthant.testing.NpyBytes;
import dev.orthant.testing.Project;
import dev.orthant.testing.Seeds;
import java.io.IOException;
import java.lang.reflect.Array;
import java.lang.reflect.Parameter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import java.util.function.LongPredicate;
import java.util.function.LongUnaryOperator;

/** Good and bad values of every type that a public method takes, and objects to call it on. */
final class MisusePool implements AutoCloseable {
  private static final int DIMENSION = 3;
  private static final int BITS = 20;
  private static final List<String> FILES =
      List.of("model", "index", "sums", "features.npy", "labels.npy", "codes.npy", "floats.npy");

  private final Blobs blobs = Blobs.of(30, DIMENSION, 3, 2, 1);
  private final HashModel model =
      SemanticItqTrainer.ofBits(BITS)
          .withAnchors(5)
          .withRounds(2)
          .train(blobs.vectors(), blobs.labels(), blobs.semantics());
  private final BinaryCodes codes = model.encode(blobs.vectors());
  private final HammingIndex index = LinearScan.over(codes);
  private final List<Object> instances = new ArrayList<>();
  private final List<AutoCloseable> open = new ArrayList<>(List.of(model, index));
  private final Path folder;
  private final Map<Path, byte[]> files = new HashMap<>();

  MisusePool(Path folder) throws Exception {
    this.folder = folder;
    model.save(folder.resolve("model"));
    index.save(folder.resolve("index"));
    TrainingSums sums = TrainingSums.of(model, blobs.vectors(), blobs.labels(), blobs.semantics());
    sums.save(folder.resolve("sums"));
    NpyFile.write(folder.resolve("features.npy"), blobs.vectors());
    NpyFile.write(folder.resolve("labels.npy"), blobs.classes());
    NpyFile.write(folder.resolve("codes.npy"), codes);
    Files.write(folder.resolve("floats.npy"), NpyBytes.file("<f4", "3,", NpyBytes.floats(1, 2, 3)));
    for (String name : FILES) {
      files.put(folder.resolve(name), Files.readAllBytes(folder.resolve(name)));
    }
    instances.addAll(List.of(model, index, codes, blobs.vectors(), blobs.labels()));
    instances.addAll(List.of(blobs.semantics(), Neighbors.withCapacity(4)));
    instances.add(model.provenance());
    instances.add(NamedClasses.of(model, blobs.semantics()));
    addSums(sums);
    instances.add(GroundTruth.fromLabels(blobs.labels(), blobs.labels()));
    instances.add(EvaluationOptions.defaults());
    instances.add(new CorruptFileException(folder, "damaged"));
    addTrainers();
    addSearching();
    addChanging();
    addShards();
    addChildren();
    addClosed();
    for (String name : FILES.subList(3, FILES.size())) {
      instances.add(NpyFile.open(folder.resolve(name)));
    }
  }

  private void addSums(TrainingSums sums) {
    TrainingSums closed =
        TrainingSums.of(model, blobs.vectors(), blobs.labels(), blobs.semantics());
    closed.close();
    open.add(sums);
    instances.addAll(List.of(sums, closed));
  }

  private void addTrainers() {
    List<Object> rounds = new ArrayList<>();
    LshTrainer.ofBits(8).withListener(rounds::add).train(blobs.vectors()).close();
    instances.add(rounds.get(0));
    instances.add(MethodTrainer.named("lsh", 8));
    instances.add(LshTrainer.ofBits(8));
    instances.add(ItqTrainer.ofBits(8).withRounds(2));
    instances.add(PcaRrTrainer.ofBits(8));
    instances.add(SpectralTrainer.ofBits(8));
    instances.add(SdhTrainer.ofBits(8).withAnchors(5).withRounds(2));
    instances.add(FsdhTrainer.ofBits(8).withAnchors(5).withRounds(2));
    instances.add(HcSdhTrainer.ofBits(8).withAnchors(5));
    instances.add(ScdhTrainer.ofBits(8).withAnchors(5).withRounds(2));
    instances.add(CosdishTrainer.ofBits(8).withAnchors(5).withRounds(2));
    instances.add(KshTrainer.ofBits(8).withAnchors(5));
    instances.add(LfhTrainer.ofBits(8).withAnchors(5).withRounds(2));
    instances.add(DsdhTrainer.ofBits(8).withHiddenWidth(4).withEpochs(2));
    instances.add(GradientTrainer.of(Loss.CSQ, 8).withHiddenWidth(4).withEpochs(2));
    instances.add(ZshTrainer.ofBits(8).withAnchors(5).withRounds(2));
    instances.add(OrthantTrainer.ofBits(8).withAnchors(5).withRounds(2));
    instances.add(SemanticItqTrainer.ofBits(8).withAnchors(5).withRounds(2));
    instances.add(Vsb2Trainer.ofBits(8).withAnchors(5).withRounds(2));
    instances.add(Vsb2NetworkTrainer.ofBits(8).withRounds(2).withHiddenWidth(5));
  }

  private void addSearching() {
    HammingIndex multi = MultiIndexHash.over(codes);
    HammingIndex auto = AutoIndex.over(codes);
    RowFilter filter = RowFilter.allow(1, 2, 3, 1L << 40);
    RowFilter closed = RowFilter.deny(4);
    closed.close();
    open.addAll(List.of(multi, auto, filter));
    instances.addAll(List.of(multi, auto, MultiIndexOptions.defaults(), filter, closed));
    instances.addAll(List.of(Query.within(4), Query.nearest(3)));
    instances.add(Query.nearest(2).masked(new long[] {7}).filtered(filter));
    instances.add(Query.within(9).filtered(closed));
    instances.add(Query.within(9).comparingAtMost(2));
    instances.add(Workers.caller());
    instances.add(Workers.of(3));
  }

  private void addChanging() throws IOException {
    MutableHammingIndex inMemory = MutableHammingIndex.inMemory(BITS);
    inMemory.add(new long[] {0, 1, -7}, codes.select(new int[] {0, 1, 2}));
    MutableHammingIndex inFolder =
        MutableHammingIndex.open(Files.createDirectory(folder.resolve("changing")), BITS);
    MutableHammingIndex closed = MutableHammingIndex.inMemory(BITS);
    Searcher following = inMemory.newSearcher();
    Searcher lost = closed.newSearcher();
    IndexSnapshot snapshot = inMemory.snapshot();
    closed.close();
    Files.createDirectory(folder.resolve("new"));
    Path whole = Files.createDirectory(folder.resolve("whole"));
    MutableHammingIndex.open(whole, BITS).close();
    open.addAll(List.of(inMemory, inFolder, following, lost, snapshot));
    instances.addAll(List.of(inMemory, inFolder, closed, following, lost, snapshot));
    instances.addAll(List.of(MutableIndexOptions.defaults(), inMemory.recovery()));
    instances.add(MutableHammingIndex.check(whole));
  }

  private void addShards() throws InterruptedException {
    IndexShard shard = IndexShard.over(index);
    IndexShard closed = IndexShard.over(index);
    closed.close();
    open.add(shard);
    ShardedSearcher searcher = ShardedSearcher.over(List.of(shard, shard.withIdsFrom(30)));
    ShardedResult result = searcher.search(codes.row(0), Query.nearest(3));
    instances.addAll(List.of(shard, closed, searcher, result, result.outcomes().get(0)));
  }

  private void addChildren() {
    Encoder encoder = model.newEncoder();
    encoder.encode(blobs.vectors().row(0), encoder.newCode());
    Searcher searcher = index.newSearcher();
    Neighbors filled = Neighbors.withCapacity(9);
    searcher.nearest(codes.row(0), filled);
    searcher.rerank(new float[BITS], 4, filled);
    open.addAll(List.of(encoder, searcher));
    instances.addAll(List.of(encoder, searcher, filled, searcher.nearest(codes.row(0), 3)));
  }

  private void addClosed() {
    HashModel closedModel = LshTrainer.ofBits(8).train(blobs.vectors());
    HammingIndex closedIndex = LinearScan.over(codes);
    Encoder orphan = closedModel.newEncoder();
    Searcher lost = closedIndex.newSearcher();
    closedModel.close();
    closedIndex.close();
    open.addAll(List.of(orphan, lost));
    Encoder closedEncoder = model.newEncoder();
    Searcher closedSearcher = index.newSearcher();
    closedEncoder.close();
    closedSearcher.close();
    instances.addAll(
        List.of(closedModel, closedIndex, orphan, lost, closedEncoder, closedSearcher));
  }

  /** The types that users see, from the list that ArchitectureTest keeps true. */
  static List<Class<?>> publicTypes() throws ClassNotFoundException {
    Path list = Project.root().resolve("tests/src/test/resources/public-types.txt");
    List<Class<?>> types = new ArrayList<>();
    for (String name : Project.text(list).lines().toList()) {
      types.add(Class.forName(name));
    }
    return types;
  }

  List<Object> instancesOf(Class<?> type) {
    return instances.stream().filter(type::isInstance).toList();
  }

  /** Keeps a result of a type that no object is known of. */
  void harvest(Object result) {
    boolean ours = result != null && result.getClass().getName().startsWith("dev.orthant.");
    if (ours && !(result instanceof AutoCloseable) && instancesOf(result.getClass()).isEmpty()) {
      instances.add(result);
    }
  }

  /** Null where a reference is wanted, and values that fit, do not fit, or fit nothing. */
  List<Object> variantsOf(Parameter parameter) {
    Class<?> type = parameter.getType();
    List<Object> variants = new ArrayList<>();
    if (!type.isPrimitive()) {
      variants.add(null);
    }
    if (type.isEnum()) {
      variants.addAll(Arrays.asList(type.getEnumConstants()));
    } else if (type == Path.class) {
      Class<?> owner = parameter.getDeclaringExecutable().getDeclaringClass();
      variants.addAll(owner == MutableHammingIndex.class ? foldersToUse() : paths());
    } else if (type == List.class) {
      String of = parameter.getParameterizedType().getTypeName();
      variants.addAll(
          of.contains("String")
              ? lists("a", "b", "c")
              : of.contains("Shard")
                  ? lists(instancesOf(Shard.class).toArray())
                  : of.contains("ClassSemantics")
                      ? lists(blobs.semantics(), blobs.semantics().without(1))
                      : lists(blobs.vectors(), wide()));
    } else if (type == Map.class) {
      variants.addAll(List.of(Map.of(), Map.of("seed", "no number"), new HashMap<>()));
    } else if (type == Object.class) {
      variants.addAll(List.of("text", codes, blobs.labels()));
    } else {
      variants.addAll(type.isPrimitive() || type.isArray() ? arraysAndNumbers(type) : List.of());
      variants.addAll(valuesOf(type));
      variants.addAll(instancesOf(type));
    }
    return variants;
  }

  private List<Object> arraysAndNumbers(Class<?> type) {
    float nan = Float.NaN;
    long[] good = codes.row(0);
    if (type == int.class) {
      return List.of(-1, 0, 1, 2, 7, BITS, 64, 1025, Integer.MIN_VALUE, Integer.MAX_VALUE);
    } else if (type == long.class) {
      return List.of(-1L, 0L, 1L, 1L << 53, (1L << 53) + 1, Long.MIN_VALUE, Long.MAX_VALUE);
    } else if (type == double.class) {
      return List.of(-1.0, 0.0, 0.5, 1.0, 1e300, Double.NaN, Double.POSITIVE_INFINITY);
    } else if (type == float.class) {
      return List.of(-1f, 0f, 1f, nan, Float.POSITIVE_INFINITY);
    } else if (type == boolean.class) {
      return List.of(true, false);
    } else if (type == float[].class) {
      return List.of(
          new float[0],
          new float[1],
          new float[] {1, 2, 3},
          new float[] {2, 1},
          new float[] {1, nan, 3},
          new float[] {1, 2, 1 / 0f},
          new float[90],
          new float[BITS],
          new float[DIMENSION]);
    } else if (type == long[].class) {
      return List.of(new long[0], good, new long[] {-1}, new long[1], new long[2], new long[30]);
    } else if (type == int[].class) {
      return List.of(
          new int[0],
          new int[1],
          new int[] {0, 1, 2},
          new int[] {2, 1},
          new int[] {-1},
          new int[30],
          new int[] {Integer.MAX_VALUE});
    } else if (type == int[][].class) {
      return List.of(
          new int[0][],
          new int[1][],
          new int[1][0],
          new int[][] {{0, 1}, {2, 0}},
          new int[][] {{1}, {2, -3}});
    } else if (type == long[][].class) {
      return List.of(new long[0][], new long[1][], new long[1][0], new long[][] {{0, 1}, {2, 0}});
    } else if (type == float[][].class) {
      return List.of(
          new float[0][],
          new float[1][],
          new float[1][0],
          new float[][] {{0, 1}, {2}},
          new float[][] {{nan}});
    }
    throw new AssertionError("no variants for " + type);
  }

  private List<Object> valuesOf(Class<?> type) {
    if (type == String.class) {
      return List.of("", "class1", "truck", "threads", "lsh"); // of a trainer: an option, a method
    } else if (type == Vectors.class) {
      Vectors names = blobs.semantics().vectors();
      return List.of(
          wide(),
          names,
          blobs.vectors().select(new int[0]),
          Vectors.wrap(new float[6], DIMENSION),
          Vectors.wrap(new float[] {1, Float.NaN, 3}, DIMENSION));
    } else if (type == Labels.class) {
      return List.of(Labels.of(0, 1), Labels.of(new int[30]), Labels.of(), Labels.of(9, 9));
    } else if (type == ClassSemantics.class) {
      return List.of(blobs.semantics().without(1), blobs.semantics().without(0, 1, 2));
    } else if (type == BinaryCodes.class) {
      return List.of(
          BinaryCodes.wrap(new long[0], BITS), Codes.random(Seeds.random("pool"), 30, 70));
    } else if (type == HitConsumer.class) {
      HitConsumer consumer = (id, distance) -> {};
      return List.of(consumer);
    } else if (type == TrainingListener.class) {
      TrainingListener listener = round -> {};
      return List.of(listener);
    } else if (type == CodeLength.Learner.class) {
      CodeLength.Learner learner = (bits, x, y) -> LshTrainer.ofBits(1).trainEach(x, bits);
      CodeLength.Learner idle = (bits, x, y) -> null;
      return List.of(learner, idle);
    } else if (type == PairConsumer.class) {
      PairConsumer consumer = (row, id, distance) -> {};
      return List.of(consumer);
    } else if (type == SearchListener.class) {
      SearchListener listener = (nanos, hits, exact, compared, provedRadius, probes) -> {};
      return List.of(listener);
    } else if (type == LongUnaryOperator.class) {
      LongUnaryOperator doubled = id -> 2 * id;
      LongUnaryOperator backwards = id -> -id;
      return List.of(doubled, backwards);
    } else if (type == LongPredicate.class) {
      LongPredicate even = id -> id % 2 == 0;
      return List.of(even);
    } else if (type == Executor.class) {
      return executors();
    } else if (type == BitSet.class) {
      return List.of(new BitSet(), BitSet.valueOf(new long[] {5, -1}));
    } else if (type == Duration.class) {
      return List.of(Duration.ZERO, Duration.ofSeconds(-1), Duration.ofSeconds(Long.MAX_VALUE));
    }
    return List.of();
  }

  private static List<Object> executors() {
    Executor direct = Runnable::run;
    Executor lost = task -> {};
    Executor full =
        task -> {
          throw new RejectedExecutionException("full");
        };
    return List.of(direct, lost, full);
  }

  private List<Object> paths() {
    restoreFiles();
    return List.of(
        folder,
        folder.resolve("nowhere"),
        folder.resolve("no/where"),
        folder.resolve("model"),
        folder.resolve("index"),
        folder.resolve("sums"),
        folder.resolve("features.npy"),
        folder.resolve("out"),
        folder.resolve("changing"),
        folder.resolve("new"),
        folder.resolve("whole"),
        Path.of(""),
        Path.of("/"),
        folder.resolve("x".repeat(300)));
  }

  /** Without folders that are not ours, in which an index would be made. */
  private List<Object> foldersToUse() {
    return paths().stream().filter(path -> ((Path) path).startsWith(folder)).toList();
  }

  private void restoreFiles() {
    try {
      for (Map.Entry<Path, byte[]> file : files.entrySet()) {
        Files.write(file.getKey(), file.getValue());
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static Vectors wide() {
    return Vectors.wrap(new float[60], 6);
  }

  private static List<Object> lists(Object... good) {
    return List.of(List.of(), List.of(good), List.of(good[0]), Arrays.asList(good[0], null));
  }

  /** All the misuse has changed nothing. */
  void assertHealthy() {
    assertThat(model.encode(blobs.vectors())).isEqualTo(codes);
    try (Searcher searcher = index.newSearcher()) {
      assertThat(searcher.nearest(codes.row(5), 1).distance(0)).isZero();
    }
  }

  @Override
  public void close() {
    open.forEach(MisusePool::closeQuietly);
  }

  static void closeQuietly(Object result) {
    if (result instanceof AutoCloseable) {
      try {
        ((AutoCloseable) result).close();
      } catch (Exception e) {
        throw new AssertionError(e);
      }
    }
  }

  static boolean holdsNull(Object argument) {
    if (argument instanceof Object[]) {
      return Arrays.asList((Object[]) argument).contains(null);
    }
    return argument == null
        || argument instanceof List && ((List<?>) argument).stream().anyMatch(x -> x == null);
  }

  static boolean asksForTooMuch(Object[] arguments) {
    return Arrays.asList(arguments).contains(Integer.MAX_VALUE);
  }

  static String describe(Object... values) {
    List<String> texts = new ArrayList<>();
    for (Object value : values) {
      boolean array = value != null && value.getClass().isArray();
      texts.add(
          array
              ? value.getClass().getComponentType() + "[" + Array.getLength(value) + "]"
              : value instanceof Number
                  ? value + ""
                  : value == null ? "null" : value.getClass().getSimpleName());
    }
    return texts.toString();
  }
}
