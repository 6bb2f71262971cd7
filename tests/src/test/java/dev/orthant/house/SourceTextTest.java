package dev.orthant.house;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import org.junit.jupiter.api.Test;

/** The measuring stick of the house rules is measured itself. */
final class SourceTextTest {

  @Test
  void functionsInJavaAreFoundWithTheirLines() {
    String source =
        "final class A extends B<C> {\n  /** { */ private final int[] x = {1, 2};\n"
            + "  void f(int a)\n      throws E {\n    if (a) {\n      g(\"}\");\n    }\n  }\n"
            + "  enum E { ONE, TWO }\n  record R(int a) {\n    int twice() { return 2 * a; }\n  }\n"
            + "  private static final X Y = a -> {\n    z();\n  };\n}\n";
    assertThat(new SourceText(source).functions())
        .extracting(SourceText.Function::line, SourceText.Function::lines)
        .containsExactly(tuple(3, 6), tuple(11, 1), tuple(13, 3));
  }

  @Test
  void functionsInCppAreFoundWithTheirLines() {
    String source =
        "#define F(x) { \\\n  x }\nnamespace orthant {\n"
            + "class alignas(64) A final : public B<C> {\n public:\n"
            + "  A() : a_(1'000'000) {\n  }\n  int f() const noexcept { return '{'; }\n"
            + "};\nstruct P {\n  int x = 0;\n};\nconst P kTable[] = {{1}, {2}};\n"
            + "template <typename T>\nT g(struct P p) {\n  return p;\n}\n}  // namespace\n";
    assertThat(new SourceText(source).functions())
        .extracting(SourceText.Function::line, SourceText.Function::lines)
        .containsExactly(tuple(5, 3), tuple(8, 1), tuple(14, 4));
  }
}
