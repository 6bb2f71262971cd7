package dev.orthant.consumer;

import dev.orthant.testing.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A copy of tests/consumer, and a local Maven repository that has Orthant and nothing else. */
final class ConsumerProject {
  private static final List<String> FILES =
      List.of("src/main/java/module-info.java", "src/main/java/consumer/App.java");
  private static final List<String> PLUGINS =
      List.of("maven-compiler-plugin", "maven-dependency-plugin", "maven-resources-plugin");
  private static final Pattern DEPENDENCY =
      Pattern.compile("(?s)```xml\\s*(<dependency>.*?orthant-native-platform.*?</dependency>)");

  private final Path folder;
  private final String parentPom = Project.text(Project.root().resolve("pom.xml"));
  private final String version = first(parentPom, "<version>(.*?)</version>");

  ConsumerProject(Path folder) {
    this.folder = folder;
  }

  Path pom() {
    return folder.resolve("project/pom.xml");
  }

  Path settings() {
    return folder.resolve("settings.xml");
  }

  Path repository() {
    return folder.resolve("repository");
  }

  /** Everything but Orthant comes from {@code downloaded}, the repository of the running build. */
  void write(Path downloaded) throws IOException {
    Path source = Project.root().resolve("tests/consumer");
    for (String file : FILES) {
      copy(source.resolve(file), folder.resolve("project").resolve(file));
    }
    String readme = Project.text(Project.root().resolve("README.md"));
    String pom = Project.text(source.resolve("pom.xml"));
    pom = pom.replace("@README@", first(readme, DEPENDENCY.pattern()));
    for (String plugin : PLUGINS) {
      String inUse = plugin + "</artifactId>\\s*<version>(.*?)</version>";
      pom = pom.replace("@" + plugin + "@", first(parentPom, inUse));
    }
    Files.writeString(pom(), pom);
    Files.writeString(
        settings(),
        "<settings><mirrors><mirror><id>downloaded</id><mirrorOf>*</mirrorOf><url>"
            + downloaded.toUri()
            + "</url></mirror></mirrors></settings>");
    install("orthant-parent", Project.root());
    install("orthant-bom", Project.root().resolve("java/bom"));
    install("orthant-core", Project.root().resolve("java/core"));
    install("orthant-native-platform", Project.root().resolve("java/platform"));
  }

  /** Does what {@code mvn install} does: the pom, the jar and the jars with classifiers. */
  private void install(String artifact, Path module) throws IOException {
    Path into = repository().resolve("dev/orthant").resolve(artifact).resolve(version);
    String name = artifact + "-" + version;
    copy(module.resolve("pom.xml"), into.resolve(name + ".pom"));
    Path target = module.resolve("target");
    if (!Files.isDirectory(target)) {
      return;
    }
    try (var jars = Files.newDirectoryStream(target, name + "*.jar")) {
      for (Path jar : jars) {
        copy(jar, into.resolve(jar.getFileName()));
      }
    }
  }

  private static void copy(Path from, Path to) throws IOException {
    Files.createDirectories(to.getParent());
    Files.copy(from, to);
  }

  private static String first(String text, String pattern) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    if (!matcher.find()) {
      throw new IllegalStateException("nothing matches " + pattern);
    }
    return matcher.group(1);
  }
}
