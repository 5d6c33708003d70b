// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend.scalar;

import java.util.Optional;
import org.heatscope.backend.Backend;
import org.heatscope.backend.BackendProvider;
import org.heatscope.backend.Session;
import org.heatscope.backend.Workers;
import org.heatscope.op.Composite;
import org.heatscope.op.Quantiles;

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
    Composite composite = new ScalarComposite(workers);
    Quantiles quantiles = new ScalarQuantiles(workers);
    return new Session() {
      @Override
      public String backend() {
        return name();
      }

      @Override
      public Composite composite() {
        return composite;
      }

      @Override
      public Quantiles quantiles() {
        return quantiles;
      }

      @Override
      public void close() {
        workers.close();
      }
    };
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
