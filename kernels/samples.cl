// SPDX-License-Identifier: Apache-2.0
// In front of every kernel file: reading the samples of an image. Basic operations on doubles are
// correctly rounded in OpenCL C, so what is worked out in the scalar backend's order is the same.
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#pragma OPENCL FP_CONTRACT OFF

// The ordinals of the Java enumerations. An image's type is a define of the build where a kernel
// is to be compiled for it: VALUE(A, image, i) is then the value of its sample i.
enum { UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, FLOAT32, FLOAT64 };
enum { NEAREST, LINEAR, CUBIC };

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

// An image as a kernel gets it: its samples, and its rescale.
#define IMAGE(name) Array name, double name##_slope, double name##_intercept
#define VALUE(type, name, i) (name##_slope * stored(name, type, i) + name##_intercept)

// Tolerance in voxels: whole numbers and outer faces are met within it.
#define SNAP 1e-6

static int within(double x, double n) { return x >= -0.5 - SNAP && x <= n - 0.5 + SNAP; }

static int nearest(double x, int n) { return clamp((int)floor(x + 0.5 + SNAP), 0, n - 1); }

static double snapped(double x, int n) {
  double whole = rint(x);
  x = fabs(x - whole) <= SNAP ? whole : x;
  return fmax(0.0, fmin((double)(n - 1), x));
}

static double in_row(Array array, int type, int e, double fx) {
  double left = stored(array, type, e);
  return fx == 0 ? left : left * (1 - fx) + stored(array, type, e + 1) * fx;
}

static double in_plane(Array array, int type, int e, double fx, double fy, int nx) {
  double low = in_row(array, type, e, fx);
  return fy == 0 ? low : low * (1 - fy) + in_row(array, type, e + nx, fx) * fy;
}

