package dev.orthant.learn;

import java.util.Objects;

/**
 * A small network trained on one of the losses of the literature.
 *
 * <pre>{@code
 * GradientTrainer trainer = GradientTrainer.of(GradientTrainer.Loss.CSQ, 64).withEpochs(30);
 * try (HashModel model = trainer.train(features, labels)) { ... }
 * }</pre>
 *
 * <p>Each loss has options of its own, which {@link #with(String, double)} sets; docs/learners has
 * their formulas, options and sources. DSDH has a trainer of its own too, {@link DsdhTrainer}.
 * Immutable; safe for any number of threads.
 */
public final class GradientTrainer extends NetworkTrainer<GradientTrainer> {
  private GradientTrainer(TrainingPlan plan) {
    super(plan);
  }

  /**
   * The loss with its defaults.
   *
   * @param loss what is minimised
   * @param bits the code length, 1 to 1,024
   */
  public static GradientTrainer of(Loss loss, int bits) {
    return new GradientTrainer(TrainingPlan.of(Objects.requireNonNull(loss, "loss").method, bits));
  }

  /** What training minimises. */
  public enum Loss {
    /** The likelihood of pairs, and the distance to the signs (Li, Wang, Kang, IJCAI 2016). */
    DPSH("dpsh"),
    /** That, and a classifier of discrete codes (Li, Sun, He, Tan, NIPS 2017). */
    DSDH("dsdh"),
    /** Classification by the cosine to a fixed code per class (Hoe et al., NeurIPS 2021). */
    ORTHOHASH("orthohash"),
    /** Each bit classified by a fixed centre per class (Yuan et al., CVPR 2020). */
    CSQ("csq"),
    /** A classifier of the signs, with straight-through gradients (Su et al., NeurIPS 2018). */
    GREEDYHASH("greedyhash"),
    /** Weighted likelihood of pairs, with a tanh that sharpens (Cao et al., ICCV 2017). */
    HASHNET("hashnet"),
    /** The likelihood of triplets (Wang, Shi, Kitani, ACCV 2016). */
    DTSH("dtsh"),
    /** Triplets with a margin on relaxed distances (Lai et al., CVPR 2015). */
    NINH("ninh"),
    /** Triplets weighted by their part in NDCG, for several labels (Zhao et al., CVPR 2015). */
    DSRH("dsrh"),
    /** The mutual information of distance and similarity (Cakir et al., ICCV 2017). */
    MIHASH("mihash"),
    /** Codes first, from the similarities, then a network that follows (Xia et al., AAAI 2014). */
    CNNH("cnnh");

    private final String method;

    Loss(String method) {
      this.method = method;
    }
  }

  @Override
  GradientTrainer with(TrainingPlan plan) {
    return new GradientTrainer(plan);
  }
}
