// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabelNamesTest {
  @TempDir Path folder;

  private Map<Integer, String> read(String text) throws IOException {
    return LabelNames.read(Files.writeString(folder.resolve("names"), text));
  }

  @Test
  void readsTheFormsOfAtlases() throws IOException {
    Map<Integer, String> expected = Map.of(1, "Precentral_L", 20, "Insula, right");
    String[] tables = {
      "index,name\n1,Precentral_L\n20,\"Insula, right\"\n",
      "name\tlabel\tcolor\nPrecentral_L\t1\tred\nInsula, right\t20\tblue\n",
      "number;title\n1;Precentral_L\n20;Insula, right\n",
      "<?xml version=\"1.0\"?><atlas><header><type>Label</type></header><data>"
          + "<label index=\"1\" x=\"0\">Precentral_L</label>"
          + "<label index=\"20\">Insula, right</label></data></atlas>",
      "<atlas><header><type>Probabilistic</type></header><data>"
          + "<label index=\"0\">Precentral_L</label>"
          + "<label index=\"19\">Insula, right</label></data></atlas>"
    };
    for (String t : tables) {
      assertEquals(expected, read(t), t);
    }
    // MRIcron's, FreeSurfer's and ITK-SNAP's lines
    assertEquals(Map.of(1, "Precentral_L"), read("1 Precentral_L 2001\n"));
    assertEquals(
        Map.of(0, "Unclassified", 1, "Middle peduncle"),
        read("0\tUnclassified\n1\tMiddle peduncle\n"));
    assertEquals(
        Map.of(2, "Left-Cerebral-White-Matter"),
        read("#No. Label R G B A\n\n2   Left-Cerebral-White-Matter  245 245 245 0\n"));
    assertEquals(Map.of(3, "Caudate 2"), read("    3  80 120 9 1 1 1    \"Caudate 2\"\n"));
  }

  @Test
  void whatNamesNothingIsRefused() {
    for (String text : new String[] {"", "no numbers here\n", "<atlas><label", "<a>x</a>"}) {
      assertThrows(ImageFormatException.class, () -> read(text), text);
    }
  }
}
