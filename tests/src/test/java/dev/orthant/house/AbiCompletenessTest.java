package dev.orthant.house;

import static org.assertj.core.api.Assertions.assertThat;

import dev.orthant.internal.abi.OrthantC;
import dev.orthant.testing.Project;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Every function of the C header is bound, called, and bound a second time through JNA. */
final class AbiCompletenessTest {
  private static final Pattern FUNCTION =
      Pattern.compile("(?m)^ORTHANT_API[^;(]*?\\b(orthant_\\w+)\\s*\\(");

  /** The functions that the header declares. */
  static List<String> functions() {
    String header = Project.text(Project.header());
    return FUNCTION.matcher(header).results().map(match -> match.group(1)).toList();
  }

  @Test
  void theHeaderIsRead() {
    long declared =
        Project.text(Project.header()).lines().filter(l -> l.startsWith("ORTHANT_API")).count();
    assertThat(functions()).hasSize((int) declared).doesNotHaveDuplicates();
  }

  @Test
  void everyFunctionHasANativeMethod() {
    Set<String> natives =
        Arrays.stream(OrthantC.class.getMethods())
            .filter(method -> Modifier.isNative(method.getModifiers()))
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(natives).containsAll(functions());
  }

  @Test
  void everyFunctionIsCalledByTheLibrary() {
    String all =
        Project.files("java/core/src/main/java", ".java").stream()
            .map(file -> new SourceText(Project.text(file)).text())
            .collect(Collectors.joining("\n"));
    assertThat(functions())
        .allSatisfy(name -> assertThat(called(all, name)).as(name + " is called").isTrue());
  }

  @Test
  void everyFunctionIsBoundAndCalledThroughJna() throws ClassNotFoundException {
    Set<String> bound =
        Arrays.stream(Class.forName("dev.orthant.jna.OrthantLibrary").getDeclaredMethods())
            .map(Method::getName)
            .collect(Collectors.toSet());
    assertThat(bound).containsExactlyInAnyOrderElementsOf(functions());
    String tests =
        Project.files("tests/src/test/java/dev/orthant/jna", ".java").stream()
            .map(Project::text)
            .collect(Collectors.joining("\n"));
    assertThat(functions())
        .allSatisfy(name -> assertThat(called(tests, name)).as(name + " is called").isTrue());
  }

  private static boolean called(String source, String name) {
    return Pattern.compile("[.:]" + name + "\\b").matcher(source).find();
  }
}
