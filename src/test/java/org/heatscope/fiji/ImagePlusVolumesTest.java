// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.VirtualStack;
import ij.io.FileSaver;
import ij.measure.Calibration;
import ij.process.ByteProcessor;
import ij.process.ColorProcessor;
import ij.process.FloatProcessor;
import ij.process.ImageProcessor;
import ij.process.ShortProcessor;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import net.imglib2.img.array.ArrayImgs;
import org.heatscope.Heatscope;
import org.heatscope.color.Window;
import org.heatscope.image.Geometry;
import org.heatscope.image.Region;
import org.heatscope.image.Rescale;
import org.heatscope.image.SampleType;
import org.heatscope.image.Samples;
import org.heatscope.image.Volume;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@link FromImagePlus} and {@link ToImagePlus}. */
class ImagePlusVolumesTest {
  private static final int CHANNELS = 2;
  private static final int SLICES = 3;
  private static final int FRAMES = 2;

  /** ImageJ's order, channel fastest, of planes that hold 100 c + 10 z + t, counted from 0. */
  private static ImageStack numbered(ImageStack stack) {
    for (int t = 0; t < FRAMES; t++) {
      for (int z = 0; z < SLICES; z++) {
        for (int c = 0; c < CHANNELS; c++) {
          short[] plane = new short[6];
          Arrays.fill(plane, (short) (100 * c + 10 * z + t));
          stack.addSlice(new ShortProcessor(3, 2, plane, null));
        }
      }
    }
    return stack;
  }

  private static ImagePlus hyperstack(ImageStack stack) {
    ImagePlus image = new ImagePlus("numbered", stack);
    image.setDimensions(CHANNELS, SLICES, FRAMES);
    return image;
  }

  private static void assertNumbered(Volume v) {
    for (int c = 0; c < CHANNELS; c++) {
      for (int t = 0; t < FRAMES; t++) {
        for (int z = 0; z < SLICES; z++) {
          assertEquals(100 * c + 10 * z + t, v.value(2, 1, z, t, c));
        }
      }
    }
  }

  @Test
  void channelSliceAndFrameOfAHyperstackBecomeChannelZAndTime() {
    Volume v = FromImagePlus.volume(hyperstack(numbered(new ImageStack(3, 2))));
    assertEquals(SampleType.UINT16, v.type());
    assertEquals(CHANNELS, v.channels());
    assertEquals(FRAMES, v.time().frames());
    assertNumbered(v);
    assertEquals(
        120,
        FromImagePlus.channel(hyperstack(numbered(new ImageStack(3, 2))), 2).value(0, 0, 2, 0, 0));
  }

  @Test
  void planesAreSharedNotCopied() {
    byte[] one = {1, 2, 3, 4};
    Volume single = FromImagePlus.volume(new ImagePlus("", new ByteProcessor(2, 2, one)));
    assertSame(one, Samples.of(single, 0, 0).array());

    ImageStack stack = numbered(new ImageStack(3, 2));
    Volume v = FromImagePlus.volume(hyperstack(stack));
    ((short[]) stack.getPixels(1))[0] = 777;
    assertEquals(777, v.value(0, 0, 0, 0, 0));
  }

  @Test
  void signed16BitValuesAreThoseThatImageJShows() {
    ImagePlus image =
        new ImagePlus("", new ShortProcessor(1, 1, new short[] {(short) 32763}, null));
    image.getCalibration().setSigned16BitCalibration();
    Volume v = FromImagePlus.volume(image);
    assertEquals(-5, v.value(0, 0, 0, 0, 0));
    assertEquals(image.getCalibration().getCValue(32763), v.value(0, 0, 0, 0, 0));
  }

