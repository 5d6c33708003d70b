// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.raster;

import java.awt.image.ComponentSampleModel;
import java.awt.image.DataBuffer;
import java.awt.image.DataBufferByte;
import java.awt.image.DataBufferDouble;
import java.awt.image.DataBufferFloat;
import java.awt.image.DataBufferInt;
import java.awt.image.DataBufferShort;
import java.awt.image.DataBufferUShort;
import java.awt.image.Raster;
import java.awt.image.SampleModel;
import org.heatscope.image.SampleType;

/** Samples of AWT rasters as flat arrays in their stored type. */
public final class RasterSamples {
  private RasterSamples() {}

  /** The type in which a raster keeps its samples, integers of 32 bits being signed. */
  public static SampleType type(Raster raster) {
    switch (raster.getSampleModel().getDataType()) {
      case DataBuffer.TYPE_BYTE:
        return SampleType.UINT8;
      case DataBuffer.TYPE_USHORT:
        return SampleType.UINT16;
      case DataBuffer.TYPE_SHORT:
        return SampleType.INT16;
      case DataBuffer.TYPE_INT:
        return raster.getSampleModel() instanceof ComponentSampleModel
            ? SampleType.INT32
            : SampleType.UINT8;
      case DataBuffer.TYPE_FLOAT:
        return SampleType.FLOAT32;
      default:
        return SampleType.FLOAT64;
    }
  }

  /**
   * Copies a band, row by row from the top, without any conversion.
   *
   * @param target array of the kind that {@link #type} names
   * @param at the element for the first sample
   */
  public static void copyBand(Raster raster, int band, Object target, int at) {
    SampleModel model = raster.getSampleModel();
    if (!(model instanceof ComponentSampleModel)) {
      copyPacked(raster, band, (byte[]) target, at);
      return;
    }
    ComponentSampleModel m = (ComponentSampleModel) model;
    DataBuffer buffer = raster.getDataBuffer();
    int bank = m.getBankIndices()[band];
    Object source = array(buffer, bank);
    int first =
        buffer.getOffsets()[bank]
            + m.getBandOffsets()[band]
            - raster.getSampleModelTranslateX() * m.getPixelStride()
            - raster.getSampleModelTranslateY() * m.getScanlineStride();
    first += raster.getMinX() * m.getPixelStride() + raster.getMinY() * m.getScanlineStride();
    for (int y = 0; y < raster.getHeight(); y++) {
      int from = first + y * m.getScanlineStride();
      int to = at + y * raster.getWidth();
      if (m.getPixelStride() == 1) {
        System.arraycopy(source, from, target, to, raster.getWidth());
      } else {
        copyRow(source, from, m.getPixelStride(), target, to, raster.getWidth());
      }
    }
  }

  private static void copyRow(Object source, int from, int step, Object target, int to, int n) {
    if (source instanceof byte[]) {
      byte[] s = (byte[]) source;
      byte[] t = (byte[]) target;
      for (int i = 0; i < n; i++) {
        t[to + i] = s[from + i * step];
      }
    } else if (source instanceof short[]) {
      short[] s = (short[]) source;
      short[] t = (short[]) target;
      for (int i = 0; i < n; i++) {
        t[to + i] = s[from + i * step];
      }
    } else {
      for (int i = 0; i < n; i++) {
        System.arraycopy(source, from + i * step, target, to + i, 1);
      }
    }
  }

  private static void copyPacked(Raster raster, int band, byte[] target, int at) {
    int[] row = new int[raster.getWidth()];
    for (int y = 0; y < raster.getHeight(); y++) {
      raster.getSamples(raster.getMinX(), raster.getMinY() + y, row.length, 1, band, row);
      for (int x = 0; x < row.length; x++) {
        target[at + y * row.length + x] = (byte) row[x];
      }
    }
  }

  private static Object array(DataBuffer buffer, int bank) {
    switch (buffer.getDataType()) {
      case DataBuffer.TYPE_BYTE:
        return ((DataBufferByte) buffer).getData(bank);
      case DataBuffer.TYPE_USHORT:
        return ((DataBufferUShort) buffer).getData(bank);
      case DataBuffer.TYPE_SHORT:
        return ((DataBufferShort) buffer).getData(bank);
      case DataBuffer.TYPE_INT:
        return ((DataBufferInt) buffer).getData(bank);
      case DataBuffer.TYPE_FLOAT:
        return buffer instanceof DataBufferFloat ? ((DataBufferFloat) buffer).getData(bank) : null;
      default:
        return ((DataBufferDouble) buffer).getData(bank);
    }
  }
}
