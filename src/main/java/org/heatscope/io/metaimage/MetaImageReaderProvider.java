// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.metaimage;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.regex.Pattern;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ImageReaderProvider;
import org.heatscope.io.ReadOptions;

/**
 * MetaImage, with its samples ({@code .mha}) or with them in files of their own ({@code .mhd}). The
 * format has no mark; it is known by lines that it begins with.
 */
public final class MetaImageReaderProvider implements ImageReaderProvider {
  private static final Pattern START =
      Pattern.compile(
          "\\A(\\s*\\w+\\s*=[^\\n]*\\n)*?\\s*(NDims|DimSize|ElementType)\\s*=[^\\n]*\\n");

  private static final Pattern FIRST = Pattern.compile("\\A\\s*[A-Z]\\w{2,30}\\s*=");

  @Override
  public String format() {
    return "MetaImage";
  }

  @Override
  public int rank() {
    return 150;
  }

  @Override
  public boolean recognises(FileHead file) {
    String text = new String(file.bytes(), StandardCharsets.ISO_8859_1);
    return !file.gzipped() && FIRST.matcher(text).find() && START.matcher(text).find();
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return new MetaImageReader(MetaImageHeader.read(path), options);
  }
}
