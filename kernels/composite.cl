// SPDX-License-Identifier: Apache-2.0
//
// The fused overlay: op/Composite.java words it, backend/scalar/PixelComposer.java specifies it.
//
// Compiled with FP64 every step is the scalar backend's own, in the same order and in doubles, so
// the bytes are the same by construction; only exp() of the sigmoid window may round otherwise.
// Without FP64 (devices that have no doubles) positions are pairs of floats, values are floats, and
// each step bounds its error. In both a pixel whose bytes the error could change is in doubt: it
// goes on a list, which the host composes anew.
//
// DENORMALS: the device keeps floats below 2^-126. Where it does not, pixels with such samples are
// in doubt.

#pragma OPENCL FP_CONTRACT OFF

#define NEAREST 0
#define LINEAR 1
#define MAX_LAYERS 4
#define LANES 8

// Numbers of classes: 0 under, 1 to 256 the entries, and
#define OVER 257
#define NAN_CLASS 258
#define MASKED 259
#define HIDDEN 260
#define CLASSES 261

// The cuts of a layer: [0] below all, [1 + k] edge k, then above all up to [511], and
#define VALID 512
#define HIDDEN_FROM 513
#define HIDDEN_TO 514
#define CUTS 515

#ifdef FP64
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
typedef double real;
typedef double4 real4;
typedef double8 real8;
typedef double number;
#define R(x) x
#define VALUE(n) (n)
typedef double ordered;
#define ORDERED(s) (s)
#define TO_REAL8 convert_double8
#else
typedef float real;
typedef float4 real4;
typedef float8 real8;
typedef float2 number;  // high part, low part
#define R(x) x##f
#define VALUE(n) ((n).x)
typedef int ordered;  // of the order of floats; compares where the device flushes small floats
#define ORDERED(s) (as_int(s) >= 0 ? as_int(s) : INT_MIN - as_int(s))
#define TO_REAL8 convert_float8
#endif

#define SNAP R(1e-6)

typedef struct {
  number m[12];   // pixel to voxel, row by row
  number slack;   // how far a coordinate may be wrong
  int size[3];
  int type;           // ordinal of SampleType
  int interpolation;  // ordinal of Interpolation
  int first;          // aligned: element = first + px + row_step py + plane_step pz
  int row_step;
  int plane_step;
} grid_t;

typedef struct {
  grid_t map;
  grid_t mask;
  number origin;  // edge 0
  number per_step;
  number sign;
  int even;
  int masked;
} layer_t;

typedef struct {
  number slope, intercept;
  number low, white_from;      // grey is 0 up to low, 1 from white_from on
  number zero, span, shift;    // in between (x - zero) / span + shift
  number center, spread;       // of the sigmoid
  number background[3];
  number doubt;  // a byte this near to its neighbour is in doubt
  number gain;   // bytes a stored sample
  int channels;
  int is_sigmoid;
  int layers;
  int width;
  int height;
  int reserved;
  grid_t scan;
  layer_t layer[MAX_LAYERS];
} scene_t;

// Where a coordinate lies: voxel i and the fraction f of the way to i + 1.
typedef struct {
  bool inside;
  int i;
  real f;
} place_t;

typedef struct {
  bool inside;
  real value;
  real error;
} sample_t;

static real load(global const void *p, int type, int i, bool *doubt) {
  switch (type) {
    case 0: return ((global const uchar *)p)[i];
    case 1: return ((global const char *)p)[i];
    case 2: return ((global const ushort *)p)[i];
    case 3: return ((global const short *)p)[i];
#ifdef FP64
    case 4: return ((global const uint *)p)[i];
    case 5: return ((global const int *)p)[i];
    case 6: return ((global const ulong *)p)[i];
    case 7: return ((global const long *)p)[i];
    case 9: return ((global const double *)p)[i];
#endif
  }
  float s = ((global const float *)p)[i];
#ifndef DENORMALS
  *doubt |= (as_uint(s) & 0x7f800000) == 0 && (as_uint(s) << 1) != 0;
#endif
  return s;
}

#ifdef FP64

