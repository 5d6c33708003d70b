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

#ifdef LANES
// LANES neighbours as one vector, so that a device that is a CPU gets whole vectors to load; its
// compiler makes none of scalar code. Where LANES is 1 a comparison is 1, where that of vectors is
// -1.
#define JOIN_(a, b) a##b
#define JOIN(a, b) JOIN_(a, b)
#if LANES == 1
#define VECTOR(type) type
#define LOAD(p) (*(p))
#define STORE(v, p) (*(p) = (v))
#define CONVERT(type, v) ((type)(v))
#define AS(type, v) as_##type(v)
#define ONES(condition) (condition)
#define ANY(condition) (condition)
#else
#define VECTOR(type) JOIN(type, LANES)
#define LOAD(p) JOIN(vload, LANES)(0, p)
#define STORE(v, p) JOIN(vstore, LANES)(v, 0, p)
#define CONVERT(type, v) JOIN(JOIN(convert_, type), LANES)(v)
#define AS(type, v) JOIN(as_##type, LANES)(v)
#define ONES(condition) (-(condition))
#define ANY(condition) any_of(condition)
#endif
typedef VECTOR(float) Floats;
typedef VECTOR(double) Doubles;
typedef VECTOR(int) Ints;
typedef VECTOR(uint) Uints;
typedef VECTOR(long) Longs;

#if LANES == 1
#define STORED(array, type, i) stored(array, type, i)
#else
#define STORED(array, type, i) vector(array, type, i)
#define LOADED(c_type) CONVERT(double, LOAD((const global c_type *)array + i))

