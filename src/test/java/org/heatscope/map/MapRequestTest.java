// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MapRequestTest {
  @Test
  void readsKindInputsAndItsOwnOptions() {
    MapRequest.Parsed p =
        MapRequest.parse("hu-fraction:ct.nii.gz?hu=-1024,-950&colormap=hot&radius=3").orElseThrow();
    assertEquals("hu-fraction", p.request().kind().name());
    assertEquals("ct.nii.gz", p.request().inputs().get(0).name());
    assertEquals(Map.of("colormap", "hot"), p.others());
  }

  @Test
  void leavesFilesAlone() {
    assertTrue(MapRequest.parse("zstat.nii.gz?threshold=3").isEmpty());
    assertTrue(MapRequest.parse("C:file.nii").isEmpty());
  }

  @Test
  void refusesWhatTheKindCannotTake() {
    String[][] faults = {
      {"normalize:a,b", "normalize takes 1 image, not 2"},
      {"hu-fraction:a?hu=1", "--hu: '1' is not of the form LO,HI"},
      {"hu-fraction:a?radius=-1", "--radius: '-1' is below 0"},
      {"normalize:a?method=best", "--method: 'best' is not one of"}
    };
    for (String[] f : faults) {
      InvalidOption e = assertThrows(InvalidOption.class, () -> MapRequest.parse(f[0]));
      assertTrue(e.getMessage().startsWith(f[1]), e.getMessage());
    }
  }

  @Test
  void namesOfKindsAndOptionsAreGivenOnce() {
    Set<String> names = new HashSet<>();
    for (MapKind kind : MapKinds.list()) {
      assertTrue(names.add(kind.name()), kind.name());
      Set<String> options = new HashSet<>();
      for (Option<?> o : MapRequest.optionsOf(kind)) {
        assertTrue(options.add(o.name()), kind.name() + " " + o.name());
      }
    }
  }
}