static place_t locate(constant const grid_t *g, int r, int px, int py, int pz, bool *doubt) {
  constant const double *m = g->m + 4 * r;
  int n = g->size[r];
  double x = m[0] * px + m[1] * py + m[2] * pz + m[3];
  place_t at = {x >= -0.5 - SNAP && x <= n - 0.5 + SNAP, 0, 0};
  if (!at.inside) {
    return at;
  }
  if (g->interpolation == NEAREST) {
    at.i = clamp((int)floor(x + 0.5 + SNAP), 0, n - 1);
    return at;
  }
  double whole = rint(x);
  x = fabs(x - whole) <= SNAP ? whole : x;
  x = fmax(0.0, fmin(n - 1.0, x));
  at.i = (int)x;
  at.f = x - at.i;
  return at;
}

static real error_of(real largest, int interpolation, bool *doubt) { return 0; }

#else

// Pairs of floats (Dekker 1971): each sum and product is good to 2^-44 of its terms.
static float2 normal(float high, float low) {
  float s = high + low;
  return (float2)(s, low - (s - high));
}

static float2 plus(float2 a, float2 b) {
  float s = a.x + b.x;
  float t = s - a.x;
  float rest = (a.x - (s - t)) + (b.x - t);
  return normal(s, rest + (a.y + b.y));
}

static float2 times(float2 m, float p) {
  float high = m.x * p;
  return normal(high, fma(m.x, p, -high) + m.y * p);
}

// slack is 2^-42 of the terms (three products, three sums) and is at most 1e-8, see OpenClScene, so
// that f is good to 2^-24: its rounding, 2^-25, and slack.
static place_t locate(constant const grid_t *g, int r, int px, int py, int pz, bool *doubt) {
  constant const float2 *m = g->m + 4 * r;
  int n = g->size[r];
  float slack = g->slack.x;
  float2 x = plus(plus(plus(times(m[0], px), times(m[1], py)), times(m[2], pz)), m[3]);
  float above = (x.x + 0.5f) + x.y + SNAP;
  float below = ((n - 0.5f) - x.x) - x.y + SNAP;
  *doubt |= fabs(above) <= slack || fabs(below) <= slack;
  place_t at = {above >= 0 && below >= 0, 0, 0};
  if (!at.inside) {
    return at;
  }
  float whole = rint(x.x);
  float rest = (x.x - whole) + x.y;
  int i = (int)whole;
  if (g->interpolation == NEAREST) {
    float up = rest + SNAP - 0.5f;
    float down = rest + SNAP + 0.5f;
    *doubt |= fmin(fabs(up), fabs(down)) <= slack + 0x1p-23f;
    at.i = clamp(i + (up >= 0) - (down < 0), 0, n - 1);
    return at;
  }
  float from_snap = fabs(rest) - SNAP;
  *doubt |= fabs(from_snap) <= slack;
  if (from_snap > 0) {
    at.f = rest < 0 ? 1 + rest : rest;
    i -= rest < 0;
  }
  if (i < 0 || i >= n - 1) {
    i = clamp(i, 0, n - 1);
    at.f = 0;
  }
  at.i = i;
  return at;
}

// Bound of an interpolated sample's error, eps = 2^-24. Linear: an axis adds 2 eps for f (which the
// difference of two samples, at most 2 largest, multiplies), and 4 for the rounding of 1 - f, two
// products and a sum: 18 eps largest for three axes. Cubic: a weight is good to 8 eps, so a row of
// four to 32 eps and 8 of rounding; three axes, two of them with sums of |weights| up to 1.25:
// 3 * 40 * 1.25^2 = 188 eps largest. The rest covers the rounding of s - error and s + error.
// Products under 2^-126 may be lost: 1e-36. Near the largest float nothing is known.
static real error_of(real largest, int interpolation, bool *doubt) {
  if (largest == 0) {
    return 0;
  }
  *doubt |= !(largest < 1e37f);
  return largest * ((interpolation == LINEAR ? 24 : 256) * 0x1p-24f) + 1e-36f;
}

#endif

// The scalar Sampler's rows, planes and taps; samples whose weight is 0 are not looked at.
typedef struct {
  global const void *data;
  int type;
  int nx;
  real largest;
  bool doubt;
} source_t;

static real read(source_t *s, int e) {
  real v = load(s->data, s->type, e, &s->doubt);
  s->largest = fmax(s->largest, fabs(v));
  return v;
}

static real linear_row(source_t *s, int e, real f) {
  real left = read(s, e);
  return f == 0 ? left : left * (1 - f) + read(s, e + 1) * f;
}

