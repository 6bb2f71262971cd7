package dev.orthant.house;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Java or C++ source as the house rules see it: comments, strings and preprocessor lines blanked
 * out, line ends kept, and the functions found by matching braces. Not a parser: good to a line.
 */
final class SourceText {
  private static final Pattern NOISE =
      Pattern.compile(
          "//[^\\n]*|/\\*.*?\\*/|R\"\\(.*?\\)\"|\"\"\".*?\"\"\""
              + "|\"(?:\\\\.|[^\"\\\\\\n])*\"|(?<![0-9a-fA-F])'(?:\\\\.|[^'\\\\\\n])+'",
          Pattern.DOTALL);
  private static final Pattern PREPROCESSOR =
      Pattern.compile("^[ \\t]*#(?:[^\\n]*\\\\\\n)*[^\\n]*", Pattern.MULTILINE);
  private static final Pattern TYPE_HEAD =
      Pattern.compile(
          "\\b(?:class|interface|enum|record)\\s+[A-Z]\\w*[^=]*$"
              + "|\\bnamespace\\b[^()]*$|\\bextern\\s*$"
              + "|\\b(?:class|struct|union|enum)\\b[\\w\\s]*(?:alignas\\(\\w+\\)\\s*)?\\w*"
              + "(?:\\s+final)?\\s*(?:<[^()]*>\\s*)?(?::[^()]*)?$",
          Pattern.DOTALL);
  private static final Pattern DATA_HEAD =
      Pattern.compile("=\\s*(?:new\\s+[\\w.<>\\[\\]\\s]+)?\\s*$|\\breturn\\s*$", Pattern.DOTALL);

  /** A function: its first line (from 1), its lines, and what stands before its brace. */
  record Function(int line, int lines, String head) {}

  private final String text;

  SourceText(String source) {
    String blanked = blank(source, NOISE);
    this.text = blank(blanked, PREPROCESSOR);
  }

  /** The source without comments, strings and preprocessor lines, as long as before. */
  String text() {
    return text;
  }

  /** All outermost blocks that are no type, no namespace and no table of data. */
  List<Function> functions() {
    List<Function> functions = new ArrayList<>();
    int headStart = 0;
    for (int at = 0; at < text.length(); at++) {
      char c = text.charAt(at);
      if (c == ';' || c == '}') {
        headStart = at + 1;
      } else if (c == '{') {
        String head = text.substring(headStart, at).strip();
        if (TYPE_HEAD.matcher(head).find()) {
          headStart = at + 1;
          continue;
        }
        int end = matching(at);
        if (!DATA_HEAD.matcher(head).find() && !head.isEmpty()) {
          int first = lineOf(at) - (int) head.chars().filter(x -> x == '\n').count();
          functions.add(new Function(first, lineOf(end) - first + 1, head));
        }
        at = end;
        headStart = at + 1;
      }
    }
    return functions;
  }

  private int matching(int open) {
    int depth = 0;
    for (int at = open; at < text.length(); at++) {
      if (text.charAt(at) == '{') {
        depth++;
      } else if (text.charAt(at) == '}' && --depth == 0) {
        return at;
      }
    }
    return text.length() - 1;
  }

  private int lineOf(int at) {
    return 1 + (int) text.substring(0, at).chars().filter(x -> x == '\n').count();
  }

  private static String blank(String source, Pattern pattern) {
    Matcher matcher = pattern.matcher(source);
    StringBuilder blanked = new StringBuilder(source);
    while (matcher.find()) {
      for (int at = matcher.start(); at < matcher.end(); at++) {
        if (blanked.charAt(at) != '\n') {
          blanked.setCharAt(at, ' ');
        }
      }
    }
    return blanked.toString();
  }
}
