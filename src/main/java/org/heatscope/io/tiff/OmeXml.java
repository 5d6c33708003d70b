// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.tiff;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import javax.xml.stream.XMLInputFactory;
import javax.xml.stream.XMLStreamConstants;
import javax.xml.stream.XMLStreamException;
import javax.xml.stream.XMLStreamReader;
import org.heatscope.image.Lengths;
import org.heatscope.io.ImageFormatException;
import org.heatscope.io.NamedChoice;

/**
 * The images that OME-XML describes in the first page's ImageDescription (OME-TIFF specification).
 * Only the attributes of {@code Image}, {@code Pixels}, {@code Channel} and {@code TiffData} are
 * looked at; document types and entities are refused.
 */
final class OmeXml {
  private static final Map<String, Double> SECONDS =
      Map.of(
          "ns", 1e-9, "\u00b5s", 1e-6, "us", 1e-6, "ms", 1e-3, "s", 1.0, "min", 60.0, "h", 3600.0);

  /**
   * An image of the file.
   *
   * @param file for messages
   * @param name "Name" or "ID"
   * @param pixels the attributes of {@code Pixels}
   * @param samples of each channel, "SamplesPerPixel" of {@code Channel}
   * @param planes the attributes of each {@code TiffData}, with "FileName" and "UUID" of its file
   */
  record Image(
      Path file,
      String name,
      Map<String, String> pixels,
      List<Integer> samples,
      List<Map<String, String>> planes) {
    /** Slices, frames or channels. */
    private int size(String key) throws ImageFormatException {
      return whole(pixels, key, 1);
    }

    private int whole(Map<String, String> from, String key, int otherwise)
        throws ImageFormatException {
      String text = from.get(key);
      if (text == null) {
        return otherwise;
      }
      if (!text.matches("\\d{1,9}")) {
        throw new ImageFormatException(file, "the OME-XML gives '" + text + "' for " + key);
      }
      return Integer.parseInt(text);
    }

    /**
     * Which page is which plane: as each {@code TiffData} says or, without any, in the dimension
     * order.
     *
     * @param files the pages of this file, and of those beside it
     * @throws ImageFormatException if planes are missing
     */
    TiffLayout layout(OmeFiles files) throws IOException {
      int nz = size("SizeZ");
      int nt = size("SizeT");
      int nc = size("SizeC");
      if (!samples.isEmpty() && samples.get(0) > 1 && nc % samples.get(0) == 0) {
        nc /= samples.get(0);
      }
      List<Map<String, String>> all = planes.isEmpty() ? List.of(Map.of()) : planes;
      for (Map<String, String> data : all) {
        files.pages(data, all.get(0));
      }
      int pages = files.count();
      if (nz < 1 || nt < 1 || nc < 1 || (double) nz * nt * nc > pages) {
        throw new ImageFormatException(
            file,
            String.format(
                "the OME-XML describes %d slices, %d frames and %d channels, the file has %d pages",
                nz, nt, nc, pages));
      }
      String order = pixels.getOrDefault("DimensionOrder", "XYZCT").replaceAll("[XY]", "");
      if (order.length() != 3 || !order.matches("(?!.*(.).*\\1)[ZCT]{3}")) {
        throw new ImageFormatException(
            file, "the OME-XML gives the dimension order '" + order + "'");
      }
      int[] page = pages(order, new int[] {nz, nt, nc}, all, files);
      int slices = nz;
      int frames = nt;
      return TiffLayout.of(nz, nt, nc, (z, t, c) -> page[z + slices * (t + frames * c)]);
    }

    private int[] pages(String order, int[] sizes, List<Map<String, String>> all, OmeFiles files)
        throws IOException {
      int n = sizes[0] * sizes[1] * sizes[2];
      int[] page = new int[n];
      Arrays.fill(page, -1);
      for (Map<String, String> data : all) {
        OmeFiles.Span span = files.pages(data, all.get(0));
        int first = whole(data, "IFD", 0);
        int at =
            number(
                order,
                sizes,
                whole(data, "FirstZ", 0),
                whole(data, "FirstT", 0),
                whole(data, "FirstC", 0));
        int count = whole(data, "PlaneCount", data.containsKey("IFD") ? 1 : n - Math.max(0, at));
        if (at < 0 || count > n - at || count > span.count() - first) {
          throw new ImageFormatException(
              file, "the OME-XML describes planes that the file does not have");
        }
        for (int k = 0; k < count; k++) {
          page[plane(order, sizes, at + k)] = span.first() + first + k;
        }
      }
      if (Arrays.stream(page).anyMatch(p -> p < 0)) {
        throw new ImageFormatException(file, "the OME-XML does not say where each plane lies");
      }
      return page;
    }

    /** The number of a plane in the dimension order; -1 if there is no such plane. */
    private static int number(String order, int[] sizes, int z, int t, int c) {
      int[] at = {z, t, c};
      int number = 0;
      for (int k = 2; k >= 0; k--) {
        int axis = "ZTC".indexOf(order.charAt(k));
        if (at[axis] >= sizes[axis]) {
          return -1;
        }
        number = number * sizes[axis] + at[axis];
      }
      return number;
    }

    /** The plane z + nz (t + nt c) of a number in the dimension order. */
    private static int plane(String order, int[] sizes, int number) {
      int[] at = new int[3];
      int rest = number;
      for (int k = 0; k < 3; k++) {
        int axis = "ZTC".indexOf(order.charAt(k));
        at[axis] = rest % sizes[axis];
        rest /= sizes[axis];
      }
      return at[0] + sizes[0] * (at[1] + sizes[1] * at[2]);
    }

    /** Physical sizes, in micrometres where no unit is given, and the time increment. */
    TiffScale scale() {
      double z = TiffScale.positive(length("Z")) ? length("Z") : length("X");
      TiffScale s =
          TiffScale.of(length("X"), length("Y"), z, number("TimeIncrement") * secondsOfUnit());
      return new TiffScale(
          s.x(), s.y(), s.z(), s.seconds(), s.affine(), s.window(), name, s.warnings());
    }

    private double secondsOfUnit() {
      return SECONDS.getOrDefault(pixels.getOrDefault("TimeIncrementUnit", "s"), Double.NaN);
    }

    private double length(String axis) {
      String unit = pixels.getOrDefault("PhysicalSize" + axis + "Unit", "\u00b5m");
      return number("PhysicalSize" + axis) * Lengths.millimetres(unit).orElse(Double.NaN);
    }

    private double number(String key) {
      try {
        return Double.parseDouble(pixels.getOrDefault(key, ""));
      } catch (NumberFormatException e) {
        return Double.NaN;
      }
    }
  }

