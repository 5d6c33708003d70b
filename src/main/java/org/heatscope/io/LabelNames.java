// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/**
 * The names of an atlas's labels, in the forms that atlases come with:
 *
 * <ul>
 *   <li>a table with a line of column names: the label in {@code index}, {@code label}, {@code
 *       value} or {@code id}, the name in {@code name} or {@code region}; else in the first two;
 *   <li>lines of a label and its name, such as MRIcron's and FreeSurfer's; numbers after the name
 *       are left out, {@code #} starts a remark, a name in quotes counts as it stands (ITK-SNAP);
 *   <li>FSL's XML, whose numbers are one less than the labels of a probabilistic atlas's image.
 * </ul>
 */
public final class LabelNames {
  private static final Pattern LINE = Pattern.compile("\\s*(-?\\d{1,9})[\\s,;]+(\\S.*)");
  private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");
  private static final List<String> INDEX = List.of("index", "label", "value", "id");
  private static final List<String> NAME = List.of("name", "region", "label");
  private static final int MOST_BYTES = 64 << 20;

  private LabelNames() {}

  /**
   * Reads names by label.
   *
   * @throws ImageFormatException if the file names no label
   */
  public static Map<Integer, String> read(Path file) throws IOException {
    String text = TextFile.read(file, MOST_BYTES);
    Map<Integer, String> names =
        text.stripLeading().startsWith("<")
            ? xml(file, text)
            : hasColumnNames(text) ? table(file) : lines(text);
    if (names.isEmpty()) {
      throw new ImageFormatException(file, "names no label: lines of a number and a name are read");
    }
    return names;
  }

  private static boolean hasColumnNames(String text) {
    String first =
        text.lines().filter(s -> !s.isBlank() && !s.startsWith("#")).findFirst().orElse("");
    return !LINE.matcher(first).matches() && Pattern.compile("[,;\t]").matcher(first).find();
  }

  private static Map<Integer, String> table(Path file) throws IOException {
    Table table = Table.read(file);
    int index = column(table, INDEX, -1);
    int name = column(table, NAME, index);
    if (index < 0 || name < 0) {
      index = 0;
      name = 1;
    }
    Map<Integer, String> names = new TreeMap<>();
    for (List<Object> row : table.rows()) {
      try {
        double label = Double.parseDouble((String) row.get(index));
        names.put((int) label, (String) row.get(name));
      } catch (NumberFormatException e) {
        throw new ImageFormatException(file, "'" + row.get(index) + "' is no label");
      }
    }
    return names;
  }

  private static int column(Table table, List<String> wanted, int other) {
    for (String w : wanted) {
      for (int c = 0; c < table.columns().size(); c++) {
        if (c != other && table.columns().get(c).toLowerCase(Locale.ROOT).equals(w)) {
          return c;
        }
      }
    }
    return -1;
  }

  private static Map<Integer, String> lines(String text) {
    Map<Integer, String> names = new TreeMap<>();
    for (String line : text.split("\\R")) {
      Matcher m = LINE.matcher(line);
      if (m.matches()) {
        Matcher quoted = QUOTED.matcher(m.group(2));
        String name =
            quoted.find()
                ? quoted.group(1)
                : m.group(2).replaceFirst("([\\s,;]+-?[0-9.]+)*[\\s,;]*$", "");
        names.put(Integer.parseInt(m.group(1)), name.strip());
      }
    }
    return names;
  }

  private static Map<Integer, String> xml(Path file, String text) throws IOException {
    Document document;
    try {
      DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
      factory.setFeature(XMLConstants.FEATURE_SECURE_PROCESSING, true);
      factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
      var builder = factory.newDocumentBuilder();
      builder.setErrorHandler(null);
      document = builder.parse(new InputSource(new StringReader(text.stripLeading())));
    } catch (ParserConfigurationException | SAXException e) {
      throw new ImageFormatException(file, "not an atlas in XML: " + e.getMessage());
    }
    NodeList types = document.getElementsByTagName("type");
    boolean probabilistic =
        types.getLength() > 0
            && types.item(0).getTextContent().strip().toLowerCase(Locale.ROOT).startsWith("prob");
    Map<Integer, String> names = new TreeMap<>();
    NodeList labels = document.getElementsByTagName("label");
    for (int n = 0; n < labels.getLength(); n++) {
      Element e = (Element) labels.item(n);
      try {
        int index = Integer.parseInt(e.getAttribute("index").strip());
        names.put(probabilistic ? index + 1 : index, e.getTextContent().strip());
      } catch (NumberFormatException x) {
        throw new ImageFormatException(file, "'" + e.getAttribute("index") + "' is no label");
      }
    }
    return names;
  }
}
