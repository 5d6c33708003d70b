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

// An image on another grid: its size, its interpolation, and the rows of the map from grid index to
// voxel index.
#define GRID(name)                                                                            \
  IMAGE(name), int name##_nx, int name##_ny, int name##_nz, int name##_interpolation,         \
      double name##_m0, double name##_m1, double name##_m2, double name##_m3, double name##_m4, \
      double name##_m5, double name##_m6, double name##_m7, double name##_m8, double name##_m9, \
      double name##_m10, double name##_m11

// The value at a point of the grid; NaN outside the image.
#define GRID_VALUE(type, name, x, y, z)                                                       \
  on_grid(name, type, name##_slope, name##_intercept, (int3)(name##_nx, name##_ny, name##_nz), \
          name##_interpolation,                                                               \
          (double3)(name##_m0 * (x) + name##_m1 * (y) + name##_m2 * (z) + name##_m3,          \
                    name##_m4 * (x) + name##_m5 * (y) + name##_m6 * (z) + name##_m7,          \
                    name##_m8 * (x) + name##_m9 * (y) + name##_m10 * (z) + name##_m11))

static float on_grid(Array array, int type, double slope, double intercept, int3 n,
                     int interpolation, double3 at) {
  if (!within(at.x, n.x) || !within(at.y, n.y) || !within(at.z, n.z)) return NAN;
  return (float)(slope * interpolated(array, type, interpolation, n, at) + intercept);
}

#ifdef WIDE
// WIDE neighbours as one vector, so that a device that is a CPU gets whole vectors to load. On the
// others WIDE is 1, and a comparison is 1 where that of vectors is -1.
#if WIDE == 1
#define VECTOR(type) type
#define LOAD(p) (*(p))
#define STORE(v, p) (*(p) = (v))
#define CONVERT(type, v) ((type)(v))
#define AS(type, v) as_##type(v)
#define ONES(condition) (condition)
#define ANY(condition) (condition)
#else
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#define VECTOR(type) JOIN(type, WIDE)
#define LOAD(p) JOIN(vload, WIDE)(0, p)
#define STORE(v, p) JOIN(vstore, WIDE)(v, 0, p)
#define CONVERT(type, v) JOIN(convert_##type, WIDE)(v)
#define AS(type, v) JOIN(as_##type, WIDE)(v)
#define ONES(condition) (-(condition))
#define ANY(condition) any_of(condition)
#endif
typedef VECTOR(float) Floats;
typedef VECTOR(double) Doubles;
typedef VECTOR(int) Ints;
typedef VECTOR(uint) Keys;

#if WIDE == 1
#define STORED(array, type, i) stored(array, type, i)
#else
#define STORED(array, type, i) vector(array, type, i)
#define LOADED(c_type) CONVERT(double, LOAD((const global c_type *)array + i))

// By halves: any() looks at one lane after the other where the device is a CPU.
static int any_of(int16 condition) {
  int8 a = condition.lo | condition.hi;
  int4 b = a.lo | a.hi;
  int2 c = b.lo | b.hi;
  return c.x | c.y;
}

static Doubles vector(Array array, int type, int i) {
  switch (type) {
    case UINT8:
      return LOADED(uchar);
    case INT8:
      return LOADED(char);
    case UINT16:
      return LOADED(ushort);
    case INT16:
      return LOADED(short);
    case UINT32:
      return LOADED(uint);
    case INT32:
      return LOADED(int);
    case UINT64:
      return LOADED(ulong);
    case INT64:
      return LOADED(long);
    case FLOAT32:
      return LOADED(float);
    default:
      return LOAD((const global double *)array + i);
  }
}
#endif

// The values of WIDE neighbours.
#define VALUES(type, name, i) (name##_slope * STORED(name, type, i) + name##_intercept)
#endif
