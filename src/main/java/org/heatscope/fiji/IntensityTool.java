// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.heatscope.Heatscope;
import org.heatscope.image.HeatMap;
import org.heatscope.image.Volume;
import org.heatscope.map.MapInput;
import org.heatscope.map.MapKind;
import org.heatscope.map.MapKinds;
import org.heatscope.map.MapRequest;
import org.heatscope.map.MapResult;
import org.heatscope.map.MapWork;
import org.heatscope.map.Masks;
import org.heatscope.map.Option;

/**
 * A map computed from the image in front, by one of the kinds of {@code heatscope map}. An area
 * selection is the mask: what lies outside it is no data for the kind.
 */
final class IntensityTool extends MapTool {
  private static final List<MapKind> KINDS =
      MapKinds.list().stream().filter(k -> k.arity().allows(1) || k.arity().allows(2)).toList();

  private static final Parameter KIND =
      Parameter.choice(
          "kind", "Kind", "What is computed.", KINDS.stream().map(MapKind::name).toList());
  private static final Parameter OPTIONS =
      Parameter.text(
          "options",
          "Options of the kind",
          "name=value&name=value, lengths in mm. " + options(),
          "");
  private static final Parameter SECOND =
      Parameter.image("second", "Second image", "For kinds that take two images.");

  IntensityTool() {
    super(List.of(KIND, OPTIONS, SECOND, Images.FILE));
  }

  private static String options() {
    List<String> all = new ArrayList<>();
    for (MapKind k : KINDS) {
      all.add(k.name() + ": " + String.join(" ", k.options().stream().map(Option::name).toList()));
    }
    return String.join("; ", all);
  }

  @Override
  public String name() {
    return "Intensity Map...";
  }

  @Override
  public String summary() {
    return "Computes a map from the image in front: smoothed, local statistics, gradients,"
        + " statistics over time, differences and more.";
  }

  @Override
  Made map(Job job, Heatscope heatscope, MapWork work) throws IOException {
    MapKind kind = MapKinds.find(job.values().choice(KIND)).orElseThrow();
    List<MapInput> inputs = new ArrayList<>();
    Volume front = Images.front(job.image());
    inputs.add(MapInput.of(job.image().getTitle(), within(job, front)));
    if (!kind.arity().allows(1)) {
      Images.Named second =
          Images.find(job.values(), SECOND)
              .orElseThrow(
                  () -> new IllegalArgumentException(kind.name() + " needs a second image"));
      inputs.add(MapInput.of(second.name(), within(job, second.volume())));
    }
    MapResult result = MapRequest.of(kind, inputs, given(job.values())).run(work);
    return new Made(
        result.map().map(HeatMap::described),
        kind.name() + " of " + job.image().getTitle(),
        result.table().map(Tables::toImageJ),
        List.of());
  }

  private static Volume within(Job job, Volume volume) {
    Optional<Volume> area = selected(job.image());
    return area.isPresent() && volume.channels() == 1
        ? Masks.within(volume, Masks.onGrid(area.get(), volume.geometry()))
        : volume;
  }

  private static Map<String, String> given(Settings values) {
    Map<String, String> given = new LinkedHashMap<>();
    for (String part : values.text(OPTIONS).split("&")) {
      int equals = part.indexOf('=');
      String name = equals < 0 ? part : part.substring(0, equals);
      if (!name.isBlank()) {
        given.put(name.strip(), equals < 0 ? "" : part.substring(equals + 1).strip());
      }
    }
    return given;
  }
}