// Whether any lane of a mask is set; the builtin asks one after the other.
static int any_of(Ints mask) {
#if LANES == 16
  int8 eight = mask.lo | mask.hi;
  int4 four = eight.lo | eight.hi;
#else
  int4 four = mask;
#endif
  int2 two = four.lo | four.hi;
  return (two.x | two.y) < 0;
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

// The values of LANES neighbours.
#define VALUES(type, name, i) (name##_slope * STORED(name, type, i) + name##_intercept)
#endif

#ifdef REAL
// Samples at and between voxel centres, LANES places at a time. REAL is what they are interpolated
// in: float, for floats whose zeros are none but zeros, or double.
typedef VECTOR(REAL) Reals;
#define TO_REALS(v) CONVERT(REAL, v)
#define TO_FLOATS(v) CONVERT(float, v)
#define TO_DOUBLES(v) CONVERT(double, v)
#define TO_INTS(v) CONVERT(int, v)
#define TO_UINTS(v) CONVERT(uint, v)
#define TO_LONGS(v) CONVERT(long, v)
#define AS_FLOATS(v) AS(float, v)
#define AS_UINTS(v) AS(uint, v)

// Tolerance in voxels: whole numbers and outer faces are met within it.
#define SNAP 1e-6

constant int COUNT_UP[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// The lanes that a row has place for.
#define DEFINE_STORE_ROW(store_row, Vector, type)                                             \
  static void store_row(Vector v, global type *to, int left) {                                \
    if (left >= LANES) {                                                                      \
      STORE(v, to);                                                                        \
    } else {                                                                                  \
      type lanes[LANES];                                                                      \
      STORE(v, lanes);                                                                     \
      for (int i = 0; i < left; i++) to[i] = lanes[i];                                        \
    }                                                                                         \
  }

#define LOOK_UP(T, table, at, V)                                                              \
  int i[LANES];                                                                               \
  V found[LANES];                                                                             \
  STORE(at, i);                                                                            \
  _Pragma("unroll") for (int l = 0; l < LANES; l++) found[l] = ((const global T *)table)[i[l]]; \
  return LOAD(found);

#define DEFINE_FOUND(T)                                                                       \
  static Reals found_##T(Array array, Ints at) { LOOK_UP(T, array, at, REAL) }
DEFINE_FOUND(uchar)
DEFINE_FOUND(char)
DEFINE_FOUND(ushort)
DEFINE_FOUND(short)
DEFINE_FOUND(uint)
DEFINE_FOUND(int)
DEFINE_FOUND(ulong)
DEFINE_FOUND(long)
DEFINE_FOUND(double)

static Uints found_bits(Array array, Ints at) { LOOK_UP(uint, array, at, uint) }

// As widened does it.
static Reals found_float(Array array, Ints at) {
  Uints bits = found_bits(array, at);
  Floats v = AS_FLOATS(bits);
  if (sizeof(REAL) == 4) return TO_REALS(v);
  Doubles tiny = TO_DOUBLES(bits & 0x7fffff) * 0x1p-149;
  tiny = TO_LONGS(bits >> 31) != 0 ? -tiny : tiny;
  return TO_REALS(TO_LONGS(bits & 0x7f800000) == 0 ? tiny : TO_DOUBLES(v));
}

static Reals found(Array array, int type, Ints at) {
  switch (type) {
    case UINT8:
      return found_uchar(array, at);
    case INT8:
      return found_char(array, at);
    case UINT16:
      return found_ushort(array, at);
    case INT16:
      return found_short(array, at);
    case UINT32:
      return found_uint(array, at);
    case INT32:
      return found_int(array, at);
    case UINT64:
      return found_ulong(array, at);
    case INT64:
      return found_long(array, at);
    case FLOAT32:
      return found_float(array, at);
    default:
      return found_double(array, at);
  }
}

static Doubles along(double m0, double m1, double m2, double m3, int x, int y, int z) {
  return m0 * TO_DOUBLES(x + LOAD(COUNT_UP)) + m1 * y + m2 * z + m3;
}

static Ints within(Doubles x, int n) {
  return TO_INTS((x >= -0.5 - SNAP) & (x <= n - 0.5 + SNAP));
}

// Of the n voxels of an axis from one on, the one below a coordinate, or at it but for rounding; the
// fraction of the way to the next.
static Ints below(Doubles x, int from, int n, Reals *fraction) {
  Doubles whole = TO_DOUBLES(TO_INTS(x + 0.5));
  x = fabs(x - whole) <= SNAP ? whole : x;
  x = x < from ? (Doubles)from : x;
  x = x > from + n - 1 ? (Doubles)(from + n - 1) : x;
  Ints k = TO_INTS(x);
  *fraction = TO_REALS(x - TO_DOUBLES(k));
  return k - from;
}

// Between two samples; one without weight is left out, as it may be NaN.
static Reals mixed(Reals a, Reals b, Reals f) { return f == 0 ? a : a * (1 - f) + b * f; }

// Elements to the next voxel where there is something between.
static Ints step(Reals fraction, int stride) { return stride & TO_INTS(fraction != 0); }

static Reals linear_rows(Array array, int type, Ints e, Ints dx, Ints dy, Reals fx, Reals fy) {
  Reals low = mixed(found(array, type, e), found(array, type, e + dx), fx);
  Reals high = mixed(found(array, type, e + dy), found(array, type, e + dy + dx), fx);
  return mixed(low, high, fy);
}

static Reals linear(Array array, int type, int3 from, int3 n, Doubles x, Doubles y, Doubles z) {
  Reals fx, fy, fz;
  Ints e = below(x, from.x, n.x, &fx) +
           n.x * (below(y, from.y, n.y, &fy) + n.y * below(z, from.z, n.z, &fz));
  Ints dx = step(fx, 1), dy = step(fy, n.x), dz = step(fz, n.x * n.y);
  Reals near = linear_rows(array, type, e, dx, dy, fx, fy);
  return mixed(near, linear_rows(array, type, e + dz, dx, dy, fx, fy), fz);
}

// The four neighbours along an axis and their Catmull-Rom weights.
static void neighbours(Doubles x, int from, int n, Ints *at, Reals *w) {
  Reals f;
  Ints k = below(x, from, n, &f);
  for (int a = 0; a < 4; a++) at[a] = clamp(k - 1 + a, 0, n - 1);
  w[0] = f * ((REAL)-0.5 + f * (1 - (REAL)0.5 * f));
  w[1] = 1 + f * f * ((REAL)-2.5 + (REAL)1.5 * f);
  w[2] = f * ((REAL)0.5 + f * (2 - (REAL)1.5 * f));
  w[3] = f * f * ((REAL)-0.5 + (REAL)0.5 * f);
}

static Reals weighted(Reals v, Reals w) { return w == 0 ? (Reals)0 : w * v; }

static Reals cubic(Array array, int type, int3 from, int3 n, Doubles x, Doubles y, Doubles z) {
  Ints i[4], j[4], k[4];
  Reals wx[4], wy[4], wz[4];
  neighbours(x, from.x, n.x, i, wx);
  neighbours(y, from.y, n.y, j, wy);
  neighbours(z, from.z, n.z, k, wz);
  Reals sum = 0;
  for (int c = 0; c < 4; c++) {
    Reals plane = 0;
    for (int b = 0; b < 4; b++) {
      Ints start = n.x * (j[b] + n.y * k[c]);
      Reals row = 0;
      for (int a = 0; a < 4; a++) row += weighted(found(array, type, start + i[a]), wx[a]);
      plane += weighted(row, wy[b]);
    }
    sum += weighted(plane, wz[c]);
  }
  return sum;
}

static Ints nearest(Doubles x, int from, int n) {
  return clamp(TO_INTS(x + (0.5 + SNAP)) - from, 0, n - 1);
}

// The stored samples at positions of an image, of which the array holds the voxels from some on;
// outside they are of any voxel.
static Reals sampled(Array array, int type, int interpolation, int3 from, int3 n, Doubles x,
                     Doubles y, Doubles z) {
  if (interpolation == LINEAR) return linear(array, type, from, n, x, y, z);
  if (interpolation == CUBIC) return cubic(array, type, from, n, x, y, z);
  return found(array, type,
               nearest(x, from.x, n.x) +
                   n.x * (nearest(y, from.y, n.y) + n.y * nearest(z, from.z, n.z)));
}

// An image on another grid: its size, which voxels of it are there, and the rows of the map from
// grid index to voxel index.
#define GRID(name)                                                                            \
  IMAGE(name), int name##_nx, int name##_ny, int name##_nz, int name##_x, int name##_y,       \
      int name##_z, int name##_w, int name##_h, int name##_d, double name##_m0, double name##_m1, \
      double name##_m2, double name##_m3, double name##_m4, double name##_m5, double name##_m6, \
      double name##_m7, double name##_m8, double name##_m9, double name##_m10, double name##_m11

// The values at points of the grid from (x, y, z) on along x, NaN outside the image; A is the type
// of the image's samples and HOW the interpolation. Floats that need no rescale are to be
// interpolated as floats.
#define GRID_VALUES(name, x, y, z)                                                            \
  on_grid(name, A, HOW, name##_slope, name##_intercept,                                       \
          (int3)(name##_nx, name##_ny, name##_nz), (int3)(name##_x, name##_y, name##_z),      \
          (int3)(name##_w, name##_h, name##_d),                                               \
          along(name##_m0, name##_m1, name##_m2, name##_m3, x, y, z),                         \
          along(name##_m4, name##_m5, name##_m6, name##_m7, x, y, z),                         \
          along(name##_m8, name##_m9, name##_m10, name##_m11, x, y, z))

static Floats on_grid(Array array, int type, int interpolation, double slope, double intercept,
                      int3 n, int3 from, int3 there, Doubles x, Doubles y, Doubles z) {
  Reals v = sampled(array, type, interpolation, from, there, x, y, z);
  Floats value = sizeof(REAL) == 4 ? TO_FLOATS(v) : TO_FLOATS((REAL)slope * v + (REAL)intercept);
  Ints inside = within(x, n.x) & within(y, n.y) & within(z, n.z);
  return inside ? value : (Floats)NAN;
}
#endif
