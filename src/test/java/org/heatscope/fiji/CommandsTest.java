// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import static org.heatscope.fiji.ImageJRuns.NX;
import static org.heatscope.fiji.ImageJRuns.NY;
import static org.heatscope.fiji.ImageJRuns.NZ;
import static org.heatscope.fiji.ImageJRuns.base;
import static org.heatscope.fiji.ImageJRuns.colours;
import static org.heatscope.fiji.ImageJRuns.map;
import static org.heatscope.fiji.ImageJRuns.mapValue;
import static org.heatscope.fiji.ImageJRuns.saved;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Undo;
import ij.WindowManager;
import ij.gui.PointRoi;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import java.io.File;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.cli.Main;
import org.heatscope.color.Colormap;
import org.heatscope.color.Colormaps;
import org.heatscope.image.Geometry;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageWriters;
import org.heatscope.io.Tensors;
import org.heatscope.onnx.BlockNetwork;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.scijava.Context;
import org.scijava.command.CommandInfo;
import org.scijava.command.CommandService;
import org.scijava.module.Module;
import org.scijava.module.ModuleItem;
import org.scijava.module.ModuleService;

/** The commands, as SciJava and as ImageJ's macros run them. */
class CommandsTest {
  private static Context context;

  @TempDir Path folder;

  @BeforeAll
  static void open() {
    context = new Context(CommandService.class);
  }

  @AfterAll
  static void close() {
    context.dispose();
  }

  private static Module run(Class<? extends ToolCommand> command, Object... inputs)
      throws Exception {
    return context.service(ModuleService.class).run(info(command), true, inputs).get();
  }

  private static CommandInfo info(Class<? extends ToolCommand> command) {
    return context.service(CommandService.class).getCommand(command);
  }

  private static ImagePlus picture(Module module) {
    assertNull(((ToolCommand) module).getCancelReason());
    return (ImagePlus) module.getOutput("picture");
  }

  // ---- what is in the jar

  @Test
  void theIndexOfPluginsNamesEveryCommandUnderItsMenu() throws Exception {
    String index;
    try (InputStream in =
        ToolCommand.class.getResourceAsStream("/META-INF/json/org.scijava.plugin.Plugin")) {
      assertNotNull(in, "annotation processing is off");
      index = new String(in.readAllBytes(), StandardCharsets.UTF_8);
    }
    assertEquals(
        Tools.list().stream().map(Tool::name).toList(),
        List.copyOf(ImageJRuns.commands().keySet()));
    for (Map.Entry<String, String> command : ImageJRuns.commands().entrySet()) {
      assertTrue(index.contains("Plugins>Heatscope>" + command.getKey() + "\""), command.getKey());
      assertEquals(
          HeatscopePlugIn.class.getName() + "(\"" + command.getKey() + "\")", command.getValue());
    }
  }

  @Test
  void inputsHaveLabelsHelpAndRanges() {
    Module module = context.service(ModuleService.class).createModule(info(OverlayHeatmap.class));
    ModuleItem<?> alpha = module.getInfo().getInput("alpha");
    assertEquals(0.0, alpha.getMinimumValue());
    assertEquals(1.0, alpha.getMaximumValue());
    assertEquals("Alpha", alpha.getLabel());
    assertFalse(alpha.getDescription().isBlank());
    assertTrue(module.getInfo().getInput("colormap").getChoices().contains("viridis"));
  }

  // ---- Overlay Heatmap

  /** The command line's pixels: RGBA, nz x ny x nx. */
  private List<int[]> ofCommandLine(Path base, Path map, String... more) throws Exception {
    Path out = folder.resolve("stack.npy");
    List<String> args = new java.util.ArrayList<>();
    args.addAll(List.of("overlay", base.toString(), "--map", map.toString(), "--layout", "stack"));
    args.addAll(List.of("--window-range", "0,255", "-o", out.toString()));
    args.addAll(List.of(more));
    assertEquals(0, Main.execute(args.toArray(String[]::new)));
    float[] rgba = Tensors.read(out, java.util.Optional.empty()).data();
    List<int[]> planes = new java.util.ArrayList<>();
    int plane = NX * NY;
    for (int z = 0; z < rgba.length / 4 / plane; z++) {
      int[] rgb = new int[plane];
      for (int i = 0; i < plane; i++) {
        int at = 4 * (z * plane + i);
        rgb[i] = (int) rgba[at] << 16 | (int) rgba[at + 1] << 8 | (int) rgba[at + 2];
      }
      planes.add(rgb);
    }
    return planes;
  }

