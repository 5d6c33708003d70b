// SPDX-License-Identifier: Apache-2.0
package org.heatscope;

import static com.tngtech.archunit.base.DescribedPredicate.describe;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The directions of the architecture: each package, and the packages that it may use. */
class ArchitectureTest {
  /** From the lowest level up; packages on one line may use those on the lines before. */
  private static final List<List<String>> LEVELS =
      List.of(
          List.of("image", "color"),
          List.of("io", "op"),
          List.of("backend"),
          List.of("map", "cam"),
          List.of("render"),
          List.of("export"),
          List.of(""),
          List.of("onnx"),
          List.of("cli", "fiji"));

  private static final List<String> FORMATS =
      List.of(
          "analyze",
          "dicom",
          "metaimage",
          "mgh",
          "nifti",
          "nrrd",
          "numpy",
          "raster",
          "safetensors",
          "tiff",
          "zarr");

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
    onlyIn("jdk.incubator.vector..", "backend.simd");
    onlyIn("org.jocl..", "backend.opencl");
    onlyIn("picocli..", "cli");
    onlyIn("com.google.gson..", "cam", "cli", "export", "io.safetensors", "io.zarr");
    onlyIn("org.apache.commons.math3..", "image", "map", "cam");
    onlyIn("org.apache.commons.compress..", "io.nrrd");
    onlyIn("org.apache.commons.csv..", "io");
    onlyIn("io.airlift..", "io.zarr");
    onlyIn("java.awt..", "io.raster", "io.tiff", "io.dicom.codec", "fiji");
    onlyIn("javax.imageio..", "io.raster", "io.tiff", "io.dicom.codec");
    onlyIn("com.twelvemonkeys..", "io.tiff", "io.dicom.codec");
    onlyIn("com.github.jaiimageio..", "io.dicom.codec");
    onlyIn("ai.onnxruntime..", "onnx");
    onlyIn("ai.onnx.proto..", "onnx");
    onlyIn("com.google.protobuf..", "onnx");
    onlyIn("ij..", "fiji");
    onlyIn("org.scijava..", "fiji");
    onlyIn("javax.swing..");
  }

  /** On Java 17 a second species of a type makes every loop over vectors of that type slow. */
  @Test
  void speciesOfVectorsAreMadeInOnePlace() {
    noClasses()
        .that()
        .doNotHaveSimpleName("Lanes")
        .should()
        .callMethodWhere(
            describe(
                "a species is made",
                call ->
                    call.getTargetOwner().getSimpleName().equals("VectorSpecies")
                        && call.getName().startsWith("of")))
        .orShould()
        .accessFieldWhere(
            describe("one is named", access -> access.getName().startsWith("SPECIES_")))
        .check(CLASSES);
  }

  private static void onlyIn(String library, String... homes) {
    noClasses()
        .that()
        .resideOutsideOfPackages(
            Stream.of(homes).map(h -> "org.heatscope." + h).toArray(String[]::new))
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .check(CLASSES);
  }
}
