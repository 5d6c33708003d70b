// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cli;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.heatscope.Heatscope;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Cache;
import org.heatscope.backend.Cost;
import org.heatscope.backend.Costs;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code heatscope devices}: which backends can be used here, and why the others cannot. */
@Command(
    name = "devices",
    description =
        "Every backend: usable after its self-test, or the reason why not, and what it costs here."
            + " The costs are kept; --backend auto chooses by them.",
    mixinStandardHelpOptions = true,
    footer = {"", "Example:", "  heatscope devices --json"})
final class DevicesCommand implements Callable<Integer> {
  @Option(names = "--json", description = "Print a JSON array with an object for each backend.")
  private boolean json;

  @Spec private CommandSpec spec;

  @Override
  public Integer call() {
    PrintWriter out = spec.commandLine().getOut();
    JsonArray all = new JsonArray();
    Costs costs = new Costs(new Cache());
    for (BackendProvider p : Heatscope.backends()) {
      Optional<Cost> cost = costs.measure(p);
      Optional<String> reason = p.unusableBecause();
      JsonObject o = new JsonObject();
      o.addProperty("name", p.name());
      o.addProperty("usable", reason.isEmpty());
      o.addProperty("self_test", reason.isEmpty() ? "passed" : "not passed");
      if (reason.isEmpty()) {
        o.addProperty("description", p.open().description());
        cost.ifPresent(
            c -> {
              o.addProperty("start_ms", rounded(c.startMillis()));
              o.addProperty("ns_per_pixel", rounded(c.nanosPerPixel()));
              o.add("operations", operations(c));
            });
      } else {
        o.addProperty("reason", reason.get());
      }
      all.add(o);
      if (!json) {
        out.printf(
            Locale.ROOT,
            "%-8s %-9s %s%n",
            p.name(),
            reason.isEmpty() ? "usable" : "unusable",
            reason.orElseGet(
                () ->
                    String.format(
                        Locale.ROOT,
                        "self-test passed; %s; %.0f ms to start, %.2f ns a pixel",
                        o.get("description").getAsString(),
                        cost.map(Cost::startMillis).orElse(0.0),
                        cost.map(Cost::nanosPerPixel).orElse(0.0))));
      }
    }
    if (json) {
      out.println(new GsonBuilder().disableHtmlEscaping().setPrettyPrinting().create().toJson(all));
    }
    out.flush();
    return 0;
  }

  private static JsonObject operations(Cost cost) {
    JsonObject all = new JsonObject();
    cost.operations()
        .forEach(
            (name, rate) -> {
              JsonObject o = new JsonObject();
              o.addProperty("start_ms", rounded(rate.startMillis()));
              o.addProperty("us_per_call", rounded(rate.nanosPerCall() / 1000));
              o.addProperty("ns_per_sample", rounded(rate.nanosPerSample()));
              all.add(name, o);
            });
    return all;
  }

  private static double rounded(double v) {
    return Math.rint(v * 100) / 100;
  }
}
