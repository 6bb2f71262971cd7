package dev.orthant.house;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaCodeUnit;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import dev.orthant.Orthant;
import dev.orthant.testing.Project;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who may use whom, and what users see. */
final class ArchitectureTest {
  private static final JavaClasses CORE =
      new ClassFileImporter()
          .importUrl(Orthant.class.getProtectionDomain().getCodeSource().getLocation());

  @ParameterizedTest
  @CsvSource({
    "data, ",
    "encode, data",
    "learn, data encode",
    "search, data",
    "index, data search",
    "evaluate, data encode search index",
  })
  void aPackageUsesOnlyThoseBeforeIt(String name, String others) {
    List<String> allowed = new ArrayList<>(List.of("java..", "dev.orthant.internal.."));
    allowed.add("dev.orthant." + name);
    for (String other : others == null ? new String[0] : others.split(" ")) {
      allowed.add("dev.orthant." + other);
    }
    classes()
        .that()
        .resideInAPackage("dev.orthant." + name)
        .should()
        .onlyDependOnClassesThat(
            resideInAnyPackage(allowed.toArray(String[]::new)).or(arraysAndPrimitives()))
        .check(CORE);
  }

  @Test
  void javaCppIsUsedByTheInternalsAlone() {
    noClasses()
        .that()
        .resideOutsideOfPackage("dev.orthant.internal..")
        .should()
        .accessClassesThat()
        .resideInAnyPackage("org.bytedeco..")
        .check(CORE);
  }

  @Test
  void nothingInternalOrOfJavaCppIsInAPublicSignature() {
    List<String> leaks = new ArrayList<>();
    for (JavaClass type : visibleTypes()) {
      if (type.getRawSuperclass().filter(ArchitectureTest::isHidden).isPresent()) {
        leaks.add(type.getName());
      }
      for (JavaCodeUnit unit : type.getCodeUnits()) {
        boolean hidden = isHidden(unit.getRawReturnType());
        hidden |= unit.getRawParameterTypes().stream().anyMatch(ArchitectureTest::isHidden);
        if (isVisible(unit.getModifiers()) && hidden) {
          leaks.add(unit.getFullName());
        }
      }
      for (JavaField field : type.getFields()) {
        if (isVisible(field.getModifiers()) && isHidden(field.getRawType())) {
          leaks.add(field.getFullName());
        }
      }
    }
    assertThat(leaks).isEmpty();
  }

  @Test
  void thePublicTypesAreTheKnownOnes() {
    String golden = "tests/src/test/resources/public-types.txt";
    assertThat(visibleTypes().stream().map(JavaClass::getName).sorted().toList())
        .as("an intended change of the public types goes into " + golden)
        .isEqualTo(Project.text(Project.root().resolve(golden)).lines().toList());
  }

  @Test
  void publicClassesAreFinalOrSealed() {
    assertThat(visibleTypes())
        .filteredOn(type -> !type.isInterface() && !type.isEnum() && !type.isRecord())
        .filteredOn(type -> !type.getModifiers().contains(JavaModifier.FINAL))
        .filteredOn(type -> !type.reflect().isSealed())
        .extracting(JavaClass::getSimpleName)
        .containsOnly("CorruptFileException");
  }

  private static List<JavaClass> visibleTypes() {
    return CORE.stream()
        .filter(type -> !type.getPackageName().startsWith("dev.orthant.internal"))
        .filter(ArchitectureTest::isVisible)
        .collect(Collectors.toList());
  }

  private static boolean isVisible(JavaClass type) {
    return isVisible(type.getModifiers())
        && type.getEnclosingClass().map(ArchitectureTest::isVisible).orElse(true);
  }

  private static boolean isVisible(Set<JavaModifier> modifiers) {
    return (modifiers.contains(JavaModifier.PUBLIC) || modifiers.contains(JavaModifier.PROTECTED))
        && !modifiers.contains(JavaModifier.SYNTHETIC);
  }

  private static boolean isHidden(JavaClass type) {
    String name = type.getBaseComponentType().getPackageName();
    return name.startsWith("org.bytedeco") || name.startsWith("dev.orthant.internal");
  }

  private static DescribedPredicate<JavaClass> arraysAndPrimitives() {
    return DescribedPredicate.describe(
        "arrays and primitives", type -> type.isPrimitive() || type.isArray() && !isHidden(type));
  }
}
