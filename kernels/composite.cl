// SPDX-License-Identifier: Apache-2.0
// The fused overlay, in double precision and in the order of operations of the scalar backend, so
// that all bytes are the same: basic operations on doubles are correctly rounded in OpenCL C.
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#pragma OPENCL FP_CONTRACT OFF

// What the host puts into the buffer of numbers; SceneNumbers.java writes it in this order.
// Image: type, nx, ny, nz, interpolation, slope, intercept, rows of the affine.
#define TYPE 0
#define SIZE 1
#define INTERPOLATION 4
#define SLOPE 5
#define INTERCEPT 6
#define AFFINE 7
#define IMAGE_LENGTH 19
// Scene: window, background, three channels.
#define WINDOW 0
#define CENTER 1
#define WIDTH 2
#define LOW 3
#define HIGH 4
#define BACKGROUND 5
#define CHANNELS 8
#define SCENE_LENGTH (CHANNELS + 3 * IMAGE_LENGTH)
// Layer: map, mask, sign, cuts, 257 edges, four numbers a class (weight, red, green, blue).
#define MASK IMAGE_LENGTH
#define SIGN (2 * IMAGE_LENGTH)
#define INVALID_UP_TO (SIGN + 1)
#define LOW_CUT (SIGN + 2)
#define HIGH_CUT (SIGN + 3)
#define EDGES (SIGN + 4)
#define LOOKS (EDGES + 257)
#define LAYER_LENGTH (LOOKS + 4 * 261)

#define NO_IMAGE -1
#define SNAP 1e-6

// The ordinals of the Java enumerations.
enum { UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, FLOAT32, FLOAT64 };
enum { NEAREST, LINEAR, CUBIC };
enum { WINDOW_LINEAR, WINDOW_LINEAR_EXACT, WINDOW_SIGMOID, WINDOW_RANGE };
// The classes of ColorTable that are not entries of the colormap.
enum { UNDER = 256, OVER, NOT_A_NUMBER, MASKED, HIDDEN };

typedef const global double *Numbers;
typedef const global void *Array;

// Widened by hand: a device may take the floats below 2^-126 for zero.
static double widened(uint bits) {
  if ((bits & 0x7f800000) == 0) {
    double tiny = (double)(bits & 0x7fffff) * 0x1p-149;
    return bits >> 31 ? -tiny : tiny;
  }
  return (double)as_float(bits);
}

static double stored(Array array, int type, int i) {
  switch (type) {
    case UINT8:
      return ((const global uchar *)array)[i];
    case INT8:
      return ((const global char *)array)[i];
    case UINT16:
      return ((const global ushort *)array)[i];
    case INT16:
      return ((const global short *)array)[i];
    case UINT32:
      return ((const global uint *)array)[i];
    case INT32:
      return ((const global int *)array)[i];
    case UINT64:
      return ((const global ulong *)array)[i];
    case INT64:
      return ((const global long *)array)[i];
    case FLOAT32:
      return widened(((const global uint *)array)[i]);
    default:
      return ((const global double *)array)[i];
  }
}

static double coordinate(Numbers image, int row, double px, double py, double pz) {
  Numbers m = image + AFFINE + 4 * row;
  return m[0] * px + m[1] * py + m[2] * pz + m[3];
}

static double3 position(Numbers image, int px, int py, int pz) {
  return (double3)(coordinate(image, 0, px, py, pz), coordinate(image, 1, px, py, pz),
                   coordinate(image, 2, px, py, pz));
}

static int within(double x, double n) { return x >= -0.5 - SNAP && x <= n - 0.5 + SNAP; }

static int contains(Numbers image, double3 at) {
  return within(at.x, image[SIZE]) && within(at.y, image[SIZE + 1]) &&
         within(at.z, image[SIZE + 2]);
}

static int nearest(double x, int n) { return clamp((int)floor(x + 0.5 + SNAP), 0, n - 1); }