  private static void assertSamePlanes(List<int[]> expected, List<int[]> actual) {
    assertEquals(expected.size(), actual.size());
    for (int z = 0; z < expected.size(); z++) {
      assertArrayEquals(expected.get(z), actual.get(z), "plane " + z);
    }
  }

  @Test
  void thePictureHasTheCommandLinesPixels() throws Exception {
    Path map = saved(map(), folder);
    List<int[]> expected =
        ofCommandLine(
            saved(base(), folder), map, "--threshold", "1.5", "--alpha", "0.6", "--range", "-6,6");
    ImagePlus source = base();
    ImagePlus made =
        picture(
            run(
                OverlayHeatmap.class,
                "image",
                source,
                "file",
                map.toFile(),
                "threshold",
                "1.5",
                "alpha",
                0.6,
                "range",
                "-6,6"));
    assertSamePlanes(expected, colours(made));
    assertEquals("micron", made.getCalibration().getUnit());
    assertEquals(0.5, made.getCalibration().pixelWidth);
    assertEquals(0, made.getCalibration().getFunction() - ij.measure.Calibration.NONE);
  }

  @Test
  void anOverlayLeavesThePixelsAndCanBeTakenBack() throws Exception {
    ImagePlus source = base();
    byte[] before = ((byte[]) source.getStack().getPixels(2)).clone();
    Object[] inputs = {
      "image", source, "file", saved(map(), folder).toFile(), "threshold", "1", "bar", false
    };
    List<int[]> expected = colours(picture(run(OverlayHeatmap.class, inputs)));
    Object[] over = Arrays.copyOf(inputs, inputs.length + 2);
    over[inputs.length] = "output";
    over[inputs.length + 1] = "overlay";
    assertEquals(source, picture(run(OverlayHeatmap.class, over)));
    assertArrayEquals(before, (byte[]) source.getStack().getPixels(2));
    assertEquals(NZ, source.getOverlay().size());
    ij.gui.Overlay copied = source.getOverlay().duplicate();
    for (int z = 0; z < NZ; z++) {
      HeatRoi roi = (HeatRoi) copied.get(z);
      assertEquals(z + 1, roi.getPosition());
      for (int i = 0; i < NX * NY; i++) {
        int argb = roi.picture().getRGB(i % NX, i / NX);
        int grey = ((byte[]) source.getStack().getPixels(z + 1))[i] & 0xff;
        int shown = argb >>> 24 == 255 ? argb & 0xffffff : grey * 0x10101;
        assertEquals(expected.get(z)[i], shown, "pixel " + i + " of plane " + z);
      }
    }
    ij.gui.Overlay reopened = IJ.openImage(saved(source, folder).toString()).getOverlay();
    assertEquals(NZ, reopened.size());
    assertTrue(((ij.gui.ImageRoi) reopened.get(1)).getZeroTransparent());
    WindowManager.setTempCurrentImage(source);
    Undo.undo();
    WindowManager.setTempCurrentImage(null);
    assertEquals(0, source.getOverlay().size());
  }

  @Test
  void aMapKeepsItsValuesAndItsColoursAsLut() throws Exception {
    ImagePlus made =
        picture(
            run(
                OverlayHeatmap.class,
                "image",
                base(),
                "file",
                saved(map(), folder).toFile(),
                "output",
                "map",
                "colormap",
                "viridis",
                "range",
                "-8,8",
                "threshold",
                "-1"));
    assertEquals(32, made.getBitDepth());
    for (int z = 0; z < NZ; z++) {
      float[] plane = (float[]) made.getStack().getPixels(z + 1);
      for (int i = 0; i < plane.length; i++) {
        assertEquals(mapValue(i % NX, i / NX, z), plane[i]);
      }
    }
    assertEquals(-8, made.getDisplayRangeMin());
    assertEquals(8, made.getDisplayRangeMax());
    Colormap viridis = Colormaps.get("viridis");
    for (int k = 0; k < 256; k++) {
      assertEquals(viridis.entry(k), made.getProcessor().getLut().getRGB(k) & 0xffffff, "" + k);
    }
    String info = (String) made.getProperty("Info");
    assertTrue(info.contains("viridis") && info.contains("-8.0 to 8.0"), info);
  }

