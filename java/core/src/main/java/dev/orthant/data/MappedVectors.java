package dev.orthant.data;

import dev.orthant.internal.FileRows;
import java.util.Optional;

/**
 * Rows in a mapped file, in pieces below 2 GiB that each hold whole rows. The file must stay as it
 * is while this is in use: a read of a part that has been cut off throws {@link InternalError}.
 */
final class MappedVectors extends Vectors {
  private final NpyType.Floats[] pieces;
  private final int rowsPerPiece;
  private final Optional<FileRows> inFile;

  MappedVectors(
      int rows,
      int dimension,
      int rowsPerPiece,
      NpyType.Floats[] pieces,
      Optional<FileRows> inFile) {
    super(rows, dimension);
    this.rowsPerPiece = rowsPerPiece;
    this.pieces = pieces;
    this.inFile = inFile;
  }

  @Override
  Optional<FileRows> inFile() {
    return inFile;
  }

  @Override
  void read(int first, int count, float[] into, int at) {
    int row = first;
    int end = first + count;
    int to = at;
    while (row < end) {
      int inPiece = row % rowsPerPiece;
      int taken = Math.min(end - row, rowsPerPiece - inPiece);
      int values = taken * dimension();
      pieces[row / rowsPerPiece].copy(inPiece * dimension(), into, to, values);
      row += taken;
      to += values;
    }
  }
}