static double snapped(double x, int n) {
  double whole = rint(x);
  x = fabs(x - whole) <= SNAP ? whole : x;
  return fmax(0.0, fmin((double)(n - 1), x));
}

static double row(Array array, int type, int e, double fx) {
  double left = stored(array, type, e);
  return fx == 0 ? left : left * (1 - fx) + stored(array, type, e + 1) * fx;
}

static double plane(Array array, int type, int e, double fx, double fy, int nx) {
  double low = row(array, type, e, fx);
  return fy == 0 ? low : low * (1 - fy) + row(array, type, e + nx, fx) * fy;
}

static double linear(Array array, int type, int3 n, double3 at) {
  int3 i = convert_int3(at);
  double3 f = at - convert_double3(i);
  int e = i.x + n.x * (i.y + n.y * i.z);
  double near = plane(array, type, e, f.x, f.y, n.x);
  return f.z == 0 ? near
                  : near * (1 - f.z) + plane(array, type, e + n.x * n.y, f.x, f.y, n.x) * f.z;
}

// Catmull-Rom weights of the four neighbours at distance f past the second.
static void taps(double f, double *w) {
  w[0] = f * (-0.5 + f * (1 - 0.5 * f));
  w[1] = 1 + f * f * (-2.5 + 1.5 * f);
  w[2] = f * (0.5 + f * (2 - 1.5 * f));
  w[3] = f * f * (-0.5 + 0.5 * f);
}

// A sample without weight is not read: it may be NaN.
static double cubic(Array array, int type, int3 n, double3 at) {
  int3 i = convert_int3(at);
  double wx[4], wy[4], wz[4];
  taps(at.x - i.x, wx);
  taps(at.y - i.y, wy);
  taps(at.z - i.z, wz);
  double sum = 0;
  for (int c = 0; c < 4; c++) {
    if (wz[c] == 0) continue;
    double plane = 0;
    for (int b = 0; b < 4; b++) {
      if (wy[b] == 0) continue;
      int start = n.x * (clamp(i.y - 1 + b, 0, n.y - 1) + n.y * clamp(i.z - 1 + c, 0, n.z - 1));
      double row = 0;
      for (int a = 0; a < 4; a++) {
        if (wx[a] != 0) {
          row += wx[a] * stored(array, type, start + clamp(i.x - 1 + a, 0, n.x - 1));
        }
      }
      plane += wy[b] * row;
    }
    sum += wz[c] * plane;
  }
  return sum;
}

// The stored sample at a position that the image contains.
static double sampled(Numbers image, Array array, double3 at) {
  int type = (int)image[TYPE];
  int3 n = (int3)((int)image[SIZE], (int)image[SIZE + 1], (int)image[SIZE + 2]);
  int interpolation = (int)image[INTERPOLATION];
  if (interpolation == NEAREST) {
    return stored(array, type,
                  nearest(at.x, n.x) + n.x * (nearest(at.y, n.y) + n.y * nearest(at.z, n.z)));
  }
  at = (double3)(snapped(at.x, n.x), snapped(at.y, n.y), snapped(at.z, n.z));
  return interpolation == LINEAR ? linear(array, type, n, at) : cubic(array, type, n, at);
}

static double rescaled(Numbers image, double stored) {
  return image[SLOPE] * stored + image[INTERCEPT];
}

// Beside its ends a ramp may round to a last bit outside; NaN stays.
static double held(double grey) { return grey < 0 ? 0 : grey > 1 ? 1 : grey; }

static double grey(Numbers scene, double x) {
  double low = scene[LOW];
  double high = scene[HIGH];
  switch ((int)scene[WINDOW]) {
    case WINDOW_RANGE:
      return x <= low ? 0 : x >= high ? 1 : held((x - low) / (high - low));
    case WINDOW_LINEAR:
      return x <= low   ? 0
             : x > high ? 1
                        : held((x - (scene[CENTER] - 0.5)) / (scene[WIDTH] - 1) + 0.5);
    default:
      return x <= low ? 0 : x > high ? 1 : held((x - scene[CENTER]) / scene[WIDTH] + 0.5);
  }
}

