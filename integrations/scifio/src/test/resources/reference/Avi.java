// SPDX-License-Identifier: Apache-2.0
import ij.IJ;
import ij.ImagePlus;
import ij.ImageStack;
import ij.plugin.filter.AVI_Writer;
import ij.process.ImageProcessor;

/**
 * Writes an uncompressed AVI with ImageJ: PICTURE FILE; frame k is the picture from column k on,
 * less four columns.
 */
public class Avi {
  public static void main(String[] a) throws Exception {
    ImageProcessor picture = IJ.openImage(a[0]).getProcessor();
    ImageProcessor p =
        picture.isGrayscale() ? picture.convertToByte(false) : picture.convertToRGB();
    int width = p.getWidth() - 4;
    ImageStack frames = new ImageStack(width, p.getHeight());
    for (int k = 0; k < 3; k++) {
      p.setRoi(k, 0, width, p.getHeight());
      frames.addSlice(p.crop());
    }
    new AVI_Writer()
        .writeImage(new ImagePlus("frames", frames), a[1], AVI_Writer.NO_COMPRESSION, 0);
    System.exit(0);
  }
}
