// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.Menus;
import ij.WindowManager;
import ij.io.FileSaver;
import ij.plugin.frame.Recorder;
import ij.process.ByteProcessor;
import ij.process.FloatProcessor;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** ImageJ without a screen: its macros and its recorder, with the commands of plugins.config. */
final class ImageJRuns {
  private static final Pattern LINE = Pattern.compile("Plugins>Heatscope, \"(.+?)\", (.+)");

  private ImageJRuns() {}

  /** The commands of plugins.config: name in the menu to class and argument. */
  static Map<String, String> commands() {
    Map<String, String> commands = new LinkedHashMap<>();
    try (BufferedReader in =
        new BufferedReader(
            new InputStreamReader(
                ImageJRuns.class.getResourceAsStream("/plugins.config"), StandardCharsets.UTF_8))) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        Matcher m = LINE.matcher(line);
        if (m.matches()) {
          commands.put(m.group(1), m.group(2));
        }
      }
    } catch (IOException e) {
      throw new AssertionError(e);
    }
    return commands;
  }

  /** Runs a macro as {@code ImageJ --headless -macro} does. */
  static void macro(String text) {
    onThread(
        () -> {
          install();
          IJ.runMacro(text);
        });
  }

  /**
   * Runs a command on an image with options, the recorder on.
   *
   * @return what the recorder has: the options in full
   */
  static String record(String command, ImagePlus image, String options) {
    AtomicReference<String> recorded = new AtomicReference<>();
    onThread(
        () -> {
          install();
          WindowManager.setTempCurrentImage(image);
          Recorder.record = true;
          Recorder.setCommand(command);
          Recorder.resetCommandOptions();
          try {
            ij.Macro.setOptions(options);
            IJ.runPlugIn("org.heatscope.fiji.HeatscopePlugIn", command);
            recorded.set(Recorder.getCommandOptions());
          } finally {
            Recorder.record = false;
            Recorder.setCommand(null);
            ij.Macro.setOptions(null);
            WindowManager.setTempCurrentImage(null);
          }
        });
    return recorded.get();
  }

  /** ImageJ fills its table of commands with the menus, which need a screen. */
  private static void install() {
    try {
      Field table = Menus.class.getDeclaredField("pluginsTable");
      table.setAccessible(true);
      table.set(null, new Hashtable<>(commands()));
    } catch (ReflectiveOperationException e) {
      throw new AssertionError(e);
    }
  }

  /** Does something as a macro's {@code run(..., options)} does it. */
  static void withOptions(String options, Runnable work) {
    onThread(
        () -> {
          ij.Macro.setOptions(options);
          work.run();
          ij.Macro.setOptions(null);
        });
  }

  private static void onThread(Runnable work) {
    AtomicReference<Throwable> failure = new AtomicReference<>();
    Thread thread = new Thread(work, "Run$_test");
    thread.setUncaughtExceptionHandler((t, e) -> failure.set(e));
    thread.start();
    try {
      thread.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  // ---- images

  static final int NX = 20;
  static final int NY = 16;
  static final int NZ = 3;

  /** An 8-bit stack of half-micron pixels. */
  static ImagePlus base() {
    ImageStack stack = new ImageStack(NX, NY);
    for (int z = 0; z < NZ; z++) {
      byte[] plane = new byte[NX * NY];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = (byte) ((i % NX * 7 + i / NX * 5 + z * 40) % 256);
      }
      stack.addSlice(new ByteProcessor(NX, NY, plane));
    }
    ImagePlus image = new ImagePlus("base.tif", stack);
    image.getCalibration().setUnit("micron");
    image.getCalibration().pixelWidth = 0.5;
    image.getCalibration().pixelHeight = 0.5;
    image.getCalibration().pixelDepth = 2;
    return image;
  }

  /** A value of the map: both signs, NaN in the first pixel. */
  static float mapValue(int x, int y, int z) {
    return x == 0 && y == 0 && z == 0 ? Float.NaN : (x - 10) * (y - 8) / 8f + z;
  }

  static ImagePlus map() {
    ImageStack stack = new ImageStack(NX, NY);
    for (int z = 0; z < NZ; z++) {
      float[] plane = new float[NX * NY];
      for (int i = 0; i < plane.length; i++) {
        plane[i] = mapValue(i % NX, i / NX, z);
      }
      stack.addSlice(new FloatProcessor(NX, NY, plane));
    }
    ImagePlus image = new ImagePlus("map.tif", stack);
    image.setCalibration(base().getCalibration());
    return image;
  }

  static Path saved(ImagePlus image, Path folder) {
    Path file = folder.resolve(image.getTitle());
    new FileSaver(image).saveAsTiff(file.toString());
    return file;
  }

  /** The pixels of a picture in colour, 0xRRGGBB, plane after plane. */
  static List<int[]> colours(ImagePlus image) {
    List<int[]> planes = new ArrayList<>();
    for (int i = 1; i <= image.getStackSize(); i++) {
      int[] plane = ((int[]) image.getStack().getPixels(i)).clone();
      for (int p = 0; p < plane.length; p++) {
        plane[p] &= 0xffffff;
      }
      planes.add(plane);
    }
    return planes;
  }
}
