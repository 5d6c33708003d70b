// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.zarr;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import org.heatscope.io.FileHead;
import org.heatscope.io.FolderReaderProvider;
import org.heatscope.io.ImageReader;
import org.heatscope.io.ReadOptions;

/**
 * OME-Zarr images and bare arrays of Zarr 2 and 3: a folder, or a metadata file in it. Chunks may
 * be plain, gzip, zlib, LZ4, Zstandard or Blosc, and lie in shards.
 *
 * <p>OME-Zarr knows scale and place in millimetres but, unless its axes say how they run in a body
 * (NGFF RFC 4), no body: the image is then a picture.
 */
public final class ZarrReaderProvider implements FolderReaderProvider {
  private static final Set<String> METADATA =
      Set.of(
          ZarrHeaders.V3,
          ZarrHeaders.V2_ARRAY,
          ZarrHeaders.V2_GROUP,
          ZarrHeaders.V2_ATTRIBUTES,
          ".zmetadata");

  @Override
  public String format() {
    return "OME-Zarr";
  }

  /** Before formats that take any folder. */
  @Override
  public int rank() {
    return 90;
  }

  @Override
  public boolean holdsSeveral() {
    return true;
  }

  @Override
  public boolean recognises(FileHead file) {
    return METADATA.contains(file.path().getFileName().toString())
        && ZarrHeaders.isNode(folder(file.path()));
  }

  @Override
  public boolean recognisesFolder(Path folder) {
    return ZarrHeaders.isNode(folder) || Files.exists(folder.resolve(ZarrHeaders.V2_ATTRIBUTES));
  }

  @Override
  public ImageReader open(Path path, ReadOptions options) throws IOException {
    return openFolder(folder(path), options);
  }

  private static Path folder(Path file) {
    Path folder = file.getParent();
    return folder == null ? Path.of("") : folder;
  }

  @Override
  public ImageReader openFolder(Path folder, ReadOptions options) throws IOException {
    ZarrHeaders headers = new ZarrHeaders(options.maxBytes());
    return new ZarrReader(folder, ZarrImage.find(folder, options.series(), headers));
  }
}
