// SPDX-License-Identifier: Apache-2.0
package org.heatscope.map;

import java.io.IOException;
import java.util.List;
import java.util.Set;

/**
 * One way to make a map from images, known by name: what {@code heatscope map KIND} lists and runs.
 *
 * <p>A kind reads its options and its inputs and calls the typed class that does the work; it holds
 * no arithmetic of its own. {@link MapKinds} lists all of them.
 */
public interface MapKind {
  /** The name, in lower case with dashes: "percent-change". */
  String name();

  /** What is computed, a sentence for people. */
  String summary();

  /** How many images it takes. */
  Arity arity();

  /** The options that it knows. */
  List<Option<?>> options();

  /**
   * Computes the map.
   *
   * @param inputs as many as {@link #arity()} allows
   * @param options of {@link #options()}
   * @param work what to compute with
   * @throws InvalidOption if options do not go together
   * @throws IllegalArgumentException with a sentence if the images do not suit the kind
   */
  MapResult run(List<MapInput> inputs, Options options, MapWork work) throws IOException;

  /** What a kind makes. */
  enum Product {
    /** A map. */
    MAP,
    /** A table: a report beside the map, or in its place. */
    TABLE,
    /** How many images count at each voxel. */
    COVERAGE
  }

  /** What it makes. */
  Set<Product> products();

  /** How many images a kind takes. */
  record Arity(int least, int most) {
    /** Exactly one. */
    public static final Arity ONE = new Arity(1, 1);

    /** Exactly two. */
    public static final Arity TWO = new Arity(2, 2);

    /** At least that many. */
    public static Arity atLeast(int n) {
      return new Arity(n, Integer.MAX_VALUE);
    }

    /** Whether it takes n images. */
    public boolean allows(int n) {
      return n >= least && n <= most;
    }

    @Override
    public String toString() {
      String images = least == 1 && most == 1 ? " image" : " images";
      return least == most
          ? least + images
          : most == Integer.MAX_VALUE
              ? "at least " + least + images
              : least + " to " + most + images;
    }
  }

  /** What a kind does. */
  @FunctionalInterface
  interface Body {
    /** As {@link MapKind#run}. */
    MapResult run(List<MapInput> inputs, Options options, MapWork work) throws IOException;
  }

  /** A kind that makes a map, from its parts. */
  static MapKind of(String name, String summary, Arity arity, List<Option<?>> options, Body body) {
    return of(name, summary, arity, options, Set.of(Product.MAP), body);
  }

  /** A kind from its parts. */
  static MapKind of(
      String name,
      String summary,
      Arity arity,
      List<Option<?>> options,
      Set<Product> products,
      Body body) {
    List<Option<?>> all = List.copyOf(options);
    return new MapKind() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String summary() {
        return summary;
      }

      @Override
      public Arity arity() {
        return arity;
      }

      @Override
      public List<Option<?>> options() {
        return all;
      }

      @Override
      public Set<Product> products() {
        return products;
      }

      @Override
      public MapResult run(List<MapInput> inputs, Options given, MapWork work) throws IOException {
        return body.run(inputs, given, work);
      }
    };
  }
}