static int class_of(Numbers layer, double stored) {
  double s = layer[SIGN] * stored;
  Numbers edges = layer + EDGES;
  if (isnan(s) || s <= layer[INVALID_UP_TO]) return NOT_A_NUMBER;
  if (s > layer[LOW_CUT] && s < layer[HIGH_CUT]) return HIDDEN;
  if (s < edges[0]) return UNDER;
  if (s >= edges[256]) return OVER;
  int k = 0;
  for (int step = 128; step > 0; step >>= 1) {
    if (s >= edges[k + step]) k += step;
  }
  return k;
}

static int is_masked(Numbers mask, Array array, int px, int py, int pz) {
  double3 at = position(mask, px, py, pz);
  if (!contains(mask, at)) return 1;
  double m = rescaled(mask, sampled(mask, array, at));
  return m == 0 || isnan(m);
}

static int class_at(Numbers layer, Array map, Array mask, int px, int py, int pz) {
  double3 at = position(layer, px, py, pz);
  if (!contains(layer, at)) return HIDDEN;
  if (layer[MASK + TYPE] != NO_IMAGE && is_masked(layer + MASK, mask, px, py, pz)) return MASKED;
  return class_of(layer, sampled(layer, map, at));
}

// A pixel of the scan, 0 to 1; a channel without a value leaves those after it without one.
static double3 scan(Numbers scene, Array red, Array green, Array blue, int px, int py, int pz) {
  double3 background = (double3)(scene[BACKGROUND], scene[BACKGROUND + 1], scene[BACKGROUND + 2]);
  Numbers image = scene + CHANNELS;
  double3 at = position(image, px, py, pz);
  if (!contains(image, at)) return background;
  double r = grey(scene, rescaled(image, sampled(image, red, at)));
  if (isnan(r)) return background;
  image += IMAGE_LENGTH;
  if (image[TYPE] == NO_IMAGE) return (double3)(r, r, r);
  double g = grey(scene, rescaled(image, sampled(image, green, at)));
  if (isnan(g)) return (double3)(r, background.y, background.z);
  image += IMAGE_LENGTH;
  double b = grey(scene, rescaled(image, sampled(image, blue, at)));
  return (double3)(r, g, isnan(b) ? background.z : b);
}

static double3 blended(Numbers layer, int kind, double3 below) {
  Numbers look = layer + LOOKS + 4 * kind;
  double a = look[0];
  return (1 - a) * below + a * (double3)(look[1], look[2], look[3]);
}

static uint packed(double3 out) {
  uint3 bytes = convert_uint3(floor(255 * out + 0.5));
  return bytes.x | bytes.y << 8 | bytes.z << 16 | 0xff000000;
}

// One pixel a work item: global ids are px and the row of the raster after the first.
kernel void composite(Numbers scene, int layers, int width, int height, int first, int rows,
                      global uint *rgba, Array red, Array green, Array blue, Array map0,
                      Array map1, Array map2, Array map3, Array mask0, Array mask1, Array mask2,
                      Array mask3) {
  int px = get_global_id(0);
  int at = get_global_id(1);
  if (px >= width || at >= rows) return;
  int py = (first + at) % height;
  int pz = (first + at) / height;
  double3 out = scan(scene, red, green, blue, px, py, pz);
  for (int l = 0; l < layers; l++) {
    Numbers layer = scene + SCENE_LENGTH + l * LAYER_LENGTH;
    Array map = l == 0 ? map0 : l == 1 ? map1 : l == 2 ? map2 : map3;
    Array mask = l == 0 ? mask0 : l == 1 ? mask1 : l == 2 ? mask2 : mask3;
    out = blended(layer, class_at(layer, map, mask, px, py, pz), out);
  }
  rgba[(size_t)at * width + px] = packed(out);
}
