// SPDX-License-Identifier: Apache-2.0

import ij.IJ;
import ij.ImageJ;
import ij.ImagePlus;
import ij.WindowManager;
import ij.gui.GenericDialog;
import ij.plugin.frame.Recorder;
import ij.plugin.frame.RoiManager;
import java.awt.Button;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.EventQueue;
import java.awt.Menu;
import java.awt.MenuBar;
import java.awt.Rectangle;
import java.awt.Robot;
import java.awt.TextField;
import java.awt.event.ActionEvent;
import java.awt.event.ItemEvent;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;
import javax.imageio.ImageIO;

/** A user at ImageJ: see src/test/fiji/run. Arguments: the picture, the folder of files. */
public final class Session {
  private static final List<String> COMMANDS =
      List.of(
          "Overlay Heatmap...",
          "Intensity Map...",
          "Activation Map...",
          "Density Map...",
          "Hotspots...",
          "Devices");

  private static Path folder;

  private Session() {}

  public static void main(String[] args) {
    int code = 1;
    try {
      folder = Path.of(args[1]).toAbsolutePath();
      run(Path.of(args[0]).toAbsolutePath().toString());
      code = 0;
    } catch (Throwable e) {
      e.printStackTrace();
      try {
        screenshot("failed.png");
      } catch (Exception ignored) {
        // There may be no screen to show.
      }
    }
    System.exit(code);
  }

  private static void run(String cell) throws Exception {
    new ImageJ();
    System.out.println("ImageJ " + IJ.getFullVersion() + ", Java " + System.getProperty("java.version"));
    require(COMMANDS.equals(menu()), "Plugins > Heatscope holds " + menu());

    ImagePlus source = IJ.openImage(cell);
    source.show();
    Recorder recorder = new Recorder();
    Recorder.record = true;
    GenericDialog dialog = open("Overlay Heatmap...");
    fill(dialog, "file", folder.resolve("gradient.tif").toString());
    fill(dialog, "threshold", "5");
    ((TextField) dialog.getNumericFields().get(0)).setText("0.7");
    ((Choice) dialog.getChoices().get(1)).select("viridis");
    Checkbox preview = dialog.getPreviewCheckbox();
    EventQueue.invokeAndWait(
        () -> {
          preview.setState(true);
          dialog.itemStateChanged(
              new ItemEvent(preview, ItemEvent.ITEM_STATE_CHANGED, preview, ItemEvent.SELECTED));
        });
    await("the preview", () -> source.getOverlay() != null && source.getOverlay().size() == 1);
    Thread.sleep(1000);
    screenshot("dialog.png");
    press(dialog);
    await("the picture", () -> WindowManager.getImageCount() == 2);
    require(source.getOverlay() == null, "the preview is gone");
    ImagePlus made = IJ.getImage();
    require(made.getBitDepth() == 24 && made.getOverlay().size() == 1, "a picture with its bar");
    Thread.sleep(1000);
    screenshot("picture.png");
    IJ.saveAs(made, "PNG", folder.resolve("with-bar.png").toString());
    made.setOverlay(null);
    IJ.saveAs(made, "PNG", folder.resolve("picture.png").toString());
    int[] expected = expected();
    require(Arrays.equals(expected, pixels(made)), "the picture has the command line's pixels");
    require(Arrays.equals(expected, saved("picture.png")), "and so has its file");

    await("a recorded line", () -> recorder.getText().contains("Overlay Heatmap"));
    String line =
        recorder.getText().lines().filter(l -> l.contains("Overlay Heatmap")).findFirst().get();
    System.out.println(line);
    Recorder.record = false;
    made.changes = false;
    made.close();
    WindowManager.setCurrentWindow(source.getWindow());
    IJ.runMacro(line);
    ImagePlus again = IJ.getImage();
    require(Arrays.equals(expected, pixels(again)), "the recorded macro makes the same again");
    again.changes = false;
    again.close();

    String map = "file=" + folder.resolve("gradient.tif") + " threshold=5 colormap=viridis";
    WindowManager.setCurrentWindow(source.getWindow());
    int[] before = pixels(source);
    IJ.runMacro("run('Overlay Heatmap...', '" + map + " alpha=0.7 output=overlay');");
    require(source.getOverlay().size() == 2, "heat and bar lie over the source");
    Thread.sleep(1000);
    screenshot("overlay.png");
    source.getOverlay().remove(1);
    require(near(expected, pixels(source.flatten())), "flattened it is the picture, to rounding");
    require(Arrays.equals(before, pixels(source)), "the source is untouched");
    IJ.run(source, "Undo", "");
    require(source.getOverlay() == null || source.getOverlay().size() == 0, "and undone");

    IJ.runMacro("run('Hotspots...', 'rule=value level=230 voxels=20 output=map');");
    int regions = RoiManager.getInstance().getCount();
    require(regions > 0 && WindowManager.getWindow("Hotspots") != null, regions + " hotspots");
    Thread.sleep(1000);
    screenshot("hotspots.png");
    WindowManager.setCurrentWindow(source.getWindow());
    IJ.runMacro("run('Density Map...', 'sigma=20 output=map colormap=viridis threshold=-1');");
    double sum = IJ.getImage().getStatistics().mean * IJ.getImage().getWidth() * IJ.getImage().getHeight();
    require(Math.abs(sum - regions) < 1e-2 * regions, "their density adds up to " + sum);
    IJ.runMacro("run('Devices');");
    require(WindowManager.getWindow("Devices") != null, "the devices are listed");
    Thread.sleep(1000);
    screenshot("density.png");
  }