  @Test
  void theColourBarStandsInTheCornerAndSaysTheScale() throws Exception {
    float[] values = new float[400 * 400];
    for (int i = 0; i < values.length; i++) {
      values[i] = i % 400 / 4f;
    }
    Path map = saved(new ImagePlus("ramp.tif", new FloatProcessor(400, 400, values)), folder);
    ImagePlus source = new ImagePlus("flat", new FloatProcessor(400, 400));
    Object[] inputs = {
      "image", source, "file", map.toFile(), "colormap", "viridis", "threshold", "20"
    };
    ij.gui.Overlay overlay = picture(run(OverlayHeatmap.class, inputs)).getOverlay();
    assertEquals(1, overlay.size());
    ij.gui.ImageRoi bar = (ij.gui.ImageRoi) overlay.get(0);
    java.awt.Rectangle at = bar.getBounds();
    assertEquals(400, at.x + at.width);
    assertEquals(0, at.y);
    int[] rgb = (int[]) bar.getProcessor().convertToRGB().getPixelsCopy();
    // The bar's top is one of viridis's last entries, which end in fde725; what is hidden is grey.
    Colormap viridis = Colormaps.get("viridis");
    assertTrue(
        Arrays.stream(rgb)
            .anyMatch(v -> (v & 0xffffff) == viridis.entry(254) || (v & 0xffffff) == 0xfde725));
    assertTrue(Arrays.stream(rgb).filter(v -> (v & 0xffffff) == 0x808080).count() > 20);
  }

  @Test
  void channelsSlicesAndFramesAreKept() throws Exception {
    ImageStack stack = new ImageStack(NX, NY);
    for (int i = 0; i < 2 * NZ * 2; i++) {
      stack.addSlice(base().getStack().getProcessor(i / 2 % NZ + 1).duplicate());
    }
    ImagePlus source = new ImagePlus("czt", stack);
    source.setDimensions(2, NZ, 2);
    source.setOpenAsHyperStack(true);
    ImagePlus composite = new ij.CompositeImage(source, ij.CompositeImage.COMPOSITE);
    File map = saved(map(), folder).toFile();
    int[] size = {NX, NY, 2, NZ, 2};
    ImagePlus made = picture(run(OverlayHeatmap.class, "image", composite, "file", map));
    assertArrayEquals(size, made.getDimensions());
    ImagePlus over =
        picture(
            run(
                OverlayHeatmap.class,
                "image",
                composite,
                "file",
                map,
                "output",
                "overlay",
                "bar",
                false));
    assertArrayEquals(size, over.getDimensions());
    assertEquals(NZ * 2, over.getOverlay().size());
    Roi last = over.getOverlay().get(NZ * 2 - 1);
    assertEquals(NZ, last.getZPosition());
    assertEquals(2, last.getTPosition());
  }

  @Test
  void aSelectionLimitsTheMap() throws Exception {
    ImagePlus source = base();
    source.setRoi(new Roi(4, 2, 5, 6));
    ImagePlus made =
        picture(
            run(
                OverlayHeatmap.class,
                "image",
                source,
                "file",
                saved(map(), folder).toFile(),
                "threshold",
                "-1",
                "output",
                "map"));
    for (int i = 0; i < NX * NY; i++) {
      boolean inside = i % NX >= 4 && i % NX < 9 && i / NX >= 2 && i / NX < 8;
      float v = ((float[]) made.getStack().getPixels(2))[i];
      assertEquals(inside, !Float.isNaN(v), "pixel " + i);
    }
  }