static real linear_plane(source_t *s, int e, real fx, real fy) {
  real low = linear_row(s, e, fx);
  return fy == 0 ? low : low * (1 - fy) + linear_row(s, e + s->nx, fx) * fy;
}

static real linear(source_t *s, int e, place_t x, place_t y, place_t z, int plane) {
  real near = linear_plane(s, e, x.f, y.f);
  return z.f == 0 ? near : near * (1 - z.f) + linear_plane(s, e + plane, x.f, y.f) * z.f;
}

static real tap(real f, int t) {
  switch (t) {
    case 0: return f * (R(-0.5) + f * (1 - R(0.5) * f));
    case 1: return 1 + f * f * (R(-2.5) + R(1.5) * f);
    case 2: return f * (R(0.5) + f * (2 - R(1.5) * f));
  }
  return f * f * (R(-0.5) + R(0.5) * f);
}

// f is 0 or more than SNAP away from 0 and 1: there no weight is 0 in exact arithmetic, nor in
// doubles, though it may be in floats.
static real cubic(source_t *s, place_t x, place_t y, place_t z, int ny, int nz) {
  int only = 1;
  real sum = 0;
  for (int c = z.f == 0 ? only : 0; c <= (z.f == 0 ? only : 3); c++) {
    int k = clamp(z.i - 1 + c, 0, nz - 1);
    real plane = 0;
    for (int b = y.f == 0 ? only : 0; b <= (y.f == 0 ? only : 3); b++) {
      int start = s->nx * (clamp(y.i - 1 + b, 0, ny - 1) + ny * k);
      real row = 0;
      for (int a = x.f == 0 ? only : 0; a <= (x.f == 0 ? only : 3); a++) {
        row += tap(x.f, a) * read(s, start + clamp(x.i - 1 + a, 0, s->nx - 1));
      }
      plane += tap(y.f, b) * row;
    }
    sum += tap(z.f, c) * plane;
  }
  return sum;
}

static sample_t sample_at(
    global const void *data, constant const grid_t *g, place_t x, place_t y, place_t z,
    bool *doubt) {
  int nx = g->size[0];
  int ny = g->size[1];
  int e = x.i + nx * (y.i + ny * z.i);
  sample_t at = {true, 0, 0};
  source_t s = {data, g->type, nx, 0, false};
  if (x.f == 0 && y.f == 0 && z.f == 0) {
    at.value = read(&s, e);
  } else {
    at.value = g->interpolation == LINEAR ? linear(&s, e, x, y, z, nx * ny)
                                          : cubic(&s, x, y, z, ny, g->size[2]);
    at.error = error_of(s.largest, g->interpolation, doubt);
  }
  *doubt |= s.doubt;
  return at;
}

static sample_t sample(
    global const void *data, constant const grid_t *g, int px, int py, int pz, bool *doubt) {
  place_t x = locate(g, 0, px, py, pz, doubt);
  place_t y = locate(g, 1, px, py, pz, doubt);
  place_t z = locate(g, 2, px, py, pz, doubt);
  sample_t outside = {false, 0, 0};
  return x.inside && y.inside && z.inside ? sample_at(data, g, x, y, z, doubt) : outside;
}

// The window of a stored sample: 0 to 1, or NaN.
static real window(constant const scene_t *s, real stored) {
  real x = VALUE(s->slope) * stored + VALUE(s->intercept);
  if (s->is_sigmoid) {
    return 1 / (1 + exp(-4 * (x - VALUE(s->center)) / VALUE(s->spread)));
  }
  if (x <= VALUE(s->low)) {
    return 0;
  }
  return x >= VALUE(s->white_from)
             ? 1
             : (x - VALUE(s->zero)) / VALUE(s->span) + VALUE(s->shift);
}

static real4 background(constant const scene_t *s) {
  return (real4)(VALUE(s->background[0]), VALUE(s->background[1]), VALUE(s->background[2]), 0);
}

