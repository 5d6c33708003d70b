// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.Collectors;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Backends;
import org.heatscope.backend.CompositeContractTest;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.backend.scalar.ScalarBackend;
import org.heatscope.image.Affine;
import org.heatscope.image.Geometry;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Suv;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Every kind of map on every backend gives what it gives on the scalar one. */
class MapParityTest {
  private static final Volume IMAGE = Reference.image("nifti/anatomical.nii");
  private static final Volume SERIES =
      Reference.image("nifti/functional.nii").toBuilder().time(new TimeAxis(20, 2, "s")).build();

  @TempDir static Path folder;

  /**
   * A kind at work.
   *
   * @param bound of the difference, relative to the largest magnitude of the map
   */
  private record Row(String kind, String options, double bound, Volume... inputs) {
    MapResult on(Session session, Workers workers) throws IOException {
      Map<String, String> given = new LinkedHashMap<>();
      for (String o : options.isEmpty() ? new String[0] : options.split("&")) {
        int equals = o.indexOf('=');
        given.put(
            equals < 0 ? o : o.substring(0, equals), equals < 0 ? "" : o.substring(equals + 1));
      }
      return MapRequest.of(MapKinds.find(kind).orElseThrow(), TestWork.inputs(inputs), given)
          .run(MapWork.quiet(session, workers));
    }

    @Override
    public String toString() {
      return kind + "?" + options;
    }
  }

  private static Volume random(Geometry g, long seed) {
    Random random = new Random(seed);
    double[] v = random.doubles(g.voxels()).map(d -> 200 * d - 100).toArray();
    v[7] = Double.NaN;
    v[8] = Double.POSITIVE_INFINITY;
    return TestWork.volume(g, v);
  }

  private static Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  private static List<Row> rows() {
    Geometry g = Geometry.anatomical(19, 17, 11, Affine.scaling(2, 2.5, 3, -18.4, 0, 0));
    Geometry moved = Geometry.anatomical(16, 15, 13, Affine.scaling(2.3, 2.7, 2.9, -17, 1, 2));
    Volume odd = random(g, 1);
    Volume[] group = new Volume[6];
    Arrays.setAll(group, i -> random(i == 3 ? moved : g, i));
    double[] l = new double[(int) g.voxels()];
    Arrays.setAll(l, i -> i % 4);
    Volume labels = TestWork.volume(g, l);
    Volume pet = odd.toBuilder().suv(Suv.of(0.37)).build();
    Path design = file("design.csv", "age,sex\n20,f\n31,m\n44,f\n52,m\n61,f\n35,m\n");
    Path values = file("values.csv", "index,value\n1,5\n2,7\n");
    Path atlas = Path.of("test-images/nifti/JHU-WhiteMatter-labels-2mm.nii.gz");
    Volume z = Reference.image("nifti/zstat1.nii.gz");
    double exact = 0;
    double floats = 1e-6;
    return List.of(
        new Row("normalize", "", floats, odd),
        new Row("normalize", "method=robust", floats, IMAGE),
        new Row("normalize", "method=z-score", floats, odd),
        new Row("normalize", "method=histogram&reference=" + atlas, exact, IMAGE),
        new Row("hu-fraction", "hu=-20,30&radius=5", exact, odd),
        new Row("distance", "", exact, labels),
        new Row("asymmetry", "", 2e-6, odd),
        new Row("asymmetry", "scale=percent&middle", 1e-4, IMAGE),
        new Row("mask", "", exact, IMAGE),
        new Row("mask", "", exact, SERIES),
        new Row("smooth", "fwhm=7", floats, odd),
        new Row("smooth", "fwhm=7&missing=left-out", 2e-6, odd),
        new Row("smooth", "fwhm=7&mask=auto", 2e-6, IMAGE),
        new Row("local-mean", "radius=6", 2e-6, odd),
        new Row("local-sd", "radius=6", 2e-4, odd),
        new Row("local-cv", "radius=6", 1e-3, IMAGE),
        new Row("local-entropy", "radius=6", exact, odd),
        new Row("gradient", "", 2e-6, IMAGE),
        new Row("gradient", "fwhm=5", 1e-5, odd),
        new Row("log", "sigma=4", 2e-5, odd),
        new Row("hessian", "sigma=3,5", 1e-4, IMAGE),
        new Row("hessian", "sigma=4&shape=dark-blob", 1e-4, odd),
        new Row("suv", "", floats, pet),
        new Row("threshold", "percentile=99", exact, z),
        new Row("threshold", "fdr=0.05&cluster-voxels=5", exact, z),
        new Row("tfce", "", exact, z),
        new Row("t-to-z", "df=12", exact, z),
        new Row("tmean", "", floats, SERIES),
        new Row("tsd", "ddof=0", 1e-5, SERIES),
        new Row("tsnr", "", 1e-4, SERIES),
        new Row("slope", "frames=3,17", 1e-5, SERIES),
        new Row("zscore", "baseline=2,9", 1e-5, SERIES),
        new Row("zscore", "baseline=2,9&frames=12,15", 1e-5, SERIES),
        new Row("peak", "", exact, SERIES),
        new Row("time-to-peak", "", exact, SERIES),
        new Row("auc", "baseline=0,4", 1e-5, SERIES),
        new Row("alff", "band=0.05,0.2", exact, SERIES),
        new Row("reho", "", exact, SERIES),
        new Row("correlation", "seed=0,0,0", 1e-5, inTheMiddle(SERIES)),
        new Row("correlation", "seed=0,0,0&fisher", 1e-4, inTheMiddle(SERIES)),
        new Row("difference", "", 2e-6, odd, group[3]),
        new Row("ratio", "floor=10", 1e-5, odd, group[3]),
        new Row("percent-change", "floor=10", 1e-5, odd, group[3]),
        new Row("percent-change", "baseline=0,5", 1e-5, SERIES),
        new Row("mean", "", floats, group),
        new Row("sd", "", floats, group),
        new Row("n", "", exact, group),
        new Row("t", "", 1e-4, group),
        new Row("t", "paired", 1e-4, group),
        new Row("z", "first=3", 1e-4, group),
        new Row("glm", "design=" + design + "&contrast=age", 1e-4, group),
        new Row("permutation", "permutations=40", exact, group),
        new Row("regions", "atlas=" + atlas, exact, z),
        new Row("paint", "values=" + values, exact, labels));
  }