  @Test
  void aPictureInColourHasTheCommandLinesPixelsToo() throws Exception {
    int[] rgb = new int[NX * NY];
    for (int i = 0; i < rgb.length; i++) {
      rgb[i] = (i * 37 % 256) << 16 | (i * 11 % 256) << 8 | i % 256;
    }
    ImagePlus source = new ImagePlus("colour.tif", new ColorProcessor(NX, NY, rgb));
    ImagePlus flat = new ImagePlus("flat.tif", map().getStack().getProcessor(2));
    Path map = saved(flat, folder);
    List<int[]> expected =
        ofCommandLine(saved(source, folder), map, "--threshold", "2", "--alpha", "0.3");
    Object[] inputs = {
      "image", source, "file", map.toFile(), "threshold", "2", "alpha", 0.3, "backend", "scalar"
    };
    assertSamePlanes(expected, colours(picture(run(OverlayHeatmap.class, inputs))));
  }

  @Test
  void aVirtualStackAndAnOpenImageGiveTheSame() throws Exception {
    Path base = saved(base(), folder);
    Path map = saved(map(), folder);
    String options = "threshold=1.5 alpha=0.5";
    Path fromFile = replay("Overlay Heatmap...", base, options + " file=" + map, "file.tif");
    Path fromOpen = folder.resolve("open.tif");
    ImageJRuns.macro(
        "open(\""
            + map
            + "\");\nopen(\""
            + base
            + "\");\nrun(\"Overlay Heatmap...\", \"map=map.tif "
            + options
            + "\");\nrename(\"made\");\nsaveAs(\"Tiff\", \""
            + fromOpen
            + "\");");
    assertArrayEquals(Files.readAllBytes(fromFile), Files.readAllBytes(fromOpen));

    ImagePlus virtual = ij.plugin.FileInfoVirtualStack.openVirtual(base.toString());
    assertTrue(virtual.getStack().isVirtual());
    ImagePlus made =
        picture(
            run(
                OverlayHeatmap.class,
                "image",
                virtual,
                "file",
                map.toFile(),
                "threshold",
                "1.5",
                "alpha",
                0.5));
    assertArrayEquals(pixels(IJ.openImage(fromFile.toString())), pixels(made));
  }

  @Test
  void stoppedWorkLeavesTheImageAsItWas() throws Exception {
    ImagePlus source = base();
    Map<String, String> values =
        Map.of("file", saved(map(), folder).toString(), "output", "overlay");
    Tool tool = new OverlayTool();
    Tool.Job stopped =
        new Tool.Job(
            source, new Settings(tool.parameters(), values), new StatusBar("", () -> true));
    assertThrows(StatusBar.Cancelled.class, () -> tool.run(stopped));
    assertTrue(source.getOverlay() == null || source.getOverlay().size() == 0);
  }

  @Test
  void thePreviewIsTheCurrentPlaneAndGoesAway() throws Exception {
    ImagePlus source = base();
    source.setSlice(2);
    File map = saved(map(), folder).toFile();
    ToolCommand command = new OverlayHeatmap();
    command.setContext(context);
    command.setInput("image", source);
    command.setInput("file", map);
    command.setInput("preview", true);
    command.preview();
    assertEquals(1, source.getOverlay().size());
    assertEquals(2, source.getOverlay().get(0).getPosition());
    command.cancel();
    assertNull(source.getOverlay());
  }

  @Test
  void faultsAreALineThatSaysWhatIsWrong() throws Exception {
    Module module = run(OverlayHeatmap.class, "image", base(), "file", new File("nowhere.nii"));
    assertEquals("nowhere.nii: no such file or folder", ((ToolCommand) module).getCancelReason());
    module =
        run(
            OverlayHeatmap.class,
            "image",
            base(),
            "file",
            saved(map(), folder).toFile(),
            "alpha",
            2.0);
    assertEquals(
        "alpha: '2' is not a number from 0 to 1", ((ToolCommand) module).getCancelReason());
    module = run(OverlayHeatmap.class, "image", base());
    assertEquals("which map? Give map or file", ((ToolCommand) module).getCancelReason());
  }

  // ---- the other tools

  @Test
  void anIntensityMapHasTheCommandLinesValues() throws Exception {
    Path base = saved(base(), folder);
    Path out = folder.resolve("smooth.npy");
    assertEquals(
        0, Main.execute("map", "smooth", base.toString(), "--fwhm", "0.002", "-o", out.toString()));
    float[] expected = Tensors.read(out, java.util.Optional.empty()).data();
    ImagePlus made =
        picture(
            run(
                IntensityMap.class,
                "image",
                base(),
                "kind",
                "smooth",
                "options",
                "fwhm=0.002",
                "output",
                "map"));
    for (int z = 0; z < NZ; z++) {
      float[] plane = (float[]) made.getStack().getPixels(z + 1);
      assertArrayEquals(Arrays.copyOfRange(expected, z * NX * NY, (z + 1) * NX * NY), plane);
    }
  }

