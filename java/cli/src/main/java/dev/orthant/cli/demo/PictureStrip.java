package dev.orthant.cli.demo;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import javax.imageio.ImageIO;

/** Square pictures of one size in one image, row by row. */
final class PictureStrip {
  private final BufferedImage image;
  private final int columns;

  private PictureStrip(BufferedImage image, int columns) {
    this.image = image;
    this.columns = columns;
  }

  static PictureStrip read(Path file, int columns) throws IOException {
    if (!Files.exists(file)) {
      throw new NoSuchFileException(file.toString());
    }
    BufferedImage image = ImageIO.read(file.toFile());
    if (image == null || image.getWidth() % columns != 0) {
      throw new IOException(file + " is not an image of " + columns + " pictures in a row");
    }
    return new PictureStrip(image, columns);
  }

  /** Width and height of a picture in pixels. */
  int size() {
    return image.getWidth() / columns;
  }

  BufferedImage picture(int row) {
    int size = size();
    return image.getSubimage(row % columns * size, row / columns * size, size, size);
  }
}
