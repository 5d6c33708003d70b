// SPDX-License-Identifier: Apache-2.0
package org.heatscope.backend;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.heatscope.image.Samples;
import org.heatscope.op.Operation;

/**
 * A session that goes on with another backend when its own fails in the middle, or when there is a
 * better one for what it has to do.
 */
final class FailoverSession implements Session {
  private final Supplier<Session> spare;
  private final OnFallback onFallback;
  private final Consumer<String> log;
  private final Watch watch;
  private final List<Session> left = new ArrayList<>();
  private volatile Session current;
  private boolean replaced;

  /** Hears of every call of an operation before it is made. */
  interface Watch {
    /** A better backend to go on with from now on, if there is one. */
    Optional<Session> better(Class<? extends Operation> kind, long samples);
  }

  FailoverSession(
      Session first,
      Supplier<Session> spare,
      OnFallback onFallback,
      Consumer<String> log,
      Watch watch) {
    this.watch = watch;
    this.current = first;
    this.spare = spare;
    this.onFallback = onFallback;
    this.log = log;
  }

  private <T> T attempt(Function<Session, T> work) {
    Session used = current;
    try {
      return work.apply(used);
    } catch (BackendException e) {
      replace(used, e);
      return work.apply(current);
    }
  }

  /** The first thread whose work fails brings in the other backend; the rest go on with that. */
  private synchronized void replace(Session failed, BackendException e) {
    if (current != failed) {
      return;
    }
    if (replaced || onFallback == OnFallback.FAIL) {
      throw e;
    }
    Session next = spare.get();
    if (onFallback == OnFallback.WARN) {
      log.accept(
          "backend "
              + failed.backend()
              + " failed ("
              + e.getMessage()
              + "); going on with "
              + next.backend());
    }
    closeQuietly();
    current = next;
    replaced = true;
  }

  /** Images that the session before has kept stay there. */
  private synchronized void weigh(Class<? extends Operation> kind, Object[] arguments) {
    if (!replaced) {
      watch
          .better(kind, Load.samples(arguments))
          .ifPresent(
              next -> {
                left.add(current);
                current = next;
              });
    }
  }

  private void closeQuietly() {
    try {
      current.close();
    } catch (RuntimeException e) {
      log.accept("closing the failed backend also failed: " + e.getMessage());
    }
  }

  @Override
  public String backend() {
    return current.backend();
  }

  @Override
  public <T extends Operation> T operation(Class<T> kind) {
    Class<?>[] interfaces = {kind};
    return kind.cast(
        Proxy.newProxyInstance(
            kind.getClassLoader(),
            interfaces,
            (proxy, method, arguments) -> {
              weigh(kind, arguments);
              return attempt(session -> invoke(method, session.operation(kind), arguments));
            }));
  }

  private static Object invoke(Method method, Object operation, Object[] arguments) {
    try {
      return method.invoke(operation, arguments);
    } catch (InvocationTargetException e) {
      if (e.getCause() instanceof RuntimeException r) {
        throw r;
      }
      throw (Error) e.getCause();
    } catch (IllegalAccessException e) {
      throw new IllegalStateException(e);
    }
  }

  @Override
  public Samples image(int nx, int ny, int nz) {
    return attempt(session -> session.image(nx, ny, nz));
  }

  @Override
  public void close() {
    left.forEach(Session::close);
    current.close();
  }
}
