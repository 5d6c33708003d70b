// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** All kinds of maps, in the order in which they are listed. */
public final class MapKinds {
  private static final List<MapKind> ALL = all();

  private MapKinds() {}

  private static List<MapKind> all() {
    List<MapKind> kinds = new ArrayList<>();
    kinds.addAll(ImageKinds.all());
    kinds.addAll(FilterKinds.all());
    kinds.addAll(StatisticKinds.all());
    kinds.addAll(TimeKinds.all());
    kinds.addAll(TwoImageKinds.all());
    kinds.addAll(GroupKinds.all());
    kinds.addAll(RegionKinds.all());
    return List.copyOf(kinds);
  }

  /** Every kind. */
  public static List<MapKind> list() {
    return ALL;
  }

  /** The kind of that name. */
  public static Optional<MapKind> find(String name) {
    return ALL.stream().filter(k -> k.name().equals(name)).findFirst();
  }
}