// The number of cuts up to s, and at which of the special ones it is: the same number for two
// samples says that all between are of one class.
static int cell(global const ordered *cuts, constant const layer_t *l, real s) {
  ordered o = ORDERED(s);
  int n = 0;
  if (l->even) {
    // At most one off: an edge is at most 1/4 step off the line, and OpenClScene asks that p be
    // good to 1/4.
    real p = (s - VALUE(l->origin)) * VALUE(l->per_step) + 1;
    n = (int)fmin(fmax(p, (real)0), (real)OVER);
    n += o >= cuts[n + 1];
    n -= o < cuts[n];
  } else {
    for (int step = 256; step > 0; step >>= 1) {
      n += o >= cuts[n + step] ? step : 0;
    }
  }
  return n | (o >= cuts[VALID]) << 9 | (o >= cuts[HIDDEN_FROM]) << 10 |
         (o >= cuts[HIDDEN_TO]) << 11;
}

static int class_of_cell(int cell) {
  return (cell & 512) == 0 ? NAN_CLASS : (cell & 3072) == 1024 ? HIDDEN : cell & 511;
}

static int class_of(
    global const ordered *cuts, constant const layer_t *l, sample_t at, bool *doubt) {
  real s = VALUE(l->sign) * at.value;
  if (isnan(s)) {
    return NAN_CLASS;
  }
  int found = cell(cuts, l, s - at.error);
#ifndef FP64
  *doubt |= at.error > 0 && found != cell(cuts, l, s + at.error);
#endif
  return class_of_cell(found);
}

// colors: red, green and blue times the weight, and 1 - the weight.
static real4 blend(real4 out, real4 color) { return color.w * out + color; }

static void put(
    global uint *rgba, int at, int index, constant const scene_t *s, real4 out, real error,
    bool doubt, global int *doubts, int capacity) {
  real4 v = 255 * out + R(0.5);
  real4 off = fabs(v - rint(v));
  doubt |= fmin(fmin(off.x, off.y), off.z) < VALUE(s->doubt) + error * VALUE(s->gain);
  rgba[at] = (uint)v.x | (uint)v.y << 8 | (uint)v.z << 16 | 0xff000000;
  if (doubt) {
    int k = atomic_inc(doubts);
    if (k < capacity) {
      doubts[1 + k] = index;
    }
  }
}

#define PARAMETERS                                                                             \
  global uint *rgba, global int *doubts, int capacity, int first_row, int rows,                \
      constant const scene_t *s, global const ordered *cuts, global const real4 *colors,       \
      global const void *scan0, global const void *scan1, global const void *scan2,            \
      global const void *map0, global const void *map1, global const void *map2,               \
      global const void *map3, global const uchar *mask0, global const uchar *mask1,           \
      global const uchar *mask2, global const uchar *mask3

#define SCAN(c) ((c) == 0 ? scan0 : (c) == 1 ? scan1 : scan2)
#define MAP(l) ((l) == 0 ? map0 : (l) == 1 ? map1 : (l) == 2 ? map2 : map3)
#define MASK(l) ((l) == 0 ? mask0 : (l) == 1 ? mask1 : (l) == 2 ? mask2 : mask3)

static bool is_masked(
    global const uchar *mask, constant const grid_t *g, int px, int py, int pz, bool *doubt) {
  place_t x = locate(g, 0, px, py, pz, doubt);
  place_t y = locate(g, 1, px, py, pz, doubt);
  place_t z = locate(g, 2, px, py, pz, doubt);
  return !x.inside || !y.inside || !z.inside ||
         mask[x.i + g->size[0] * (y.i + g->size[1] * z.i)] == 0;
}

// One pixel an item, of rows first_row to first_row + rows (row = py + height pz), which rgba holds.
kernel void composite(PARAMETERS, int first_column) {
  int px = first_column + get_global_id(0);
  int row = first_row + get_global_id(1);
  if (px >= s->width || row >= first_row + rows) {
    return;
  }
  int py = row % s->height;
  int pz = row / s->height;
  bool doubt = false;

  real4 out = background(s);
  place_t x = locate(&s->scan, 0, px, py, pz, &doubt);
  place_t y = locate(&s->scan, 1, px, py, pz, &doubt);
  place_t z = locate(&s->scan, 2, px, py, pz, &doubt);
  real error = 0;
  real grey[3] = {NAN, NAN, NAN};
  if (x.inside && y.inside && z.inside) {
    for (int c = 0; c < s->channels && (c == 0 || !isnan(grey[c - 1])); c++) {
      sample_t at = sample_at(SCAN(c), &s->scan, x, y, z, &doubt);
      grey[c] = window(s, at.value);
      error = fmax(error, at.error);
    }
  }
  if (s->channels == 1) {
    grey[1] = grey[2] = grey[0];
  }
  out.x = isnan(grey[0]) ? out.x : grey[0];
  out.y = isnan(grey[1]) ? out.y : grey[1];
  out.z = isnan(grey[2]) ? out.z : grey[2];

  for (int l = 0; l < s->layers; l++) {
    constant const layer_t *layer = &s->layer[l];
    sample_t at = sample(MAP(l), &layer->map, px, py, pz, &doubt);
    int kind = HIDDEN;
    if (at.inside) {
      kind = layer->masked && is_masked(MASK(l), &layer->mask, px, py, pz, &doubt)
                 ? MASKED
                 : class_of(cuts + CUTS * l, layer, at, &doubt);
    }
    out = blend(out, colors[CLASSES * l + kind]);
  }
  put(rgba, px + s->width * (row - first_row), px + s->width * row, s, out, error, doubt, doubts,
      capacity);
}

