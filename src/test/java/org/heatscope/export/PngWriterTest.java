// SPDX-License-Identifier: Apache-2.0
package org.heatscope.export;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.Deflater;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.heatscope.io.ImageFormatException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Element;

/** Against ImageIO's reader, and files put together by hand. */
class PngWriterTest {
  private static final byte[] SIGNATURE = {(byte) 137, 80, 78, 71, 13, 10, 26, 10};

  @TempDir Path folder;

  private static byte[] png(int[] rgba, int width, int height, Map<String, String> texts)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    PngWriter.write(out, rgba, width, height, 300, texts);
    return out.toByteArray();
  }

  @ParameterizedTest
  @CsvSource({"1,1", "1,300", "300,1", "17,13", "255,257", "640,200"})
  void imageIoReadsThePixelsBack(int width, int height) throws IOException {
    int[] rgba = new Random(width).ints(width * height).toArray();
    BufferedImage image =
        ImageIO.read(new ByteArrayInputStream(png(rgba, width, height, Map.of())));
    assertEquals(width, image.getWidth());
    assertEquals(height, image.getHeight());
    assertEquals(24, image.getColorModel().getPixelSize());
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int pixel = rgba[y * width + x];
        int rgb = (pixel & 255) << 16 | pixel & 0xff00 | pixel >> 16 & 255;
        assertEquals(rgb, image.getRGB(x, y) & 0xffffff, "at " + x + ", " + y);
      }
    }
  }

  @Test
  void imageIoFindsTextsAndPixelSize() throws IOException {
    String json = "{\"file\": \"Jürgen ∞ 脳\"}";
    Element root = metadata(png(new int[1], 1, 1, Map.of("heatscope", json)));
    Element text = (Element) root.getElementsByTagName("iTXtEntry").item(0);
    assertEquals("heatscope", text.getAttribute("keyword"));
    assertEquals(json, text.getAttribute("text"));
    assertEquals("FALSE", text.getAttribute("compressionFlag").toUpperCase());
    Element size = (Element) root.getElementsByTagName("pHYs").item(0);
    // 300 dots an inch of 0.0254 m.
    assertEquals("11811", size.getAttribute("pixelsPerUnitXAxis"));
    assertEquals("11811", size.getAttribute("pixelsPerUnitYAxis"));
    assertEquals("meter", size.getAttribute("unitSpecifier"));
  }

  private static Element metadata(byte[] png) throws IOException {
    ImageReader reader = ImageIO.getImageReadersByFormatName("png").next();
    try (ImageInputStream in = ImageIO.createImageInputStream(new ByteArrayInputStream(png))) {
      reader.setInput(in);
      return (Element) reader.getImageMetadata(0).getAsTree("javax_imageio_png_1.0");
    }
  }

  @Test
  void everyChunkHasItsCrcAndTheFileEndsWithTheLast() throws IOException {
    // 200 kB of noise take several IDAT chunks.
    int[] noise = new Random(5).ints(256 * 256).toArray();
    ByteBuffer file = ByteBuffer.wrap(png(noise, 256, 256, Map.of("a", "b")));
    byte[] signature = new byte[8];
    file.get(signature);
    assertArrayEquals(SIGNATURE, signature);
    StringBuilder types = new StringBuilder();
    while (file.hasRemaining()) {
      byte[] typeAndData = new byte[file.getInt() + 4];
      file.get(typeAndData);
      CRC32 crc = new CRC32();
      crc.update(typeAndData);
      assertEquals((int) crc.getValue(), file.getInt());
      types.append(new String(typeAndData, 0, 4, StandardCharsets.US_ASCII)).append(' ');
    }
    assertTrue(types.toString().matches("IHDR pHYs iTXt (IDAT ){2,}IEND "), types.toString());
  }

  @Test
  void textsAreReadBackInTheirOrder() throws IOException {
    Map<String, String> texts = new LinkedHashMap<>();
    texts.put("heatscope", "{\"µ\": \"−1\"}");
    texts.put("Software", "");
    Path file = Files.write(folder.resolve("a.png"), png(new int[6], 3, 2, texts));
    assertEquals(texts, PngWriter.readText(file));
    assertEquals("[heatscope, Software]", PngWriter.readText(file).keySet().toString());
  }

  @Test
  void keywordsThatPngForbidsAreRefused() {
    for (String keyword : new String[] {"", "a".repeat(80), "脳", "a\0b"}) {
      assertThrows(
          IllegalArgumentException.class, () -> png(new int[1], 1, 1, Map.of(keyword, "x")));
    }
  }

  @Test
  void sizesThatDoNotFitThePixelsAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> png(new int[5], 3, 2, Map.of()));
    assertThrows(IllegalArgumentException.class, () -> png(new int[5], 0, 2, Map.of()));
  }

  private static byte[] chunk(String type, byte[]... parts) {
    ByteArrayOutputStream data = new ByteArrayOutputStream();
    data.writeBytes(type.getBytes(StandardCharsets.US_ASCII));
    for (byte[] part : parts) {
      data.writeBytes(part);
    }
    CRC32 crc = new CRC32();
    crc.update(data.toByteArray());
    return ByteBuffer.allocate(data.size() + 8)
        .putInt(data.size() - 4)
        .put(data.toByteArray())
        .putInt((int) crc.getValue())
        .array();
  }

  private static byte[] latin(String s) {
    return s.getBytes(StandardCharsets.ISO_8859_1);
  }

  private static byte[] deflated(byte[] data) {
    Deflater deflater = new Deflater();
    deflater.setInput(data);
    deflater.finish();
    byte[] out = new byte[data.length + 100];
    return Arrays.copyOf(out, deflater.deflate(out));
  }

  private Path file(byte[]... parts) throws IOException {
    ByteArrayOutputStream all = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      all.writeBytes(part);
    }
    return Files.write(folder.resolve("hand.png"), all.toByteArray());
  }

  @Test
  void everyKindOfTextIsRead() throws IOException {
    Path file =
        file(
            SIGNATURE,
            chunk("IHDR", new byte[13]),
            chunk("tEXt", latin("Author\0J\u00fcrgen")),
            chunk(
                "zTXt",
                latin("z\0\0"),
                deflated("pressed \u00e9".getBytes(StandardCharsets.ISO_8859_1))),
            chunk("iTXt", latin("i\0\0\0de\0Wort\0"), "∞".getBytes(StandardCharsets.UTF_8)),
            chunk("iTXt", latin("c\0\1\0\0\0"), deflated("−1".getBytes(StandardCharsets.UTF_8))),
            chunk("IEND"));
    assertEquals(
        Map.of("Author", "Jürgen", "z", "pressed é", "i", "∞", "c", "−1"),
        PngWriter.readText(file));
  }

  private void refused(String fault, byte[]... parts) throws IOException {
    Path file = file(parts);
    ImageFormatException e =
        assertThrows(ImageFormatException.class, () -> PngWriter.readText(file));
    assertEquals(file, e.path());
    assertTrue(e.getMessage().contains(fault), e.getMessage());
  }

  @Test
  void damagedFilesAreRefusedWithAReason() throws IOException {
    byte[] text = chunk("tEXt", latin("k\0value"));
    byte[] wrong = text.clone();
    wrong[10] ^= 1;
    refused("not a PNG");
    refused("not a PNG", latin("GIF89a..........."));
    refused("truncated", SIGNATURE);
    refused("truncated", SIGNATURE, text);
    refused("truncated", SIGNATURE, Arrays.copyOf(text, text.length - 1));
    refused(
        "truncated",
        SIGNATURE,
        ByteBuffer.allocate(8).putInt(60_000_000).put(latin("tEXt")).array());
    refused(
        "truncated",
        SIGNATURE,
        ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).put(latin("IDAT")).array());
    refused("2 GiB", SIGNATURE, ByteBuffer.allocate(8).putInt(-1).put(latin("tEXt")).array());
    refused(
        "2147483647 bytes",
        SIGNATURE,
        ByteBuffer.allocate(8).putInt(Integer.MAX_VALUE).put(latin("iTXt")).array());
    refused("CRC", SIGNATURE, wrong);
    refused("keyword", SIGNATURE, chunk("tEXt", latin("endless")));
    refused("keyword", SIGNATURE, chunk("iTXt", latin("k\0")));
    refused("keyword", SIGNATURE, chunk("zTXt", latin("k\0")));
    refused("compressed", SIGNATURE, chunk("zTXt", latin("k\0\0not deflated")));
    refused(
        "compressed",
        SIGNATURE,
        chunk("zTXt", latin("k\0\0"), Arrays.copyOf(deflated(new byte[1000]), 8)));
    refused(
        "grows past", SIGNATURE, chunk("zTXt", latin("k\0\0"), deflated(new byte[(1 << 26) + 1])));
  }
}
