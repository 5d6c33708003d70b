// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.heatscope.cli.Main;
import org.heatscope.color.Window;
import org.heatscope.image.Geometry;
import org.heatscope.image.Region;
import org.heatscope.image.Samples;
import org.heatscope.image.TimeAxis;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReadOptions;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Folders written by hand, by the NGFF specification 0.4 and 0.5 and Zarr 2 and 3. */
class OmeZarrTest {
  @TempDir Path folder;

  private void json(String path, String text) throws IOException {
    Path file = folder.resolve(path);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text.replace('\'', '"'));
  }

  /** An array of bytes in one chunk. */
  private void array(String path, String shape, int... values) throws IOException {
    json(
        path + "/.zarray",
        "{'zarr_format':2,'shape':"
            + shape
            + ",'chunks':"
            + shape
            + ",'dtype':'|u1','compressor':null,'fill_value':0,'order':'C','filters':null}");
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    Files.write(
        folder.resolve(path).resolve("0" + ".0".repeat(shape.split(",").length - 1)), bytes);
  }

  private void group(String attributes) throws IOException {
    json(".zgroup", "{'zarr_format':2}");
    json(".zattrs", attributes);
  }

  private static String multiscales(String axes, String more, String... datasets) {
    return "{'multiscales':[{'version':'0.4','name':'brain','axes':["
        + axes
        + "],'datasets':["
        + String.join(",", datasets)
        + "]"
        + more
        + "}]}";
  }

  private static String dataset(String path, String scale, String translation) {
    return "{'path':'"
        + path
        + "','coordinateTransformations':[{'type':'scale','scale':"
        + scale
        + "},{'type':'translation','translation':"
        + translation
        + "}]}";
  }

  private static String axis(String name, String type, String more) {
    return "{'name':'" + name + "','type':'" + type + "'" + more + "}";
  }

  private Volume read(String series) throws IOException {
    return ImageReaders.open(folder, options(series)).read();
  }

  private static ReadOptions options(String series) {
    return new ReadOptions(Optional.ofNullable(series), Set.of(), ReadOptions.MAX_BYTES);
  }

  private String fault(String series) {
    return assertThrows(IOException.class, () -> read(series)).getMessage();
  }

  private static final String MICRO = ",'unit':'micrometer'";

  @Test
  void scalesAndPlacesBecomeMillimetresOfAPicture() throws IOException {
    String axes =
        axis("t", "time", ",'unit':'millisecond'")
            + ","
            + axis("c", "channel", "")
            + ","
            + axis("z", "space", MICRO)
            + ","
            + axis("y", "space", MICRO)
            + ","
            + axis("x", "space", MICRO);
    group(
        multiscales(
            axes,
            ",'coordinateTransformations':[{'type':'scale','scale':[500,1,2,1,1]}]",
            dataset("0", "[1,1,3,0.5,0.25]", "[0,0,100,20,10]")));
    array("0", "[2,2,1,1,2]", 1, 2, 3, 4, 5, 6, 7, 8);
    Volume v = read(null);
    assertEquals("OME-Zarr", v.format());
    assertEquals(Geometry.Frame.PICTURE, v.geometry().frame());
    assertArrayEquals(
        new double[] {0.00025, 0, 0, 0.010, 0, -0.0005, 0, -0.020, 0, 0, 0.006, 0.2},
        v.geometry().affine().rows(),
        1e-15);
    assertEquals(new TimeAxis(2, 0.5, "s"), v.time());
    assertEquals(2, v.channels());
    assertEquals(4, v.value(1, 0, 0, 0, 1));
    assertEquals(5, v.value(0, 0, 0, 1, 0));
    assertEquals(List.of(), v.warnings());
    assertEquals("brain, level 0 of 1 (0)", v.description());
  }

  /** NGFF RFC 4; a step of x from right to left is one to -x in RAS+. */
  @Test
  void axesThatSayHowTheyRunInABodyGiveAnAnatomicalPlace() throws IOException {
    String milli = ",'unit':'millimeter','orientation':{'type':'anatomical','value':";
    group(
        multiscales(
            axis("z", "space", milli + "'inferior-to-superior'}")
                + ","
                + axis("y", "space", milli + "'anterior-to-posterior'}")
                + ","
                + axis("x", "space", milli + "'right-to-left'}"),
            "",
            dataset("s0", "[3,2,1]", "[30,20,10]")));
    array("s0", "[1,1,2]", 1, 2);
    Geometry g = read(null).geometry();
    assertEquals(Geometry.Frame.ANATOMICAL, g.frame());
    assertEquals("LPS", g.orientation());
    assertArrayEquals(new double[] {-1, 0, 0, -10, 0, -2, 0, -20, 0, 0, 3, 30}, g.affine().rows());
  }

  @Test
  void aLevelIsChosenByItsPathOrItsNumber() throws IOException {
    group(
        multiscales(
            axis("y", "space", MICRO) + "," + axis("x", "space", MICRO),
            "",
            dataset("full", "[1,1]", "[0,0]"),
            dataset("half", "[2,2]", "[0.5,0.5]")));
    array("full", "[1,2]", 1, 2);
    array("half", "[1,1]", 9);
    assertEquals(2, read(null).geometry().nx());
    assertEquals(9, read("half").value(0, 0, 0, 0, 0));
    assertEquals(9, read("1").value(0, 0, 0, 0, 0));
    assertEquals(0.002, read("1").geometry().spacing(0), 1e-15);
    assertEquals(2, read("0").value(1, 0, 0, 0, 0));
    assertEquals(
        "there is no \"2\" among the 2 levels of the image: 0: full, 1: half; choose one by its"
            + " number or path",
        fault("2"));
    folder = folder.resolve("half");
    assertEquals("there is no series \"0\": the file holds one image (a Zarr array)", fault("0"));
  }

  @Test
  void aLevelThatLiesAloneInAGroupIsChosenByTheGroup() throws IOException {
    group(
        multiscales(
            axis("y", "space", MICRO) + "," + axis("x", "space", MICRO),
            "",
            dataset("scale0/brain", "[1,1]", "[0,0]"),
            dataset("scale1/brain", "[2,2]", "[0.5,0.5]")));
    json("scale1/.zgroup", "{'zarr_format':2}");
    array("scale0/brain", "[1,2]", 1, 2);
    array("scale1/brain", "[1,1]", 9);
    for (String series : new String[] {"scale1", "scale1/", "scale1/brain"}) {
      Volume v = read(series);
      assertEquals("OME-Zarr", v.format());
      assertEquals(0.002, v.geometry().spacing(0), 1e-15);
    }
  }

  /** A voxel of a level half as fine covers two: its centre is the mean of theirs. */
  @Test
  void levelsLieOnEachOtherInTheWorld() throws IOException {
    group(
        multiscales(
            axis("y", "space", MICRO) + "," + axis("x", "space", MICRO),
            ",'coordinateTransformations':[{'type':'scale','scale':[10,20]},"
                + "{'type':'translation','translation':[7,9]}]",
            dataset("full", "[1,1]", "[0,0]"),
            dataset("half", "[2,2]", "[0.5,0.5]")));
    array("full", "[4,4]", new int[16]);
    array("half", "[2,2]", new int[4]);
    Geometry full = read(null).geometry();
    Geometry half = read("half").geometry();
    for (int x = 0; x < 2; x++) {
      for (int y = 0; y < 2; y++) {
        double[] mean = new double[3];
        for (int n = 0; n < 4; n++) {
          double[] w = full.affine().apply(2 * x + n % 2, 2 * y + n / 2, 0);
          for (int a = 0; a < 3; a++) {
            mean[a] += w[a] / 4;
          }
        }
        assertArrayEquals(mean, half.affine().apply(x, y, 0), 1e-12);
      }
    }
    assertArrayEquals(new double[] {0.039, -0.027, 0}, half.affine().apply(0.5, 0.75, 0), 1e-12);
  }

  /** The right lower one of 2 x 2 voxels covers four of 4 x 4 black ones. */
  @Test
  void aLevelIsLaidOnAnotherWhereItLies() throws IOException {
    group(
        multiscales(
            axis("y", "space", MICRO) + "," + axis("x", "space", MICRO),
            "",
            dataset("0", "[1,1]", "[0,0]"),
            dataset("1", "[2,2]", "[0.5,0.5]")));
    array("0", "[4,4]", new int[16]);
    array("1", "[2,2]", 0, 0, 0, 9);
    assertEquals(read("0").scene(), read("1").scene());
    Path out = folder.resolve("out.npy");
    String map = folder + "?series=1&threshold=0&interpolation=nearest&range=0,9";
    assertEquals(
        0,
        Main.execute(
            "overlay",
            folder + "",
            "--map",
            map,
            "--layout",
            "stack",
            "--window-range",
            "0,1",
            "--backend",
            "scalar",
            "-o",
            out + ""));
    byte[] npy = Files.readAllBytes(out);
    int pixels = npy.length - 4 * 16;
    for (int i = 0; i < 16; i++) {
      int r = npy[pixels + 4 * i] & 0xff;
      int g = npy[pixels + 4 * i + 1] & 0xff;
      assertEquals(i / 4 > 1 && i % 4 > 1, r != 0 || g != 0, "pixel " + i);
    }
    Files.delete(out);
  }

  @Test
  void aLevelWithoutATranslationIsWarnedOf() throws IOException {
    String scale = "'coordinateTransformations':[{'type':'scale','scale':";
    group(
        multiscales(
            axis("x", "space", MICRO),
            "",
            "{'path':'0'," + scale + "[1]}]}",
            "{'path':'1'," + scale + "[2]}]}"));
    array("0", "[4]", 1, 2, 3, 4);
    array("1", "[2]", 1, 3);
    assertEquals(List.of(), read("0").warnings());
    assertTrue(read("1").warnings().get(0).contains("half a voxel"));
  }

  @Test
  void version05AndRenderingWindowAreRead() throws IOException {
    json(
        "zarr.json",
        "{'zarr_format':3,'node_type':'group','attributes':{'ome':{'version':'0.5','omero':"
            + "{'channels':[{'window':{'min':0,'max':65535,'start':10,'end':200}}]},"
            + "'multiscales':[{'axes':[{'name':'x','type':'space','unit':'meter'}],"
            + "'datasets':[{'path':'0','coordinateTransformations':[{'type':'scale','scale':[2]}]}]"
            + "}]}}}");
    json(
        "0/zarr.json",
        "{'zarr_format':3,'node_type':'array','shape':[2],'data_type':'uint8','fill_value':7,"
            + "'chunk_grid':{'name':'regular','configuration':{'chunk_shape':[2]}},"
            + "'chunk_key_encoding':{'name':'default'},'codecs':[{'name':'bytes'}]}");
    Volume v = read(null);
    assertEquals(2000, v.geometry().spacing(0));
    assertEquals(7, v.value(1, 0, 0, 0, 0));
    assertEquals(List.of(Window.range(10, 200)), v.windows());
  }

  @Test
  void axesWithoutAUnitAreWarnedOf() throws IOException {
    group(
        multiscales(
            axis("y", "space", "") + "," + axis("x", "space", ""),
            "",
            dataset("0", "[1,0.5]", "[0,0]")));
    array("0", "[1,2]", 1, 2);
    assertEquals(
        List.of("The axes have no unit that is known; their scales are taken as millimetres."),
        read(null).warnings());
    assertEquals(0.5, read(null).geometry().spacing(0));
  }

  @Test
  void ofSeveralImagesOneMustBeNamed() throws IOException {
    json(".zgroup", "{'zarr_format':2}");
    array("a", "[1]", 1);
    array("b/c", "[1]", 2);
    json("b/.zgroup", "{'zarr_format':2}");
    assertEquals("2 Zarr groups or arrays here: a, b; choose one by its path", fault(null));
    assertEquals(1, read("a").value(0, 0, 0, 0, 0));
    assertEquals(2, read("b").value(0, 0, 0, 0, 0));
    assertEquals(2, read("b/c").value(0, 0, 0, 0, 0));
    assertEquals(
        "there is no \"../a\" among the Zarr groups or arrays here: a, b; choose one by its path",
        fault("../a"));
  }

  @Test
  void noPathLeadsOutOfTheFolder() throws IOException {
    Path outside = folder;
    array("secret", "[1]", 42);
    folder = folder.resolve("image");
    group(multiscales(axis("x", "space", ""), "", dataset("../secret", "[1]", "[0]")));
    assertEquals("the path '../secret' of a level leads out of the folder", fault(null));
    group(
        multiscales(
            axis("x", "space", ""),
            "",
            dataset(outside.resolve("secret").toString().replace('\\', '/'), "[1]", "[0]")));
    assertTrue(fault(null).endsWith("leads out of the folder"));
    array("0", "[1]", 1);
    String header = Files.readString(folder.resolve("0/.zarray"));
    json("0/.zarray", header.replace("\"order\"", "\"dimension_separator\":\"/../\",\"order\""));
    group(multiscales(axis("x", "space", ""), "", dataset("0", "[1]", "[0]")));
    assertEquals("the Zarr chunk key separator '/../' is not read", fault(null));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      quoteCharacter = '`',
      value = {
        "'|u1' ; '<M8[ns]' ; a Zarr array of type '<M8[ns]' is not read",
        "'|u1' ; [['a','<f4']] ; a Zarr array of structures is not read",
        "'compressor':null ; 'compressor':{'id':'lzma'} ; the Zarr codec 'lzma' is not read",
        "'filters':null ; 'filters':[{'id':'delta'}] ; the Zarr codec 'delta' is not read",
        "'shape':[2] ; 'shape':[-2] ; 'shape': an axis has the size -2",
        "'shape':[2] ; 'shape':[2,2] ; the Zarr array has 2 axes, its chunks have 1",
        "'shape':[2] ; 'shape':'2' ; 'shape' is not a list",
        "'chunks':[2] ; 'chunks':[2147483647] ; a chunk of the Zarr array takes 2147483647 bytes"
            + " unpacked",
        "'chunks':[2] ; 'chunks':[3] ; chunk [0]: truncated: 3 bytes declared, 2 present",
        "'compressor':null ; 'compressor':{'id':'gzip'} ; chunk [0]: the gzip stream is damaged",
        "'compressor':null ; 'compressor':{'id':'blosc'} ; chunk [0]: the Blosc header breaks off",
        "'compressor':null ; 'compressor':{'id':'zstd'} ; chunk [0]: the Zstandard data are damaged"
            + " or too long",
        "'fill_value':0 ; 'fill_value':'x' ; the fill value 'x' cannot be read",
        "{ ; [ ; the metadata are not JSON"
      })
  void whatAnArrayGetsWrongIsNamed(String good, String bad, String fault) throws IOException {
    array(".", "[2]", 1, 2);
    String header = Files.readString(folder.resolve(".zarray")).replace('"', '\'');
    assertTrue(header.contains(good));
    json(".zarray", header.replace(good, bad));
    assertEquals(fault, fault(null));
  }

  /**
   * 2 x 2 x 10^5 x 10^5 x 10 bytes, 400 GB: it is opened at once, and only the chunk that is looked
   * at is read, for its neighbour is damaged.
   */
  @Test
  void ofAHugeImageOnlyTheChunksThatAreLookedAtAreRead() throws IOException {
    json(
        ".zarray",
        "{'zarr_format':2,'shape':[2,2,10,100000,100000],'chunks':[1,1,1,100,100],'dtype':'|u1',"
            + "'compressor':null,'fill_value':3,'order':'C','filters':null}");
    byte[] chunk = new byte[10_000];
    chunk[100 * 7 + 5] = 77;
    Files.write(folder.resolve("1.0.9.999.999"), chunk);
    Files.write(folder.resolve("1.0.9.999.998"), new byte[1]);
    Volume v = read(null);
    Samples s = Samples.of(v, 1, 0, new Region(99_900, 99_900, 9, 100, 100, 1));
    assertEquals(77, s.stored(s.index(5, 7, 0)));
    assertEquals(3, v.value(0, 0, 0, 0, 1));
    UncheckedIOException e =
        assertThrows(UncheckedIOException.class, () -> v.value(99_899, 99_900, 9, 1, 0));
    assertEquals(
        "chunk [1, 0, 9, 999, 998]: truncated: 10000 bytes declared, 1 present",
        e.getCause().getMessage());
  }

  /** The value is zarr-python's; see MANIFEST.md beside the data. */
  @Test
  void theValueOfTheRealFileIsThatOfZarrPython() throws IOException {
    Path zarr = Path.of("..", "shared", "data", "zarr", "mni152_axial.ome.zarr");
    Assumptions.assumeTrue(Files.exists(zarr), "the Zarr corpus ../shared/data is not here");
    Volume v = ImageReaders.read(zarr);
    assertEquals(207, v.geometry().nx());
    assertEquals(256, v.geometry().ny());
    assertEquals(49.36207103729248, v.value(100, 120, 0, 0, 0));
    assertEquals(0.737463116645813, v.geometry().spacing(0));
    assertEquals(-75.76253509521484, v.geometry().affine().get(0, 3));
    assertEquals(25, ImageReaders.open(zarr, options("3")).read().geometry().nx());
  }
}
