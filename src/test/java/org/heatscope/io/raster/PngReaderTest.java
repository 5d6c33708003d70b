// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.awt.image.WritableRaster;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.ImageIO;
import org.heatscope.image.Geometry;
import org.heatscope.image.SampleType;
import org.heatscope.image.Volume;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReaderContractTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Expected values: Pillow 13.0. */
class PngReaderTest extends ReaderContractTest {
  @TempDir Path temporary;

  @Override
  protected ImageReaderProvider provider() {
    return new PngReaderProvider();
  }

  @Override
  protected int headerBytes() {
    return 64;
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        ImageFacts.ofTestImage("raster/cell.png", SampleType.UINT8)
            .format("PNG")
            .shape(550, 660)
            .statistics(0, 255, 67.96073278236915)
            .voxel(65, 183, 165)
            .voxel(58, 275, 330),
        ImageFacts.ofTestImage("raster/microaneurysms.png", SampleType.UINT8)
            .format("PNG")
            .shape(102, 102)
            .statistics(38, 129, 99.33986928104575)
            .voxel(103, 34, 25),
        ImageFacts.ofTestImage("raster/palette_gray.png", SampleType.UINT8)
            .format("PNG")
            .shape(10, 10)
            .statistics(25, 250, 137.5)
            .voxel(75, 7, 3),
        ImageFacts.ofTestImage("raster/palette_color.png", SampleType.UINT8)
            .format("PNG")
            .shape(10, 10, 1, 1, 3)
            .statistics(0, 255, 118.15)
            .voxel(51, 7, 3, 0, 0, 0)
            .voxel(153, 7, 3, 0, 0, 1)
            .voxel(255, 7, 3, 0, 0, 2));
  }

  private Volume roundTrip(BufferedImage image) throws IOException {
    Path file = temporary.resolve("a.png");
    ImageIO.write(image, "png", file.toFile());
    return ImageReaders.read(file);
  }

  @Test
  void greyOf16BitsIsKept() throws IOException {
    BufferedImage image = new BufferedImage(3, 2, BufferedImage.TYPE_USHORT_GRAY);
    image.getRaster().setSample(2, 1, 0, 40001);
    Volume v = roundTrip(image);
    assertEquals(SampleType.UINT16, v.type());
    assertEquals(40001, v.value(2, 1, 0, 0, 0));
    assertEquals(Geometry.picture(3, 2, 1, 1, 1, 1), v.geometry());
  }

  @Test
  void transparencyIsLeftOutWithAWarning() throws IOException {
    BufferedImage image = new BufferedImage(2, 1, BufferedImage.TYPE_4BYTE_ABGR);
    WritableRaster r = image.getRaster();
    r.setPixel(1, 0, new int[] {10, 20, 30, 40});
    Volume v = roundTrip(image);
    assertEquals(3, v.channels());
    assertEquals(10, v.value(1, 0, 0, 0, 0));
    assertEquals(20, v.value(1, 0, 0, 0, 1));
    assertEquals(30, v.value(1, 0, 0, 0, 2));
    assertEquals(1, v.warnings().size());
  }

  /** A sound header of a picture far larger than the file. */
  @Test
  void aPictureLargerThanTheFileCanHoldIsRefused() throws IOException {
    byte[] png = Files.readAllBytes(Path.of("test-images", "raster", "palette_gray.png"));
    ByteBuffer b = ByteBuffer.wrap(png).putInt(16, 2_000_000_000).putInt(20, 2_000_000_000);
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    b.putInt(29, (int) crc.getValue());
    Path file = Files.write(temporary.resolve("huge.png"), png);
    String fault =
        assertThrows(ImageFormatException.class, () -> ImageReaders.open(file)).getMessage();
    assertTrue(fault.contains("4000000000000000000 pixels declared"), fault);
  }
}
