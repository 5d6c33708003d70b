// SPDX-License-Identifier: Apache-2.0
package org.heatscope;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The directions of the architecture: each package, and the packages that it may use. */
class ArchitectureTest {
  /** From the lowest level up; packages on one line may use those on the lines before. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("image", "color"),
          List.of("io", "op"),
          List.of("backend"),
          List.of("cam"),
          List.of("render"),
          List.of("export"),
          List.of(""),
          List.of("onnx"),
          List.of("cli"));

  private static final List<String> FORMATS =
      List.of("nifti", "dicom", "numpy", "raster", "safetensors", "tiff");

  private static final JavaClasses CLASSES =
      new ClassFileImporter()
          .withImportOption(location -> !location.contains("/test-classes/"))
          .importPackages("org.heatscope");

  private static String area(JavaClass c) {
    String rest = c.getPackageName().substring("org.heatscope".length());
    return rest.isEmpty() ? "" : rest.substring(1).split("\\.")[0];
  }

  private static int level(String area) {
    for (int i = 0; i < LEVELS.size(); i++) {
      if (LEVELS.get(i).contains(area)) {
        return i;
      }
    }
    throw new AssertionError("the package '" + area + "' has no level in ArchitectureTest");
  }

  @Test
  void importsGoToLowerLevelsOnly() {
    classes().should(new UseLowerLevels()).check(CLASSES);
  }

  private static final class UseLowerLevels extends ArchCondition<JavaClass> {
    UseLowerLevels() {
      super("use only packages of lower levels, or their own");
    }

    @Override
    public void check(JavaClass item, ConditionEvents events) {
      item.getDirectDependenciesFromSelf().stream()
          .filter(d -> d.getTargetClass().getPackageName().startsWith("org.heatscope"))
          .filter(d -> !area(item).equals(area(d.getTargetClass())))
          .filter(d -> !isModel(item, d.getTargetClass()))
          .filter(d -> level(area(d.getTargetClass())) >= level(area(item)))
          .forEach(d -> events.add(SimpleConditionEvent.violated(d, d.getDescription())));
    }

    /** image and color make up the model together: a volume carries windows, a table a rescale. */
    private static boolean isModel(JavaClass from, JavaClass to) {
      return LEVELS.get(0).contains(area(from)) && LEVELS.get(0).contains(area(to));
    }
  }

  @Test
  void parentsDoNotSeeTheirSubPackages() {
    for (String parent : List.of("org.heatscope.io", "org.heatscope.backend")) {
      noClasses()
          .that()
          .resideInAPackage(parent)
          .should()
          .dependOnClassesThat()
          .resideInAPackage(parent + ".*..")
          .check(CLASSES);
    }
  }

  @Test
  void readersDoNotSeeEachOther() {
    for (String format : FORMATS) {
      noClasses()
          .that()
          .resideInAPackage("org.heatscope.io." + format)
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage(
              FORMATS.stream()
                  .filter(f -> !f.equals(format))
                  .map(f -> "org.heatscope.io." + f)
                  .toArray(String[]::new))
          .check(CLASSES);
    }
  }

  @Test
  void eachLibraryHasOneHome() {
    onlyIn("jdk.incubator.vector..", "org.heatscope.backend.simd");
    onlyIn("org.jocl..", "org.heatscope.backend.opencl");
    onlyIn("picocli..", "org.heatscope.cli");
    onlyIn(
        "com.google.gson..",
        "org.heatscope.cam",
        "org.heatscope.cli",
        "org.heatscope.export",
        "org.heatscope.io.safetensors",
        "org.heatscope.io.zarr");
    onlyIn("org.apache.commons.math3..", "org.heatscope.image", "org.heatscope.cam");
    onlyIn("java.awt..", "org.heatscope.io.raster", "org.heatscope.io.tiff");
    onlyIn("javax.imageio..", "org.heatscope.io.raster", "org.heatscope.io.tiff");
    onlyIn("com.twelvemonkeys..", "org.heatscope.io.tiff");
    onlyIn("ai.onnxruntime..", "org.heatscope.onnx");
    onlyIn("ai.onnx.proto..", "org.heatscope.onnx");
    onlyIn("com.google.protobuf..", "org.heatscope.onnx");
    onlyIn("javax.swing..");
  }

  private static void onlyIn(String library, String... homes) {
    noClasses()
        .that()
        .resideOutsideOfPackages(homes)
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
