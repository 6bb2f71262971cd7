package dev.orthant.evaluate;

/**
 * Mean average precision as published code computes it, for comparison with printed figures. Ties
 * stand in index order (by distance, then row number), as a stable sort leaves them; where the
 * original sorts unstably, its own figure is not reproducible and index order is one of its
 * possible outcomes. The figures therefore depend on the order of the base: a base sorted by class
 * can gain or lose a percent or two. For figures of your own use {@link
 * Evaluation#meanAveragePrecision()}.
 *
 * <p>The cut-off of a variant is its usual one; papers vary it with the data set, see {@link
 * Evaluation#meanAveragePrecision(MapVariant, int)}. Measures on real-valued distances are not
 * offered: they do not rank codes.
 */
public enum MapVariant {
  /**
   * {@code calcMAP} of the authors of DPSH and DSDH: full ranking, divided by all relevant rows,
   * queries without relevant rows left out. Matlab's {@code sort} is stable.
   */
  DSDH(Integer.MAX_VALUE, Denominator.ALL_RELEVANT, Area.RECTANGLES, true),
  /**
   * {@code cat_apcal} of the authors of SDH: full ranking, queries without relevant rows count 0.
   */
  SDH(Integer.MAX_VALUE, Denominator.RETRIEVED, Area.RECTANGLES, false),
  /**
   * {@code cat_apcal} of the authors of ZSH: the first 10,000 rows, divided by the relevant ones
   * among them, queries without a hit count 0.
   */
  ZSH(10_000, Denominator.RETRIEVED, Area.RECTANGLES, false),
  /**
   * The widely copied {@code CalcTopMap} (DeepHash-pytorch, PZSH): the first k rows, divided by the
   * relevant ones among them, queries without a hit count 0. Cut-off by data set: all rows for
   * CIFAR-10, 5,000 for NUS-WIDE and MS COCO, 1,000 for ImageNet. The original sorts unstably.
   */
  CALC_TOP_MAP(Integer.MAX_VALUE, Denominator.RETRIEVED, Area.RECTANGLES, false),
  /**
   * The PyTorch test of HashNet: as {@link #CALC_TOP_MAP}, but queries without a hit are left out
   * of the mean. The original sorts unstably.
   */
  HASH_NET(Integer.MAX_VALUE, Denominator.RETRIEVED, Area.RECTANGLES, true),
  /**
   * OrthoHash: as {@link #CALC_TOP_MAP}. The original takes ties in the undefined order of {@code
   * torch.topk}.
   */
  ORTHO_HASH(Integer.MAX_VALUE, Denominator.RETRIEVED, Area.RECTANGLES, false),
  /**
   * The field {@code auc} of VLFeat's {@code vl_pr}: the area under the precision-recall curve over
   * ranks by trapezoids, from (recall 0, precision 1); queries without a hit left out. The original
   * breaks ties at random. (The field {@code ap} of the same function, which the published code of
   * MIHash reads, has {@link Evaluation#meanAveragePrecision()} as its expected value.)
   */
  VL_FEAT_AREA(Integer.MAX_VALUE, Denominator.RETRIEVED, Area.TRAPEZOIDS, true),
  /**
   * {@code area_RP} of the HABIR toolbox and of spectral hashing's followers: the pooled
   * precision-recall curve by radius, integrated by trapezoids from its first point on; the strip
   * to the left of that point does not count. Needs no order of ties, and has no cut-off.
   */
  RADIUS_AREA(Integer.MAX_VALUE, Denominator.ALL_RELEVANT, Area.RADII, true);

  enum Area {
    RECTANGLES,
    TRAPEZOIDS,
    RADII
  }

  private final int cut;
  private final Denominator denominator;
  private final Area area;
  private final boolean dropsQueriesWithoutHits;

  MapVariant(int cut, Denominator denominator, Area area, boolean dropsQueriesWithoutHits) {
    this.cut = cut;
    this.denominator = denominator;
    this.area = area;
    this.dropsQueriesWithoutHits = dropsQueriesWithoutHits;
  }

  /** The usual cut-off; {@link Integer#MAX_VALUE} for the full ranking. */
  public int cut() {
    return cut;
  }

  Area area() {
    return area;
  }

  /** One query's value; NaN if the variant leaves it out of the mean. */
  double of(IndexOrder.Score score, int k, int totalRelevant) {
    if (score.retrieved() == 0) {
      return dropsQueriesWithoutHits ? Double.NaN : 0;
    }
    double sum = area == Area.TRAPEZOIDS ? score.trapezoids() : score.rectangles();
    return sum / denominator.of(k, totalRelevant, score.retrieved());
  }
}