  @Test
  void aDensityIsTheGaussianAroundEachPointAndAddsUpToTheirNumber() throws Exception {
    ImagePlus source = new ImagePlus("points", new FloatProcessor(41, 41));
    source.getCalibration().setUnit("micron");
    source.getCalibration().pixelWidth = 0.5;
    source.getCalibration().pixelHeight = 0.5;
    PointRoi points = new PointRoi(new float[] {20, 0}, new float[] {20, 0});
    source.setRoi(points);
    Object[] inputs = {
      "image", source, "points", "selection", "sigma", 1.0, "output", "map", "threshold", "-1"
    };
    float[] density = (float[]) picture(run(DensityMap.class, inputs)).getProcessor().getPixels();
    // Sigma is 2 pixels; weights reach to 8 and add up to one.
    double sum = 0;
    for (int d = -8; d <= 8; d++) {
      sum += Math.exp(-d * d / 8.0);
    }
    assertEquals(1 / (sum * sum), density[20 + 41 * 20], 1e-6);
    assertEquals(Math.exp(-9 / 8.0) / (sum * sum), density[23 + 41 * 20], 1e-6);
    double all = 0;
    for (float v : density) {
      all += v;
    }
    assertEquals(2, all, 1e-4);

    Path table = folder.resolve("points.csv");
    Files.writeString(table, "X,Y\n10,10\n0,0\n");
    source.deleteRoi();
    Object[] fromTable = inputs.clone();
    fromTable[3] = "file";
    Object[] withFile = Arrays.copyOf(fromTable, fromTable.length + 4);
    withFile[inputs.length] = "file";
    withFile[inputs.length + 1] = table.toFile();
    withFile[inputs.length + 2] = "per";
    withFile[inputs.length + 3] = "unit";
    float[] perArea = (float[]) picture(run(DensityMap.class, withFile)).getProcessor().getPixels();
    // A pixel has a quarter of a square micron.
    assertEquals(4 / (sum * sum), perArea[20 + 41 * 20], 1e-5);
  }

  @Test
  void hotspotsAreTabledAndOutlined() throws Exception {
    // Two blocks above 5: 3 x 2 pixels with the peak 9 at (5, 4), 2 x 2 with the peak 7 at (14,
    // 11).
    float[] values = new float[NX * NY];
    for (int i = 0; i < 6; i++) {
      values[4 + i % 3 + NX * (4 + i / 3)] = 6;
    }
    values[5 + NX * 4] = 9;
    for (int i = 0; i < 4; i++) {
      values[14 + i % 2 + NX * (11 + i / 2)] = 6;
    }
    values[14 + NX * 11] = 7;
    ImagePlus source = new ImagePlus("spots", new FloatProcessor(NX, NY, values));
    source.getCalibration().setUnit("micron");
    source.getCalibration().pixelWidth = 0.5;
    source.getCalibration().pixelHeight = 0.5;
    Module module =
        run(Hotspots.class, "image", source, "rule", "value", "level", 5.0, "output", "map");
    ResultsTable table = (ResultsTable) module.getOutput("table");
    assertEquals(9, table.getValue("Peak", 0));
    assertEquals(6, table.getValue("Voxels", 0));
    assertEquals(5 * 0.5, table.getValue("X", 0));
    assertEquals(4 * 0.5, table.getValue("Y", 0));
    assertEquals(6 * 0.25, table.getValue("Area", 0));
    assertEquals(39 / 6.0, table.getValue("Mean", 0), 1e-9);
    assertEquals(2, table.size());
    assertEquals(7, table.getValue("Peak", 1));
    assertEquals(4, table.getValue("Voxels", 1));
    float[] cut = (float[]) picture(module).getProcessor().getPixels();
    assertArrayEquals(values, cut);
    List<Roi> regions = List.of((Roi[]) module.getOutput("regions"));
    assertEquals(
        List.of(6.0, 4.0),
        regions.stream().map(r -> r.getStatistics().area).collect(Collectors.toList()));
    assertEquals(new java.awt.Rectangle(4, 4, 3, 2), regions.get(0).getBounds());
  }

