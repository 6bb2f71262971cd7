package dev.orthant.cli.reproduce;

import dev.orthant.cli.learn.Training;
import dev.orthant.data.ClassSemantics;
import dev.orthant.encode.HashModel;
import dev.orthant.learn.Trainer;
import dev.orthant.learn.Trainer.Needs;
import java.util.Map;
import java.util.TreeMap;

/** A method of the library: what it learns ranks by codes. */
record CodeLearner(Trainer<?> trainer, int threads) implements Learner {
  @Override
  public Ranker learn(Corpus corpus, int[] rows, ClassSemantics known, Stopwatch watch) {
    Training training =
        new Training(
            corpus.features().select(rows),
            corpus.labels().select(rows).withClasses(known.classes()),
            known);
    HashModel model = watch.time("train", () -> training.run(trainer));
    try {
      return new CodeRanker(corpus, model, threads, watch);
    } catch (RuntimeException | Error e) {
      model.close();
      throw e;
    }
  }

  @Override
  public boolean usesNames() {
    return trainer.needs() == Needs.SEMANTICS;
  }

  /** Without the number of threads, which changes nothing but time. */
  @Override
  public Map<String, Double> options() {
    Map<String, Double> options = new TreeMap<>(trainer.options());
    options.remove("threads");
    return options;
  }
}