static double linear(Array array, int type, int3 n, double3 at) {
  int3 i = convert_int3(at);
  double3 f = at - convert_double3(i);
  int e = i.x + n.x * (i.y + n.y * i.z);
  double near = in_plane(array, type, e, f.x, f.y, n.x);
  return f.z == 0 ? near
                  : near * (1 - f.z) + in_plane(array, type, e + n.x * n.y, f.x, f.y, n.x) * f.z;
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
static double interpolated(Array array, int type, int interpolation, int3 n, double3 at) {
  if (interpolation == NEAREST) {
    return stored(array, type,
                  nearest(at.x, n.x) + n.x * (nearest(at.y, n.y) + n.y * nearest(at.z, n.z)));
  }
  at = (double3)(snapped(at.x, n.x), snapped(at.y, n.y), snapped(at.z, n.z));
  return interpolation == LINEAR ? linear(array, type, n, at) : cubic(array, type, n, at);
}

#ifdef REAL
// An image on another grid, LANES of its points at a time: A is the type of the image's samples,
// HOW the interpolation, and REAL what samples are interpolated in: float for floats that need no
// rescale, double for all else.
#define PASTED(a, b) a##b
#define WIDE(type, n) PASTED(type, n)
typedef WIDE(REAL, LANES) Reals;
typedef WIDE(float, LANES) Floats;
typedef WIDE(int, LANES) Ints;
typedef WIDE(double, LANES) Doubles;
#define TO_REALS WIDE(WIDE(convert_, REAL), LANES)
#define TO_FLOATS WIDE(convert_float, LANES)
#define TO_DOUBLES WIDE(convert_double, LANES)
#define TO_INTS WIDE(convert_int, LANES)
#define LOAD WIDE(vload, LANES)
#define STORE WIDE(vstore, LANES)

// Its size, and the rows of the map from grid index to voxel index.
#define GRID(name)                                                                            \
  IMAGE(name), int name##_nx, int name##_ny, int name##_nz, double name##_m0, double name##_m1, \
      double name##_m2, double name##_m3, double name##_m4, double name##_m5, double name##_m6, \
      double name##_m7, double name##_m8, double name##_m9, double name##_m10, double name##_m11

// The values at points of the grid from (x, y, z) on along x; NaN outside the image.
#define GRID_VALUES(name, x, y, z)                                                            \
  on_grid(name, name##_slope, name##_intercept, (int3)(name##_nx, name##_ny, name##_nz),      \
          along(name##_m0, name##_m1 * (y) + name##_m2 * (z) + name##_m3, x),                 \
          along(name##_m4, name##_m5 * (y) + name##_m6 * (z) + name##_m7, x),                 \
          along(name##_m8, name##_m9 * (y) + name##_m10 * (z) + name##_m11, x))

constant int COUNT_UP[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

static Doubles along(double step, double start, int x) {
  return step * TO_DOUBLES(x + LOAD(0, COUNT_UP)) + start;
}

static Ints lie_within(Doubles x, int n) {
  return TO_INTS((x >= -0.5 - SNAP) & (x <= n - 0.5 + SNAP));
}

// As many lanes as a row has left.
static void store_row(Floats v, global float *to, int left) {
  if (left >= LANES) {
    STORE(v, 0, to);
  } else {
    float lanes[LANES];
    STORE(v, 0, lanes);
    for (int i = 0; i < left; i++) to[i] = lanes[i];
  }
}

static Reals found(Array array, Ints at) {
  int i[LANES];
  REAL samples[LANES];
  STORE(at, 0, i);
#pragma unroll
  for (int l = 0; l < LANES; l++) {
    samples[l] = sizeof(REAL) == 4 ? ((const global float *)array)[i[l]] : stored(array, A, i[l]);
  }
  return LOAD(0, samples);
}

// The voxel below a coordinate, or at it but for rounding; the fraction of the way to the next.
static Ints below(Doubles x, int n, Reals *fraction) {
  x = x < 0 ? (Doubles)0 : x;
  x = x > n - 1 ? (Doubles)(n - 1) : x;
  Ints k = TO_INTS(x);
  Doubles f = x - TO_DOUBLES(k);
  *fraction = TO_REALS(f <= SNAP || f >= 1 - SNAP ? (Doubles)0 : f);
  return k - TO_INTS(f >= 1 - SNAP);
}

// Between two samples; one without weight is left out, as it may be NaN.
static Reals mixed(Reals a, Reals b, Reals f) { return f == 0 ? a : a * (1 - f) + b * f; }

// Elements to the next voxel where there is something between.
static Ints step(Reals fraction, int stride) { return stride & TO_INTS(fraction != 0); }

static Reals linear_rows(Array array, Ints e, Ints dx, Ints dy, Reals fx, Reals fy) {
  Reals low = mixed(found(array, e), found(array, e + dx), fx);
  return mixed(low, mixed(found(array, e + dy), found(array, e + dy + dx), fx), fy);
}

static Reals linear_values(Array array, int3 n, Doubles x, Doubles y, Doubles z) {
  Reals fx, fy, fz;
  Ints e = below(x, n.x, &fx) + n.x * (below(y, n.y, &fy) + n.y * below(z, n.z, &fz));
  Ints dx = step(fx, 1), dy = step(fy, n.x), dz = step(fz, n.x * n.y);
  Reals near = linear_rows(array, e, dx, dy, fx, fy);
  return mixed(near, linear_rows(array, e + dz, dx, dy, fx, fy), fz);
}

// The four neighbours along an axis and their Catmull-Rom weights.
static void neighbours(Doubles x, int n, Ints *at, Reals *w) {
  Reals f;
  Ints k = below(x, n, &f);
  for (int a = 0; a < 4; a++) at[a] = clamp(k - 1 + a, 0, n - 1);
  w[0] = f * ((REAL)-0.5 + f * (1 - (REAL)0.5 * f));
  w[1] = 1 + f * f * ((REAL)-2.5 + (REAL)1.5 * f);
  w[2] = f * ((REAL)0.5 + f * (2 - (REAL)1.5 * f));
  w[3] = f * f * ((REAL)-0.5 + (REAL)0.5 * f);
}

static Reals weighted(Reals v, Reals w) { return w == 0 ? (Reals)0 : v * w; }

static Reals cubic_values(Array array, int3 n, Doubles x, Doubles y, Doubles z) {
  Ints i[4], j[4], k[4];
  Reals wx[4], wy[4], wz[4];
  neighbours(x, n.x, i, wx);
  neighbours(y, n.y, j, wy);
  neighbours(z, n.z, k, wz);
  Reals sum = 0;
  for (int c = 0; c < 4; c++) {
    Reals plane = 0;
    for (int b = 0; b < 4; b++) {
      Ints start = n.x * (j[b] + n.y * k[c]);
      Reals row = 0;
#pragma unroll
      for (int a = 0; a < 4; a++) row += weighted(found(array, start + i[a]), wx[a]);
      plane += weighted(row, wy[b]);
    }
    sum += weighted(plane, wz[c]);
  }
  return sum;
}

static Ints nearest_voxel(Doubles x, int n) {
  return clamp(TO_INTS(x + (0.5 + SNAP)), 0, n - 1);
}

static Reals values(Array array, int3 n, Doubles x, Doubles y, Doubles z) {
  if (HOW == LINEAR) return linear_values(array, n, x, y, z);
  if (HOW == CUBIC) return cubic_values(array, n, x, y, z);
  return found(array, nearest_voxel(x, n.x) +
                          n.x * (nearest_voxel(y, n.y) + n.y * nearest_voxel(z, n.z)));
}

static Floats on_grid(Array array, double slope, double intercept, int3 n, Doubles x, Doubles y,
                      Doubles z) {
  Ints within = lie_within(x, n.x) & lie_within(y, n.y) & lie_within(z, n.z);
  Reals v = values(array, n, x, y, z);
  Floats rescaled = sizeof(REAL) == 4 ? TO_FLOATS(v) : TO_FLOATS((REAL)slope * v + (REAL)intercept);
  return within ? rescaled : (Floats)NAN;
}
#endif
