package dev.orthant.cli.demo;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Text into HTML. */
final class Html {
  private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");

  private Html() {}

  /** {@code text} as the content of an element or of a quoted attribute. */
  static String escape(String text) {
    return text.replace("&", "&amp;")
        .replace("<", "&lt;")
        .replace(">", "&gt;")
        .replace("\"", "&quot;")
        .replace("'", "&#39;");
  }

  /** The resource {@code name} with each {{place}} replaced by its HTML. */
  static String fill(String name, Map<String, String> places) throws IOException {
    Matcher matcher = PLACE.matcher(resource(name));
    return matcher.replaceAll(
        found -> {
          String html = places.get(found.group(1));
          if (html == null) {
            throw new IllegalStateException(name + " has an unknown place " + found.group(1));
          }
          return Matcher.quoteReplacement(html);
        });
  }

  private static String resource(String name) throws IOException {
    try (InputStream in = Html.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException("resource " + name + " is missing");
      }
      return new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
  }
}
