// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.dicom.codec.FrameDecoder;

/** Frames that are compressed streams, in one or more fragments each (PS3.5 A.4). */
final class EncapsulatedFrames implements FrameSource {
  private final DicomFile file;
  private final PixelFormat format;
  private final Content content;
  private final List<List<Fragments.Fragment>> frames;
  private final FrameDecoder decoder;

  EncapsulatedFrames(DicomFile file, PixelFormat format, Content content) throws IOException {
    this.file = file;
    this.format = format;
    this.content = content;
    frames = Fragments.frames(file, content, format.frames());
    decoder = TransferSyntax.of(file.syntax()).orElseThrow().decoder().orElseThrow();
  }

  @Override
  public Photometric read(int frame, Object array, int offset) throws IOException {
    byte[] code = code(frame);
    byte[] decoded;
    boolean ybr;
    try {
      decoded = decoder.decode(code, format.shape());
      ybr = format.photometric() == Photometric.RGB && decoder.sharesColour(code, format.shape());
    } catch (IOException e) {
      throw fault(frame, e.getMessage() == null ? "it is damaged" : e.getMessage());
    } catch (OutOfMemoryError e) {
      throw fault(frame, "it needs more memory than the Java heap has (raise it with -Xmx)");
    } catch (RuntimeException | StackOverflowError e) {
      throw fault(frame, "it is damaged");
    }
    boolean planar = decoder.keepsLayout() && format.planar();
    ByteBuffer bytes = ByteBuffer.wrap(decoded).order(ByteOrder.LITTLE_ENDIAN);
    SampleBytes.frame(bytes, 0, format, planar, false, array, offset);
    return ybr ? Photometric.YBR_FULL : format.photometric();
  }

  private byte[] code(int frame) throws IOException {
    List<Fragments.Fragment> fragments = frames.get(frame);
    long length = fragments.stream().mapToLong(Fragments.Fragment::length).sum();
    if (length > Integer.MAX_VALUE - 8) {
      throw fault(frame, "its stream is larger than can be read");
    }
    byte[] code = new byte[(int) length];
    int at = 0;
    for (Fragments.Fragment f : fragments) {
      content.readFully(ByteBuffer.wrap(code, at, (int) f.length()), f.offset(), file.path());
      at += (int) f.length();
    }
    return code;
  }

  private ImageFormatException fault(int frame, String what) {
    String where = format.frames() == 1 ? "" : " of frame " + (frame + 1);
    String line = what.replaceAll("[\\p{Cntrl}\\s]+", " ");
    return file.fault(TransferSyntax.describe(file.syntax()) + " stream" + where + ": " + line);
  }

  @Override
  public void close() throws IOException {
    content.close();
  }
}
