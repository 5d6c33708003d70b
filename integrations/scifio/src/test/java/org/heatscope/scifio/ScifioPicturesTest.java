// SPDX-License-Identifier: Apache-2.0
package org.heatscope.scifio;

import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReaderContractTest;
import org.junit.jupiter.api.Nested;

/**
 * Formats that only SCIFIO reads. Files by ImageMagick 6.9.11, ImageJ 1.54p and ffmpeg 5.1.9, and a
 * telescope; numbers from reference/facts.py (Pillow 13; ffmpeg for jpeg.avi) and astropy 8.0.2.
 */
class ScifioPicturesTest {
  private static ImageFacts picture(String name, SampleType type, String format) {
    return ImageFacts.of(ScifioIcsContractTest.IMAGES.resolve(name), type).format(format);
  }

  private static ImageFacts picture(String name, String format) {
    return picture(name, SampleType.UINT8, format);
  }

  private static ImageFacts gray(ImageFacts facts) {
    return facts
        .shape(41, 30)
        .statistics(38, 114, 101.80081300813008)
        .voxel(100, 0, 0)
        .voxel(108, 20, 15)
        .voxel(84, 40, 29);
  }

  private static ImageFacts color(ImageFacts facts) {
    return facts
        .shape(36, 24, 1, 1, 3)
        .affine(1, 0, 0, 0, 0, -1, 0, 0, 0, 0, 1, 0)
        .statistics(61, 238, 134.4710648148148)
        .voxel(233, 0, 0, 0, 0, 0)
        .voxel(101, 18, 12, 0, 0, 1)
        .voxel(70, 35, 23, 0, 0, 2);
  }

  private abstract static class Contract extends ReaderContractTest {
    private final String foreignName;
    private final List<ImageFacts> facts;

    Contract(String foreignName, ImageFacts... facts) {
      this.foreignName = foreignName;
      this.facts = List.of(facts);
    }

    @Override
    protected ImageReaderProvider provider() {
      return new ScifioReaderProvider();
    }

    @Override
    protected String foreignName() {
      return foreignName;
    }

    @Override
    protected List<ImageFacts> facts() {
      return facts;
    }
  }

  @Nested
  class Pgm extends Contract {
    Pgm() {
      super("scan.xyz", gray(picture("gray.pgm", "Portable Gray Map")));
    }
  }

  @Nested
  class Bmp extends Contract {
    Bmp() {
      super("scan.bmp", color(picture("color.bmp", "Windows Bitmap")));
    }
  }

  @Nested
  class Pict extends Contract {
    Pict() {
      super(
          "scan.pict",
          color(picture("color.pict", "PICT")),
          picture("gray.pict", "PICT")
              .shape(41, 30, 1, 1, 3)
              .statistics(38, 114, 101.80081300813008)
              .voxel(108, 20, 15, 0, 0, 1)
              .voxel(84, 40, 29, 0, 0, 2));
    }
  }

  @Nested
  class Gif extends Contract {
    Gif() {
      super(
          "scan.gif",
          picture("palette.gif", "Graphics Interchange Format")
              .shape(36, 24, 1, 1, 3)
              .statistics(63, 237, 134.20524691358025)
              .voxel(232, 0, 0, 0, 0, 0)
              .voxel(105, 18, 12, 0, 0, 1)
              .voxel(66, 35, 23, 0, 0, 2));
    }
  }

  @Nested
  class Fits extends Contract {
    Fits() {
      super(
          "scan.fits",
          picture("simple.fits", SampleType.INT16, "Flexible Image Transport System")
              .shape(256, 256)
              .statistics(34, 6630, 107.47456359863281)
              .voxel(38, 0, 0)
              .voxel(178, 100, 128)
              .voxel(59, 200, 3)
              .voxel(40, 255, 255),
          picture("gray.fits", "Flexible Image Transport System")
              .shape(41, 30)
              .statistics(38, 114, 101.80081300813008)
              .voxel(81, 0, 0)
              .voxel(107, 20, 15)
              .voxel(105, 40, 29));
    }

    /** The last block is filled up with zeros, of gray.fits with the half of it. */
    @Override
    protected double[] cuts() {
      return new double[] {0.02, 0.1, 0.25, 0.5, 0.7};
    }
  }

  @Nested
  class Avi extends Contract {
    Avi() {
      super(
          "scan.xyz",
          picture("color.avi", "Audio Video Interleave")
              .shape(32, 24, 1, 3, 3)
              .statistics(61, 238, 134.71397569444446)
              .voxel(233, 0, 0, 0, 0, 0)
              .voxel(100, 16, 12, 0, 1, 1)
              .voxel(74, 31, 23, 0, 2, 2),
          picture("gray.avi", "Audio Video Interleave")
              .shape(37, 30, 1, 3, 3)
              .statistics(38, 114, 101.55915915915917)
              .voxel(108, 18, 15, 0, 1, 1)
              .voxel(81, 36, 29, 0, 2, 2),
          picture("jpeg.avi", "Audio Video Interleave")
              .shape(40, 24, 1, 5, 3)
              .tolerance(2)
              .statistics(0, 255, 123.82076388888889)
              .voxel(255, 20, 12, 0, 2, 1)
              .voxel(250, 39, 23, 0, 4, 2));
    }

    /** SCIFIO allocates as many colours as are declared after these, until Java has no more. */
    @Override
    protected int headerBytes() {
      return 180;
    }
  }
}
