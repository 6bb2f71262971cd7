package dev.orthant.consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import dev.orthant.testing.ChildJvm;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/**
 * A project of its own, with the README's dependency: built by Maven from what {@code mvn install}
 * would install, and started on the class path and on the module path, on every JDK found.
 */
final class ConsumerTest {
  @TempDir static Path folder;

  @BeforeAll
  static void build() throws Exception {
    String maven = System.getProperty("orthant.maven");
    assumeThat(maven).as("set by Maven: the folder of Maven").isNotNull();
    ConsumerProject project = new ConsumerProject(folder);
    project.write(Path.of(System.getProperty("orthant.maven.repository")));
    ChildJvm.Outcome outcome =
        ChildJvm.run(
            List.of(
                Path.of(maven, "bin", "mvn").toString(),
                "-q",
                "-f",
                project.pom().toString(),
                "-s",
                project.settings().toString(),
                "-Dmaven.repo.local=" + project.repository(),
                "compile",
                "dependency:copy-dependencies"));
    assertThat(outcome.exit()).as(outcome.output()).isZero();
  }

  @TestFactory
  List<DynamicTest> runsOnEveryJdkFound() {
    List<DynamicTest> tests = new ArrayList<>();
    for (Path jdk : Jdks.found()) {
      System.out.println("consumer project: JDK " + Jdks.feature(jdk) + " at " + jdk);
      String name = "JDK " + Jdks.feature(jdk);
      tests.add(DynamicTest.dynamicTest(name + ", class path", () -> onTheClassPath(jdk)));
      tests.add(DynamicTest.dynamicTest(name + ", module path", () -> onTheModulePath(jdk)));
    }
    return tests;
  }

  private static void onTheClassPath(Path jdk) throws Exception {
    String path = classes() + File.pathSeparator + dependencies().resolve("*");
    assertThat(run(jdk, "-cp", path, "consumer.App")).contains("class path: row 4 at distance 0");
  }

  private static void onTheModulePath(Path jdk) throws Exception {
    String path = classes() + File.pathSeparator + dependencies();
    assertThat(run(jdk, "-p", path, "-m", "consumer/consumer.App"))
        .contains("module path: row 4 at distance 0");
  }

  private static String run(Path jdk, String... arguments)
      throws IOException, InterruptedException {
    List<String> command = new ArrayList<>(List.of(jdk.resolve("bin/java").toString()));
    command.addAll(List.of(arguments));
    ChildJvm.Outcome outcome = ChildJvm.run(command);
    assertThat(outcome.exit()).as(outcome.output()).isZero();
    return outcome.output();
  }

  private static Path classes() {
    return folder.resolve("project/target/classes");
  }

  private static Path dependencies() {
    return folder.resolve("project/target/dependency");
  }
}