  @Test
  void aCurvedCalibrationIsWorkedOutIntoFloats() {
    ImagePlus image = new ImagePlus("", new ByteProcessor(2, 1, new byte[] {(byte) 255, 51}));
    image.getCalibration().setFunction(Calibration.UNCALIBRATED_OD, null, "Uncalibrated OD");
    Volume v = FromImagePlus.volume(image);
    assertEquals(0, v.value(0, 0, 0, 0, 0), 1e-6);
    assertEquals(Math.log10(5), v.value(1, 0, 0, 0, 0), 1e-6);
    assertEquals("Uncalibrated OD", v.unit());
  }

  @Test
  void colourBecomesThreeChannels() {
    ColorProcessor ip = new ColorProcessor(2, 1, new int[] {0x102030, 0xff8001});
    Volume v = FromImagePlus.volume(new ImagePlus("", ip));
    assertEquals(3, v.channels());
    int[] of = new int[6];
    for (int i = 0; i < 6; i++) {
      of[i] = (int) v.value(i / 3, 0, 0, 0, i % 3);
    }
    assertArrayEquals(new int[] {0x10, 0x20, 0x30, 0xff, 0x80, 0x01}, of);
  }

  @Test
  void unitsOfLengthBecomeMillimetresAndTheOriginIsTheWorlds() {
    String[] units = {"micron", "\u00b5m", "mm", "cm", "inch"};
    double[] mm = {1e-3, 1e-3, 1, 10, 25.4};
    for (int i = 0; i < units.length; i++) {
      ImagePlus image = new ImagePlus("", new FloatProcessor(4, 4));
      Calibration c = image.getCalibration();
      c.setUnit(units[i]);
      c.pixelWidth = 0.5;
      c.pixelHeight = 0.25;
      c.pixelDepth = 2;
      c.xOrigin = 3;
      c.yOrigin = 2;
      Geometry g = FromImagePlus.volume(image).geometry();
      assertEquals(0.5 * mm[i], g.spacing(0), 1e-12, units[i]);
      assertEquals(0.25 * mm[i], g.spacing(1), 1e-12, units[i]);
      assertEquals(2 * mm[i], g.spacing(2), 1e-12, units[i]);
      assertArrayEquals(new double[] {0, 0, 0}, g.affine().apply(3, 2, 0), 1e-12);
      assertTrue(g.affine().apply(3, 3, 0)[1] < 0, "down the picture is -y");
    }
  }

  /** A virtual stack that remembers which of its planes were read. */
  private static final class Remembering extends VirtualStack {
    private final ImageStack planes = numbered(new ImageStack(3, 2));
    private final List<Integer> read = new ArrayList<>();

    @Override
    public ImageProcessor getProcessor(int n) {
      read.add(n);
      return planes.getProcessor(n);
    }

    @Override
    public int getSize() {
      return planes.getSize();
    }

    @Override
    public int getWidth() {
      return 3;
    }

    @Override
    public int getHeight() {
      return 2;
    }
  }

  @Test
  void ofAVirtualStackOnlyThePlanesLookedAtAreRead() {
    Remembering stack = new Remembering();
    ImagePlus image = hyperstack(stack);
    image.setDimensions(CHANNELS, SLICES, FRAMES);
    stack.read.clear();
    Volume v = FromImagePlus.volume(image);
    assertTrue(v.isLazy());
    assertEquals(List.of(), stack.read);
    Samples.of(v, 1, 1, Region.planes(v.geometry(), 2, 1));
    // Channel 2 of 2, slice 3 of 3, frame 2 of 2: the last plane. ImgLib2 may look at the first.
    assertTrue(stack.read.contains(12) && Set.of(1, 12).containsAll(stack.read), "" + stack.read);
    assertNumbered(v);
  }

