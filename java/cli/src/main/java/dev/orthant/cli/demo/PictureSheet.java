package dev.orthant.cli.demo;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.Map;
import javax.imageio.ImageIO;

/** The pictures that the page shows, each once, packed into one PNG that the page embeds. */
final class PictureSheet {
  static final int COLUMNS = 24;

  private record Picture(PictureStrip strip, int row) {}

  private final Map<Picture, Integer> places = new LinkedHashMap<>();

  /** The place of a picture on the sheet, which it gets when it is first asked for. */
  int place(PictureStrip strip, int row) {
    return places.computeIfAbsent(new Picture(strip, row), unused -> places.size());
  }

  /** The sheet with all pictures asked for so far, as a data URI. */
  String dataUri() throws IOException {
    ByteArrayOutputStream png = new ByteArrayOutputStream();
    ImageIO.write(draw(), "png", png);
    return "data:image/png;base64," + Base64.getEncoder().encodeToString(png.toByteArray());
  }

  int rows() {
    return Math.max(1, (places.size() + COLUMNS - 1) / COLUMNS);
  }

  private BufferedImage draw() {
    int size = places.isEmpty() ? 1 : places.keySet().iterator().next().strip().size();
    BufferedImage sheet =
        new BufferedImage(COLUMNS * size, rows() * size, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = sheet.createGraphics();
    places.forEach(
        (picture, place) ->
            graphics.drawImage(
                picture.strip().picture(picture.row()),
                place % COLUMNS * size,
                place / COLUMNS * size,
                null));
    graphics.dispose();
    return sheet;
  }
}
