package dev.orthant.bench.learn;

import dev.orthant.bench.support.TwinRandom;
import dev.orthant.data.Labels;
import dev.orthant.data.Vectors;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The plain Java twin of the SDH trainer (Shen et al., CVPR 2015, eq. 5), one label per row: the
 * same steps in the same precision from the same seed, one thread, no BLAS. Its objectives are
 * those of the native trainer up to rounding.
 */
final class PlainSdh {
  private static final double LAMBDA = 1;
  private static final double NU = 1e-5;
  private static final double RIDGE = 1e-2;

  private final int[] labels;
  private final int classes;
  private final DenseMatrix phi;
  private final DenseMatrix featureFactor;
  private final DenseMatrix codes;
  private DenseMatrix classMap;
  private DenseMatrix projection;
  private DenseMatrix predictions;

  private PlainSdh(Vectors rows, Labels labels, int bits, int anchors, long seed) {
    TwinRandom random = new TwinRandom(seed);
    this.labels = new int[rows.rows()];
    for (int row = 0; row < this.labels.length; row++) {
      this.labels[row] = labels.row(row)[0];
    }
    classes = labels.classes();
    phi = RbfFeatures.of(rows, anchors, random);
    featureFactor = phi.transposedTimes(phi).factorise(RIDGE);
    codes = new DenseMatrix(rows.rows(), bits);
    for (int i = 0; i < codes.values.length; i++) {
      codes.values[i] = random.sign();
    }
    classStep();
    featureStep();
  }

  /** Trains; returns the objective after each round. */
  static List<Double> train(
      Vectors rows, Labels labels, int bits, int anchors, int rounds, int sweeps, long seed) {
    PlainSdh sdh = new PlainSdh(rows, labels, bits, anchors, seed);
    List<Double> objective = new ArrayList<>();
    boolean changed = true;
    for (int round = 0; round < rounds && changed; round++) {
      changed = sdh.codeStep(sweeps);
      sdh.classStep();
      sdh.featureStep();
      objective.add(sdh.objective());
    }
    return objective;
  }

  private void classStep() {
    DenseMatrix sums = new DenseMatrix(codes.columns, classes);
    for (int row = 0; row < labels.length; row++) {
      for (int bit = 0; bit < codes.columns; bit++) {
        sums.values[bit * classes + labels[row]] += codes.at(row, bit);
      }
    }
    classMap = codes.transposedTimes(codes).factorise(LAMBDA).solve(sums);
  }

  private void featureStep() {
    projection = featureFactor.solve(phi.transposedTimes(codes));
    predictions = phi.times(projection);
  }

  /** Bits one after the other, each sample by itself; the sums follow the flips. */
  private boolean codeStep(int sweeps) {
    DenseMatrix coupling = classMap.timesOwnTranspose();
    boolean changed = false;
    double[] wanted = new double[codes.columns];
    DenseMatrix sums = new DenseMatrix(1, codes.columns);
    for (int row = 0; row < labels.length; row++) {
      Arrays.fill(sums.values, 0);
      for (int bit = 0; bit < wanted.length; bit++) {
        wanted[bit] = NU * predictions.at(row, bit) + classMap.at(bit, labels[row]);
        sums.addToRow(0, codes.at(row, bit), coupling, bit);
      }
      boolean rowChanged = true;
      for (int sweep = 0; sweep < sweeps && rowChanged; sweep++) {
        rowChanged = sweep(row, wanted, sums, coupling);
        changed |= rowChanged;
      }
    }
    return changed;
  }

  private boolean sweep(int row, double[] wanted, DenseMatrix sums, DenseMatrix coupling) {
    boolean changed = false;
    for (int bit = 0; bit < wanted.length; bit++) {
      int at = row * wanted.length + bit;
      double old = codes.values[at];
      double value = wanted[bit] - (sums.values[bit] - coupling.at(bit, bit) * old);
      if (value * old < 0) {
        codes.values[at] = -old;
        sums.addToRow(0, -2 * old, coupling, bit);
        changed = true;
      }
    }
    return changed;
  }

  private double objective() {
    DenseMatrix fitted = codes.times(classMap);
    for (int row = 0; row < labels.length; row++) {
      fitted.values[row * classes + labels[row]] -= 1;
    }
    double unexplained = 0;
    for (int i = 0; i < codes.values.length; i++) {
      double error = codes.values[i] - predictions.values[i];
      unexplained += error * error;
    }
    return fitted.squares()
        + LAMBDA * classMap.squares()
        + NU * unexplained
        + NU * RIDGE * projection.squares();
  }
}