  @Test
  void imageJAndHeatscopeReadAFileOfImageJsAlike(@TempDir Path folder) throws Exception {
    ImagePlus image = hyperstack(numbered(new ImageStack(3, 2)));
    Calibration c = image.getCalibration();
    c.setUnit("micron");
    c.pixelWidth = 0.5;
    c.pixelHeight = 0.5;
    c.pixelDepth = 2;
    c.frameInterval = 30;
    Path file = folder.resolve("hyperstack.tif");
    assertTrue(new FileSaver(image).saveAsTiffStack(file.toString()));
    Volume own = Heatscope.read(file);
    Volume theirs = FromImagePlus.volume(IJ.openImage(file.toString()));
    assertArrayEquals(own.geometry().affine().rows(), theirs.geometry().affine().rows(), 1e-12);
    assertEquals(own.geometry().frame(), theirs.geometry().frame());
    assertEquals(own.time(), theirs.time());
    assertNumbered(own);
    assertNumbered(theirs);
  }

  @Test
  void imageJAndHeatscopeReadTheHounsfieldUnitsOfACtAlike() throws Exception {
    Path file = Path.of("test-images", "dicom", "CT_small.dcm");
    Volume own = Heatscope.read(file);
    Volume theirs = FromImagePlus.volume(IJ.openImage(file.toString()));
    assertEquals(own.geometry().spacing(0), theirs.geometry().spacing(0), 1e-6);
    int n = (int) own.geometry().voxels();
    double[] expected = new double[n];
    double[] actual = new double[n];
    Samples.of(own, 0, 0).values(0, n, expected, 0);
    Samples.of(theirs, 0, 0).values(0, n, actual, 0);
    assertArrayEquals(expected, actual);
  }

  @Test
  void aVolumeComesBackAsItWas() {
    short[] signed = {-32768, -1, 0, 1, 2, 32767, 7, 8};
    Volume v =
        Volume.of(ArrayImgs.shorts(signed, 2, 2, 2), Geometry.picture(2, 2, 2, 0.5, 0.5, 3))
            .rescale(new Rescale(2, -10))
            .unit("HU")
            .window(Window.range(-100, 300))
            .build();
    ImagePlus image = ToImagePlus.image(v, "signed");
    assertEquals(16, image.getBitDepth());
    assertEquals("mm", image.getCalibration().getUnit());
    assertEquals("HU", image.getCalibration().getValueUnit());
    // What ImageJ shows of the last pixel: 2 * 8 - 10.
    image.setSlice(2);
    assertEquals(6, image.getCalibration().getCValue(image.getProcessor().get(1, 1)));

    Volume back = FromImagePlus.volume(image);
    for (int i = 0; i < 8; i++) {
      double value = 2.0 * signed[i] - 10;
      assertEquals(value, back.value(i % 2, i / 2 % 2, i / 4, 0, 0), 1e-9);
    }
    assertEquals(-100, back.windows().get(0).low(), 1e-6);
    assertEquals(300, back.windows().get(0).high(), 1e-6);
    assertArrayEquals(v.geometry().affine().rows(), back.geometry().affine().rows(), 1e-12);
  }

  @Test
  void framesChannelsAndColourComeBack() {
    Volume v = FromImagePlus.volume(hyperstack(numbered(new ImageStack(3, 2))));
    ImagePlus image = ToImagePlus.image(v, "again");
    assertArrayEquals(new int[] {3, 2, CHANNELS, SLICES, FRAMES}, image.getDimensions());
    assertNumbered(FromImagePlus.volume(image));

    ColorProcessor ip = new ColorProcessor(2, 1, new int[] {0xff102030, 0xffff8001});
    ImagePlus color = ToImagePlus.image(FromImagePlus.volume(new ImagePlus("", ip)), "colour");
    assertEquals(24, color.getBitDepth());
    assertArrayEquals((int[]) ip.getPixels(), (int[]) color.getProcessor().getPixels());
  }

  @Test
  void floatsOfOnePlaneAreSharedWithImageJ() {
    float[] values = {1, 2, Float.NaN, 4};
    Volume v = Volume.of(ArrayImgs.floats(values, 2, 2, 1), Geometry.none(2, 2, 1)).build();
    assertSame(values, ToImagePlus.image(v, "floats").getProcessor().getPixels());
  }
}
