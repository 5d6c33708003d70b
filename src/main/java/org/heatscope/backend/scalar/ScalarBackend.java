// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Optional;
import org.heatscope.backend.Backend;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.OpenSession;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;

/** Plain Java: always usable, and what every other backend is compared with. */
public final class ScalarBackend implements Backend {

  @Override
  public String name() {
    return "scalar";
  }

  @Override
  public String description() {
    return "plain Java, double precision";
  }

  @Override
  public Session open(int threads) {
    Workers workers = new Workers(threads);
    return new OpenSession(
        name(), new ScalarComposite(workers), new ScalarQuantiles(workers), workers::close);
  }

  /** Always usable. */
  public static final class Provider implements BackendProvider {
    @Override
    public String name() {
      return "scalar";
    }

    @Override
    public Optional<String> unusableBecause() {
      return Optional.empty();
    }

    @Override
    public Backend open() {
      return new ScalarBackend();
    }
  }
}