  private Path tensor(String name, float[] values, long... size) throws Exception {
    Path file = folder.resolve(name);
    Volume v =
        Volume.of(
                ArrayImgs.floats(values, size),
                Geometry.none((int) size[0], (int) size[1], (int) size[2]))
            .build();
    try (java.io.OutputStream out = Files.newOutputStream(file)) {
      ImageWriters.of(file).orElseThrow().write(v, name, out);
    }
    return file;
  }

  @Test
  void anActivationMapOfAFullSizeLayerIsItsFormulaAtEachPixel() throws Exception {
    // HiResCAM: the sum over channels of activation times gradient; C, H, W = 2, 4, 4.
    float[] a = new float[32];
    float[] g = new float[32];
    for (int i = 0; i < 32; i++) {
      a[i] = i % 7 - 2;
      g[i] = i % 5 - 1.5f;
    }
    ImagePlus source = new ImagePlus("scan", new FloatProcessor(4, 4));
    ImagePlus made =
        picture(
            run(
                ActivationMap.class,
                "image",
                source,
                "method",
                "hirescam",
                "activations",
                tensor("a.npy", a, 4, 4, 2).toFile(),
                "gradients",
                tensor("g.npy", g, 4, 4, 2).toFile(),
                "twosided",
                true,
                "threshold",
                "-1",
                "output",
                "map"));
    float[] map = (float[]) made.getProcessor().getPixels();
    for (int i = 0; i < 16; i++) {
      assertEquals(a[i] * g[i] + a[16 + i] * g[16 + i], map[i], 1e-5, "pixel " + i);
    }
  }

  @Test
  void aNetworkIsRunOnTheImageInFront() throws Exception {
    ImagePlus source = new ImagePlus("scan", new FloatProcessor(4, 4, BlockNetwork.IMAGE.clone()));
    Path model = BlockNetwork.write(folder.resolve("net.onnx"));
    Object[] inputs = {
      "image",
      source,
      "method",
      "gradcam",
      "model",
      model.toFile(),
      "threshold",
      "-1",
      "output",
      "map"
    };
    ImagePlus made = picture(run(ActivationMap.class, inputs));
    int brightest = made.getProcessor().getLut().getRGB(255) & 0xffffff;
    assertEquals(Colormaps.get("inferno").entry(255), brightest);
    float[] map = (float[]) made.getProcessor().getPixels();
    // The layer's map of the top class is 3 6 9 8, worked by hand; its cells' outer corners keep
    // it.
    assertEquals(3, map[0], 1e-5);
    assertEquals(6, map[3], 1e-5);
    assertEquals(9, map[12], 1e-5);
    assertEquals(8, map[15], 1e-5);
  }

  @Test
  void devicesListsTheScalarBackendAsUsable() throws Exception {
    ResultsTable table = (ResultsTable) run(Devices.class).getOutput("table");
    Map<String, String> usable = new LinkedHashMap<>();
    for (int i = 0; i < table.size(); i++) {
      usable.put(table.getStringValue("backend", i), table.getStringValue("usable", i));
    }
    assertEquals("yes", usable.get("scalar"));
  }

  // ---- recorded and replayed

  private Map<String, String> examples() throws Exception {
    Path map = saved(map(), folder);
    Path activations = tensor("act.npy", new float[] {1, 2, 3, 4, 5, 6, 7, 8}, 2, 2, 2);
    Path points = folder.resolve("my points.csv");
    Files.writeString(points, "X,Y,SLICE\n2,3,1\n5.5,4,2\n");
    Map<String, String> examples = new LinkedHashMap<>();
    examples.put(
        "Overlay Heatmap...",
        "file=" + map + " threshold=1.5 alpha=0.5 alphaby=value colormap=cold_hot symmetric");
    examples.put(
        "Intensity Map...", "kind=smooth options=[fwhm=0.002&missing=left-out] colormap=viridis");
    examples.put("Activation Map...", "method=eigencam activations=" + activations);
    examples.put(
        "Density Map...",
        "points=file file=[" + points + "] columns=X,Y,SLICE sigma=1.5 output=map per=unit across");
    examples.put("Hotspots...", "rule=percentile level=90 connectivity=26 output=RGB");
    return examples;
  }

