// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.measure.ResultsTable;
import java.util.List;
import java.util.Optional;
import org.heatscope.Heatscope;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Cache;
import org.heatscope.backend.Cost;
import org.heatscope.backend.Costs;

/** Every backend: what it costs here, or why it cannot be used. */
final class DevicesTool implements Tool {
  @Override
  public String name() {
    return "Devices";
  }

  @Override
  public String summary() {
    return "Lists what can compute here, after a self-test.";
  }

  @Override
  public List<Parameter> parameters() {
    return List.of();
  }

  @Override
  public boolean needsImage() {
    return false;
  }

  @Override
  public Outcome run(Job job) {
    ResultsTable table = new ResultsTable();
    table.setNaNEmptyCells(true);
    Costs costs = new Costs(new Cache());
    for (BackendProvider p : Heatscope.backends()) {
      Optional<Cost> cost = costs.measure(p);
      Optional<String> reason = p.unusableBecause();
      table.incrementCounter();
      table.addValue("backend", p.name());
      table.addValue("usable", reason.isEmpty() ? "yes" : "no");
      table.addValue("start_ms", cost.map(Cost::startMillis).orElse(Double.NaN));
      table.addValue("ns_per_pixel", cost.map(Cost::nanosPerPixel).orElse(Double.NaN));
      table.addValue("about", reason.orElseGet(() -> p.open().description()));
    }
    job.status().end();
    return Outcome.of(table);
  }
}
