// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.heatscope.io.DataFiles;
import org.heatscope.io.FileHead;
import org.heatscope.io.ImageFormatException;

/**
 * The pages that an OME image may lie in: those of the file that is opened and, one file after the
 * other, those of the files in its folder that the OME-XML names.
 */
final class OmeFiles {
  /** A text of metadata may not be larger. */
  private static final long MOST_TEXT = 256L << 20;

  /**
   * The pages of a file among all.
   *
   * @param first number
   * @param count of pages
   */
  record Span(int first, int count) {}

  private final Path path;
  private final String uuid;
  private final Map<String, Span> others = new HashMap<>();
  private final List<TiffDirectory> directories = new ArrayList<>();
  private final List<Path> paths = new ArrayList<>();
  private final Span own;

  OmeFiles(Path path, List<TiffDirectory> directories) throws ImageFormatException {
    this.path = path;
    uuid = OmeXml.uuid(path, directories.get(0).description());
    own = add(path, directories);
  }

  private Span add(Path file, List<TiffDirectory> pages) {
    Span span = new Span(directories.size(), pages.size());
    directories.addAll(pages);
    paths.addAll(Collections.nCopies(pages.size(), file));
    return span;
  }

  /** Pages of all files that planes have been looked up in. */
  int count() {
    return directories.size();
  }

  TiffDirectory directory(int page) {
    return directories.get(page);
  }

  /** The file of a page. */
  Path path(int page) {
    return paths.get(page);
  }

  /** The OME-XML: of the file itself, or the one in the file that it names for its metadata. */
  String text() throws IOException {
    String text = directories.get(0).description();
    String other = OmeXml.metadataFile(path, text);
    if (other.isEmpty()) {
      return text;
    }
    Path file = named(other, "its metadata");
    if (Files.size(file) > MOST_TEXT) {
      throw new ImageFormatException(file, "too large for a text of OME-XML");
    }
    return isTiff(file) ? TiffParser.read(file).get(0).description() : Files.readString(file);
  }

  private Path named(String name, String what) throws ImageFormatException {
    Path file = DataFiles.named(path, name);
    if (!Objects.equals(file.getParent(), path.getParent())) {
      throw new ImageFormatException(path, what + " is not taken from another folder: " + name);
    }
    if (!Files.isRegularFile(file)) {
      throw new ImageFormatException(
          path, "the image has " + what + " in another file (" + name + "), which is missing");
    }
    return file;
  }

  private static boolean isTiff(Path file) throws IOException {
    return new TiffReaderProvider().recognises(FileHead.of(file));
  }

  /**
   * The pages of the file that planes lie in.
   *
   * @param data attributes of {@code TiffData}, with "FileName" and "UUID" of its file; a file may
   *     have been renamed, its UUID goes with it
   * @param first the same of the image's first planes, which lie in this file if no name and no
   *     UUID says where
   * @throws ImageFormatException if the file is missing, another one, or not in this one's folder
   */
  Span pages(Map<String, String> data, Map<String, String> first) throws IOException {
    String name = data.get("FileName");
    boolean here =
        uuid.isEmpty()
            ? Objects.equals(name, first.get("FileName"))
            : data.getOrDefault("UUID", uuid).equals(uuid);
    if (here || name == null || name.equals(path.getFileName().toString())) {
      return own;
    }
    Span known = others.get(name);
    if (known == null) {
      Path file = named(name, "planes");
      if (!isTiff(file)) {
        throw new ImageFormatException(file, "not a TIFF; the OME-XML names it for its planes");
      }
      List<TiffDirectory> pages = TiffParser.read(file);
      String text = pages.get(0).description();
      String found = OmeXml.isIn(text) ? OmeXml.uuid(file, text) : "";
      if (!found.isEmpty() && !found.equals(data.getOrDefault("UUID", found))) {
        throw new ImageFormatException(
            file, "another file than the one that the OME-XML of " + path.getFileName() + " names");
      }
      known = add(file, pages);
      others.put(name, known);
    }
    return known;
  }
}