  /** The series with the middle of its grid at 0, 0, 0 mm. */
  private static Volume inTheMiddle(Volume v) {
    Geometry g = v.geometry();
    return v.withGeometry(
        Geometry.anatomical(
            g.nx(),
            g.ny(),
            g.nz(),
            Affine.scaling(4, 4, 4, -4.0 * (g.nx() / 2), -4.0 * (g.ny() / 2), 0)));
  }

  @Test
  void everyKindIsCompared() {
    Set<String> compared = rows().stream().map(Row::kind).collect(Collectors.toSet());
    assertEquals(MapKinds.list().stream().map(MapKind::name).collect(Collectors.toSet()), compared);
  }

  @ParameterizedTest
  @ValueSource(strings = {"simd", "opencl"})
  void givesWhatTheScalarBackendGives(String name) throws IOException {
    BackendProvider provider =
        new Backends(s -> {})
            .providers().stream().filter(p -> p.name().equals(name)).findFirst().orElseThrow();
    List<String> wrong = new ArrayList<>();
    Set<String> said = new HashSet<>();
    try (Session other = CompositeContractTest.openOrSkip(provider);
        Session scalar = new ScalarBackend().open(2);
        Workers workers = new Workers(2)) {
      for (Row row : rows()) {
        MapResult want = row.on(scalar, workers);
        MapResult got = row.on(other, workers);
        assertEquals(want.table().map(t -> t.rows()), got.table().map(t -> t.rows()), row.kind);
        if (want.map().isPresent()) {
          said.add(got.map().get().backend());
          String where = want.map().get().backend().replace("scalar", name);
          assertEquals(where, got.map().get().backend(), row.kind);
          difference(row, want.map().get(), got.map().get()).ifPresent(wrong::add);
        }
      }
    }
    assertEquals(List.of(), wrong);
    assertTrue(said.contains(name) && said.contains(Maps.JAVA), said.toString());
  }

  private static java.util.Optional<String> difference(Row row, HeatMap want, HeatMap got) {
    double largest = 0;
    double apart = 0;
    int at = -1;
    for (int t = 0; t < want.volume().time().frames(); t++) {
      double[] w = Values.of(want.volume(), t);
      double[] g = Values.of(got.volume(), t);
      for (int i = 0; i < w.length; i++) {
        largest = Double.isNaN(w[i]) ? largest : Math.max(largest, Math.abs(w[i]));
        boolean same = w[i] == g[i] || Double.isNaN(w[i]) && Double.isNaN(g[i]);
        double d = same ? 0 : Math.abs(w[i] - g[i]);
        if (d > apart || Double.isNaN(d)) {
          apart = Double.isNaN(d) ? Double.POSITIVE_INFINITY : d;
          at = i;
        }
      }
    }
    return apart <= row.bound * largest
        ? java.util.Optional.empty()
        : java.util.Optional.of(
            row + ": " + apart + " apart at " + at + ", the largest is " + largest);
  }
}