  @Test
  void aRecordedMacroReplaysToTheSameBytesAndSciJavaMakesTheSame() throws Exception {
    Path base = saved(base(), folder);
    ImagePlus plane = new ImagePlus("plane.tif", base().getStack().getProcessor(1));
    Path flat = saved(plane, folder);
    for (Map.Entry<String, String> example : examples().entrySet()) {
      String command = example.getKey();
      boolean onPlane = command.startsWith("Activation");
      Path source = onPlane ? flat : base;
      String recorded =
          ImageJRuns.record(command, IJ.openImage(source.toString()), example.getValue());
      for (Parameter p : Tools.get(command).parameters()) {
        assertTrue((" " + recorded).contains(" " + p.key() + "="), command + " lacks " + p.key());
      }
      Path first = replay(command, source, example.getValue(), "first.tif");
      Path second = replay(command, source, recorded, "second.tif");
      assertArrayEquals(
          pixels(IJ.openImage(first.toString())), pixels(IJ.openImage(second.toString())), command);
      assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second), command);

      CommandInfo info =
          context.service(CommandService.class).getCommands().stream()
              .filter(c -> c.getMenuPath().getLeaf().getName().equals(command))
              .findFirst()
              .orElseThrow();
      Map<String, String> texts =
          Settings.ofMacro(Tools.get(command).parameters(), recorded).texts();
      Map<String, Object> inputs = new LinkedHashMap<>(texts);
      inputs.values().removeIf(v -> v.equals(""));
      inputs.put("image", IJ.openImage(source.toString()));
      ImagePlus made = picture(context.service(ModuleService.class).run(info, true, inputs).get());
      assertArrayEquals(pixels(IJ.openImage(second.toString())), pixels(made), command);
    }
  }

  private Path replay(String command, Path source, String options, String name) {
    Path out = folder.resolve(name);
    ImageJRuns.macro(
        "open(\""
            + source
            + "\");\nrun(\""
            + command
            + "\", \""
            + options
            + "\");\nrename(\"made\");\nOverlay.remove;\nsaveAs(\"Tiff\", \""
            + out
            + "\");");
    return out;
  }

  private static Object[] pixels(ImagePlus image) {
    Object[] planes = new Object[image.getStackSize()];
    for (int i = 0; i < planes.length; i++) {
      planes[i] = image.getStack().getPixels(i + 1);
    }
    return planes;
  }

  @Test
  void inAMacroSciJavaAsksForNothingAndTakesBothFormsOfAFlag() {
    for (String flag : List.of("symmetric", "symmetric=true")) {
      OverlayHeatmap command = new OverlayHeatmap();
      command.setContext(context);
      ImageJRuns.withOptions("file=[a b.tif] alpha=0.5 " + flag, command::initialize);
      assertEquals(new File("a b.tif"), command.getInput("file"));
      assertEquals(0.5, command.getInput("alpha"));
      assertEquals(true, command.getInput("symmetric"));
      assertEquals("RGB", command.getInput("output"));
      for (Parameter p : new OverlayTool().parameters()) {
        assertTrue(command.isInputResolved(p.key()), p.key());
      }
    }
    OverlayHeatmap other = new OverlayHeatmap();
    other.setContext(context);
    ImageJRuns.withOptions("title=[of a script]", other::initialize);
    assertFalse(other.isInputResolved("alpha"));
    assertNull(other.getCancelReason());
    ImageJRuns.withOptions("alpha=1 tresh=2", other::initialize);
    assertTrue(other.getCancelReason().startsWith("there is no option 'tresh'"));
  }

  @Test
  void aFaultEndsAMacro() {
    Path file = saved(base(), folder);
    for (String level : List.of("90", "x")) {
      Path after = folder.resolve("after-" + level);
      ImageJRuns.macro(
          "open(\""
              + file
              + "\");\nrun(\"Hotspots...\", \"level="
              + level
              + "\");\nFile.saveString(\"\", \""
              + after
              + "\");");
      assertEquals(level.equals("90"), Files.exists(after), level);
    }
  }
}