  // ---- what is seen

  private static List<String> menu() {
    MenuBar bar = IJ.getInstance().getMenuBar();
    for (int i = 0; i < bar.getMenuCount(); i++) {
      Menu plugins = bar.getMenu(i);
      for (int j = 0; plugins.getLabel().equals("Plugins") && j < plugins.getItemCount(); j++) {
        if (plugins.getItem(j).getLabel().equals("Heatscope")) {
          Menu own = (Menu) plugins.getItem(j);
          String[] items = new String[own.getItemCount()];
          Arrays.setAll(items, k -> own.getItem(k).getLabel());
          return List.of(items);
        }
      }
    }
    return List.of();
  }

  private static void screenshot(String name) throws Exception {
    Robot robot = new Robot();
    robot.waitForIdle();
    Rectangle all = new Rectangle(java.awt.Toolkit.getDefaultToolkit().getScreenSize());
    ImageIO.write(robot.createScreenCapture(all), "png", folder.resolve(name).toFile());
  }

  private static int[] pixels(ImagePlus image) {
    return opaque((int[]) image.getProcessor().convertToRGB().getPixelsCopy());
  }

  private static int[] saved(String name) throws IOException {
    var picture = ImageIO.read(new File(folder.toFile(), name));
    int w = picture.getWidth();
    return opaque(picture.getRGB(0, 0, w, picture.getHeight(), null, 0, w));
  }

  private static int[] opaque(int[] rgb) {
    return Arrays.stream(rgb).map(v -> v & 0xffffff).toArray();
  }

  /** The command line's RGBA, behind the header of its NumPy file. */
  private static int[] expected() throws IOException {
    byte[] npy = Files.readAllBytes(folder.resolve("expected.npy"));
    int from = 10 + (npy[8] & 0xff) + 256 * (npy[9] & 0xff);
    int[] rgb = new int[(npy.length - from) / 4];
    for (int i = 0; i < rgb.length; i++) {
      int at = from + 4 * i;
      rgb[i] = (npy[at] & 0xff) << 16 | (npy[at + 1] & 0xff) << 8 | npy[at + 2] & 0xff;
    }
    return rgb;
  }

  /** Java's blending rounds on its own: a weight to 1 in 255, and each channel. */
  private static boolean near(int[] a, int[] b) {
    for (int i = 0; i < a.length; i++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        if (Math.abs((a[i] >> shift & 0xff) - (b[i] >> shift & 0xff)) > 2) {
          return false;
        }
      }
    }
    return a.length == b.length;
  }

  // ---- what is done

  private static GenericDialog open(String command) throws Exception {
    IJ.doCommand(command);
    await("the dialog", () -> GenericDialog.getInstance() != null && GenericDialog.getInstance().isVisible());
    Thread.sleep(500);
    return GenericDialog.getInstance();
  }

  /** Text fields of Overlay Heatmap in their order. */
  private static void fill(GenericDialog dialog, String key, String text) {
    int place = List.of("file", "range", "percentile", "norm", "threshold").indexOf(key);
    ((TextField) dialog.getStringFields().get(place)).setText(text);
  }

  private static void press(GenericDialog dialog) {
    Button ok = dialog.getButtons()[0];
    EventQueue.invokeLater(
        () -> dialog.actionPerformed(new ActionEvent(ok, ActionEvent.ACTION_PERFORMED, "")));
  }

  private static void await(String what, BooleanSupplier condition) throws InterruptedException {
    for (int i = 0; i < 600 && !condition.getAsBoolean(); i++) {
      Thread.sleep(100);
    }
    require(condition.getAsBoolean(), what);
  }

  private static void require(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError("not so: " + what);
    }
    System.out.println("ok: " + what);
  }
}