  private OmeXml() {}

  /** Whether a description is OME-XML. */
  static boolean isIn(String description) {
    return description.contains("<OME") || description.contains(":OME ");
  }

  /**
   * The images in their order.
   *
   * @throws ImageFormatException if the text is damaged or describes none
   */
  static List<Image> images(Path file, String description) throws ImageFormatException {
    List<Image> images = new ArrayList<>();
    try {
      XMLStreamReader xml = reader(description);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT) {
          element(file, xml, images);
        }
      }
    } catch (XMLStreamException e) {
      throw new ImageFormatException(file, "the OME-XML of the TIFF cannot be read");
    }
    images.removeIf(i -> i.pixels().isEmpty());
    if (images.isEmpty()) {
      throw new ImageFormatException(
          file, "the OME-XML of the TIFF describes no image in this file");
    }
    return images;
  }

  private static XMLStreamReader reader(String description) throws XMLStreamException {
    XMLInputFactory factory = XMLInputFactory.newDefaultFactory();
    factory.setProperty(XMLInputFactory.SUPPORT_DTD, false);
    factory.setProperty(XMLInputFactory.IS_SUPPORTING_EXTERNAL_ENTITIES, false);
    return factory.createXMLStreamReader(new StringReader(description.replace("\0", "").strip()));
  }

  /** The UUID of the file that a text stands in; empty if it has none. */
  static String uuid(Path file, String description) throws ImageFormatException {
    return first(file, description, "OME", "UUID");
  }

  /** The file that has the metadata of this one; empty if it is this one. */
  static String metadataFile(Path file, String description) throws ImageFormatException {
    return first(file, description, "BinaryOnly", "MetadataFile");
  }

  /** An attribute of the first element of a name; empty if there is none. */
  private static String first(Path file, String description, String element, String attribute)
      throws ImageFormatException {
    try {
      XMLStreamReader xml = reader(description);
      while (xml.hasNext()) {
        if (xml.next() == XMLStreamConstants.START_ELEMENT && xml.getLocalName().equals(element)) {
          return attributes(xml).getOrDefault(attribute, "");
        }
      }
      return "";
    } catch (XMLStreamException e) {
      throw new ImageFormatException(file, "the OME-XML of the TIFF cannot be read");
    }
  }

  private static void element(Path file, XMLStreamReader xml, List<Image> images)
      throws ImageFormatException, XMLStreamException {
    Map<String, String> attributes = attributes(xml);
    if (xml.getLocalName().equals("Image")) {
      String name = attributes.getOrDefault("Name", attributes.getOrDefault("ID", ""));
      images.add(new Image(file, name, new HashMap<>(), new ArrayList<>(), new ArrayList<>()));
    }
    if (images.isEmpty()) {
      return;
    }
    Image image = images.get(images.size() - 1);
    switch (xml.getLocalName()) {
      case "Pixels" -> image.pixels().putAll(attributes);
      case "Channel" -> image.samples().add(image.whole(attributes, "SamplesPerPixel", 1));
      case "TiffData" -> image.planes().add(attributes);
      case "UUID" -> {
        if (!image.planes().isEmpty()) {
          attributes.put("UUID", xml.getElementText().strip());
          image.planes().get(image.planes().size() - 1).putAll(attributes);
        }
      }
      default -> {
        // Other elements do not concern the place of samples.
      }
    }
  }

  private static Map<String, String> attributes(XMLStreamReader xml) {
    Map<String, String> attributes = new HashMap<>();
    for (int i = 0; i < xml.getAttributeCount(); i++) {
      attributes.put(xml.getAttributeLocalName(i), xml.getAttributeValue(i));
    }
    return attributes;
  }

  /** The image that is wanted, see {@link NamedChoice}. */
  static Image choose(Path file, List<Image> images, Optional<String> series) throws IOException {
    List<String> names = images.stream().map(Image::name).collect(Collectors.toList());
    return images.get(NamedChoice.of(file, "images", names, series));
  }
}