static real8 load8(global const void *p, int type, int i, bool *doubt) {
  switch (type) {
    case 0: return TO_REAL8(vload8(0, (global const uchar *)p + i));
    case 1: return TO_REAL8(vload8(0, (global const char *)p + i));
    case 2: return TO_REAL8(vload8(0, (global const ushort *)p + i));
    case 3: return TO_REAL8(vload8(0, (global const short *)p + i));
#ifdef FP64
    case 4: return TO_REAL8(vload8(0, (global const uint *)p + i));
    case 5: return TO_REAL8(vload8(0, (global const int *)p + i));
    case 6: return TO_REAL8(vload8(0, (global const ulong *)p + i));
    case 7: return TO_REAL8(vload8(0, (global const long *)p + i));
    case 9: return vload8(0, (global const double *)p + i);
#endif
  }
  float8 s = vload8(0, (global const float *)p + i);
#ifndef DENORMALS
  *doubt |= any((as_int8(s) & 0x7f800000) == 0 && (as_int8(s) << 1) != 0);
#endif
  return TO_REAL8(s);
}

// Eight pixels an item, where each pixel meets the centre of one voxel of every image, pixels along
// px meet voxels along x, and there are no masks. Columns past the last multiple of 8 are left out.
kernel void composite_aligned(PARAMETERS) {
  int px = LANES * get_global_id(0);
  int row = first_row + get_global_id(1);
  if (px + LANES > s->width || row >= first_row + rows) {
    return;
  }
  int py = row % s->height;
  int pz = row / s->height;
  bool doubt = false;

  real4 out[LANES];
  real stored[LANES];
  constant const grid_t *g = &s->scan;
  int e = g->first + px + g->row_step * py + g->plane_step * pz;
  vstore8(load8(scan0, g->type, e, &doubt), 0, stored);
  bool colored = s->channels == 3;
  real4 behind = background(s);
  for (int i = 0; i < LANES; i++) {
    real grey = window(s, stored[i]);
    out[i] = isnan(grey) ? behind : (real4)(grey);
  }
  if (colored) {
    real more[LANES];
    vstore8(load8(scan1, g->type, e, &doubt), 0, more);
    real last[LANES];
    vstore8(load8(scan2, g->type, e, &doubt), 0, last);
    for (int i = 0; i < LANES; i++) {
      real green = isnan(stored[i]) ? NAN : window(s, more[i]);
      real blue = isnan(green) ? NAN : window(s, last[i]);
      out[i].y = isnan(green) ? behind.y : green;
      out[i].z = isnan(blue) ? behind.z : blue;
    }
  }
  for (int l = 0; l < s->layers; l++) {
    constant const layer_t *layer = &s->layer[l];
    g = &layer->map;
    e = g->first + px + g->row_step * py + g->plane_step * pz;
    vstore8(load8(MAP(l), g->type, e, &doubt), 0, stored);
    for (int i = 0; i < LANES; i++) {
      sample_t at = {true, stored[i], 0};
      out[i] = blend(out[i], colors[CLASSES * l + class_of(cuts + CUTS * l, layer, at, &doubt)]);
    }
  }
  for (int i = 0; i < LANES; i++) {
    put(rgba, px + i + s->width * (row - first_row), px + i + s->width * row, s, out[i], 0, doubt,
        doubts, capacity);
  }
}
