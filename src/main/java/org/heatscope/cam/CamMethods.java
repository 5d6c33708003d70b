// SPDX-License-Identifier: Apache-2.0
package org.heatscope.cam;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/** The methods that need nothing but activations and gradients, by name. */
public final class CamMethods {
  private static final Map<String, CamMethod> METHODS = new LinkedHashMap<>();

  static {
    add(new GradCam());
    add(new GradCamPlusPlus(false));
    add(new GradCamPlusPlus(true));
    add(new XGradCam());
    add(new HiResCam());
    add(new ElementwiseCam());
    add(new LayerCam());
    add(new EigenCam("eigencam", new Activations(), SignRule.MEAN));
    add(new EigenCam("eigengradcam", new HiResCam(), SignRule.MEAN));
    add(new EigenCam("segeigencam", new AbsoluteGradientCam(), SignRule.EXTREME));
    add(new KernelPcaCam(false));
    add(new KernelPcaCam(true));
    add(new Fem());
    add(new FemShare());
  }

  private CamMethods() {}

  private static void add(CamMethod method) {
    METHODS.put(method.name(), method);
  }

  /** The names. */
  public static Set<String> names() {
    return METHODS.keySet();
  }

  /**
   * The method of a name.
   *
   * @throws IllegalArgumentException with the known names if there is none
   */
  public static CamMethod get(String name) {
    CamMethod method = METHODS.get(name);
    if (method == null) {
      throw new IllegalArgumentException(
          "no method '" + name + "'; known: " + String.join(", ", names()));
    }
    return method;
  }

  /**
   * The method with eigen-smooth: the projection of its terms on their first singular vector in
   * place of their sum; see {@link EigenCam}.
   *
   * @throws IllegalArgumentException if the method is not a sum over channels
   */
  public static CamMethod eigenSmooth(CamMethod method) {
    if (method instanceof ChannelSumCam sum) {
      return new EigenCam(method.name() + " eigen-smooth", sum, SignRule.MEAN);
    }
    throw new IllegalArgumentException(
        "eigen-smooth is for methods that add up channels, which " + method.name() + " does not");
  }
}
