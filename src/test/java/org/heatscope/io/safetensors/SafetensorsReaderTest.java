// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.safetensors;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.heatscope.image.SampleType;
import org.heatscope.io.ImageFacts;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ImageReaders;
import org.heatscope.io.ReaderContractTest;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Expected values: safetensors 0.8.0 by src/test/resources/reference/numpy/make_arrays.py. */
class SafetensorsReaderTest extends ReaderContractTest {
  @TempDir Path temporary;

  @Override
  protected ImageReaderProvider provider() {
    return new SafetensorsReaderProvider();
  }

  @Override
  protected int headerBytes() {
    return 80;
  }

  @Override
  protected List<ImageFacts> facts() {
    return List.of(
        ImageFacts.ofTestImage("safetensors/bfloat16.safetensors", SampleType.FLOAT32)
            .format("safetensors")
            .shape(30, 20, 3)
            .statistics(-3.53125, 4.0625, -0.010021264288160536)
            .voxel(-0.35742188, 28, 18, 1));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "{'a':{'dtype':'F8_E4M3','shape':[4],'data_offsets':[0,4]}} | tensor 'a': the type"
            + " 'F8_E4M3' is not read",
        "{'a':{'dtype':'U8','shape':[5],'data_offsets':[0,5]}} | truncated: tensor 'a' lies beyond"
            + " the end of the file",
        "{'a':{'dtype':'U8','shape':[4],'data_offsets':[1,4]}} | truncated: 4 bytes of voxels"
            + " declared, 3 present",
        "{'a':{'dtype':'U8','shape':[4],'data_offsets':[-1,4]}} | truncated: tensor 'a' lies"
            + " beyond the end of the file",
        "{'a':{'dtype':'U8','data_offsets':[0,4]}} | tensor 'a' lacks its shape or place",
        "{'a':{'dtype':'U8','shape':[-4],'data_offsets':[0,4]}} | an axis of the image has the"
            + " size -4",
        "{'a':[]} | the safetensors header is not as it should be",
        "{'a':{'dtype':'U8','shape':[4] | the safetensors header is not JSON",
        "{} | the safetensors file has no tensor"
      })
  void whatTheHeaderGetsWrongIsNamed(String header, String fault) throws IOException {
    byte[] text = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    ByteBuffer b = ByteBuffer.allocate(8 + text.length + 4).order(ByteOrder.LITTLE_ENDIAN);
    Path file =
        Files.write(temporary.resolve("a.safetensors"), b.putLong(text.length).put(text).array());
    assertEquals(
        fault,
        assertThrows(ImageFormatException.class, () -> ImageReaders.read(file)).getMessage());
  }
}
