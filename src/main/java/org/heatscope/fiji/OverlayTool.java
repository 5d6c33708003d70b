// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import java.io.IOException;
import java.util.List;
import org.heatscope.Heatscope;
import org.heatscope.map.MapWork;

/** A map that is open or in a file, laid over the image in front. */
final class OverlayTool extends MapTool {
  private static final Parameter MAP =
      Parameter.image("map", "Map", "The open image that holds the map's values.");

  OverlayTool() {
    super(List.of(MAP, Images.FILE));
  }

  @Override
  public String name() {
    return "Overlay Heatmap...";
  }

  @Override
  public String summary() {
    return "Lays a map over the image in front, with a colour scale that is written out.";
  }

  @Override
  Made map(Job job, Heatscope heatscope, MapWork work) throws IOException {
    Images.Named map =
        Images.find(job.values(), MAP)
            .orElseThrow(() -> new IllegalArgumentException("which map? Give map or file"));
    return Made.of(map.volume(), map.name());
  }
}
