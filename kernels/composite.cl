// SPDX-License-Identifier: Apache-2.0
// The fused overlay, in double precision and in the order of operations of the scalar backend, so
// that all bytes are the same: basic operations on doubles are correctly rounded in OpenCL C.

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

// The ordinals of the Java enumerations.
enum { WINDOW_LINEAR, WINDOW_LINEAR_EXACT, WINDOW_SIGMOID, WINDOW_RANGE };
// The classes of ColorTable that are not entries of the colormap.
enum { UNDER = 256, OVER, NOT_A_NUMBER, MASKED, HIDDEN };

typedef const global double *Numbers;
typedef struct {
  Array channel[3];
  Array map[4];
  Array mask[4];
} Arrays;

static double coordinate(Numbers image, int row, double px, double py, double pz) {
  Numbers m = image + AFFINE + 4 * row;
  return m[0] * px + m[1] * py + m[2] * pz + m[3];
}

static double3 position(Numbers image, int px, int py, int pz) {
  return (double3)(coordinate(image, 0, px, py, pz), coordinate(image, 1, px, py, pz),
                   coordinate(image, 2, px, py, pz));
}

static int contains(Numbers image, double3 at) {
  return within(at.x, image[SIZE]) && within(at.y, image[SIZE + 1]) &&
         within(at.z, image[SIZE + 2]);
}

// The stored sample at a position that the image contains.
static double sampled(Numbers image, Array array, double3 at) {
  int type = (int)image[TYPE];
  int3 n = (int3)((int)image[SIZE], (int)image[SIZE + 1], (int)image[SIZE + 2]);
  return interpolated(array, type, (int)image[INTERPOLATION], n, at);
}

static double rescaled(Numbers image, double stored) {
  return image[SLOPE] * stored + image[INTERCEPT];
}

// The window for doubles and vectors of them. Beside its ends a ramp may round to a last bit
// outside 0..1; NaN stays.
#define DEFINE_GREY(T, grey)                                                                  \
  static T grey(Numbers scene, T x) {                                                         \
    double low = scene[LOW];                                                                  \
    double high = scene[HIGH];                                                                \
    T ramp;                                                                                   \
    switch ((int)scene[WINDOW]) {                                                             \
      case WINDOW_RANGE:                                                                      \
        ramp = x >= high ? (T)1 : (x - low) / (high - low);                                   \
        break;                                                                                \
      case WINDOW_LINEAR:                                                                     \
        ramp = (x - (scene[CENTER] - 0.5)) / (scene[WIDTH] - 1) + 0.5;                        \
        break;                                                                                \
      default:                                                                                \
        ramp = (x - scene[CENTER]) / scene[WIDTH] + 0.5;                                      \
    }                                                                                         \
    ramp = ramp < 0.0 ? (T)0 : ramp > 1.0 ? (T)1 : ramp;                                      \
    return x <= low ? (T)0 : x > high ? (T)1 : ramp;                                          \
  }

DEFINE_GREY(double, grey)

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
static double3 scan(Numbers scene, const Arrays *arrays, int px, int py, int pz) {
  double3 background = (double3)(scene[BACKGROUND], scene[BACKGROUND + 1], scene[BACKGROUND + 2]);
  Numbers image = scene + CHANNELS;
  double3 at = position(image, px, py, pz);
  if (!contains(image, at)) return background;
  double r = grey(scene, rescaled(image, sampled(image, arrays->channel[0], at)));
  if (isnan(r)) return background;
  image += IMAGE_LENGTH;
  if (image[TYPE] == NO_IMAGE) return (double3)(r, r, r);
  double g = grey(scene, rescaled(image, sampled(image, arrays->channel[1], at)));
  if (isnan(g)) return (double3)(r, background.y, background.z);
  image += IMAGE_LENGTH;
  double b = grey(scene, rescaled(image, sampled(image, arrays->channel[2], at)));
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

static uint pixel(Numbers scene, int layers, const Arrays *arrays, int px, int py, int pz) {
  double3 out = scan(scene, arrays, px, py, pz);
  for (int l = 0; l < layers; l++) {
    Numbers layer = scene + SCENE_LENGTH + l * LAYER_LENGTH;
    int kind = class_at(layer, arrays->map[l], arrays->mask[l], px, py, pz);
    out = blended(layer, kind, out);
  }
  return packed(out);
}

#define PARAMETERS                                                                            \
  Numbers scene, int layers, int width, int height, int first, int rows, global uint *rgba,   \
      Array channel0, Array channel1, Array channel2, Array map0, Array map1, Array map2,     \
      Array map3, Array mask0, Array mask1, Array mask2, Array mask3
#define ARRAYS                                                                                \
  {{channel0, channel1, channel2}, {map0, map1, map2, map3}, {mask0, mask1, mask2, mask3}}

// One pixel a work item: global ids are px and the row of the raster after the first.
kernel void composite(PARAMETERS) {
  int px = get_global_id(0);
  int row = get_global_id(1);
  if (px >= width || row >= rows) return;
  Arrays arrays = ARRAYS;
  rgba[(size_t)row * width + px] =
      pixel(scene, layers, &arrays, px, (first + row) % height, (first + row) / height);
}

#ifdef LANES
// Rasters whose pixels meet voxels one to one along x, without masks, of samples that floats hold.
// Vectors of floats, with a bound on their error; where it could change the byte of a pixel,
// the vector is worked out again in double precision.

#define PASTED(a, b) a##b
#define WIDE(type, n) PASTED(type, n)
typedef WIDE(float, LANES) Floats;
typedef WIDE(int, LANES) Ints;
typedef WIDE(uint, LANES) Uints;
typedef WIDE(double, LANES) Doubles;
#define TO_FLOATS WIDE(convert_float, LANES)
#define TO_DOUBLES WIDE(convert_double, LANES)
#define TO_INTS WIDE(convert_int, LANES)
#define TO_UINTS WIDE(convert_uint, LANES)
#define AS_UINTS WIDE(as_uint, LANES)
#define LOAD WIDE(vload, LANES)
#define STORE WIDE(vstore, LANES)

// AlignedScene.java writes these, as 32 bits each. Scene: 255 grey = gain (s - zero), a zero in
// two pieces, the distance from a whole number up to which bytes are sure, background, number of
// channels, three grids. Grid: type, size, rows of the affine. Layer: grid, numbers, tables.
#define ZERO 0
#define GAIN 2
#define SURE 3
#define BEHIND 4
#define COUNT 7
#define GRIDS 8
#define GRID_LENGTH 16
#define ALIGNED_LENGTH (GRIDS + 3 * GRID_LENGTH)
#define FLIP GRID_LENGTH
#define ORIGIN (FLIP + 1)
#define SCALE (FLIP + 3)
#define NEAR (FLIP + 4)
#define EVEN (FLIP + 5)
#define VALID (FLIP + 6)
#define HIDDEN_FROM (FLIP + 7)
#define HIDDEN_TO (FLIP + 8)
#define CUTS (FLIP + 9)
#define COLORS (CUTS + 514)
#define WEIGHTS (COLORS + 261)
#define ALIGNED_LAYER_LENGTH (WEIGHTS + 261)

typedef const global int *Words;

DEFINE_GREY(Doubles, greys)

constant int COUNT_UP[16] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15};

// Added to a float from 0 up to 2^22 it leaves the nearest whole number in the lowest bits; taken off
// again, that number as a float.
#define WHOLE 0x1p23f

// Whether any lane of a mask is set; the builtin asks one after the other.
static int any_of(Ints mask) {
#if LANES == 16
  int8 half_of = mask.lo | mask.hi;
  int4 rest = half_of.lo | half_of.hi;
#else
  int4 rest = mask;
#endif
  int2 two = rest.lo | rest.hi;
  return (two.x | two.y) < 0;
}

// Classes in the order of values: 0 below the norm, entry k is k + 1, 257 above.
static int kind_of(int number) {
  return number == 0 ? UNDER : number < 257 ? number - 1 : number == 257 ? OVER : number;
}

// How a run of pixels lies to an image: in it, beside it, or across its border.
enum { INSIDE, OUTSIDE, ACROSS };

static int lie(Words grid, int px, int py, int pz, int *start, int *element) {
  Words m = grid + 4;
  int x = m[0] * px + m[1] * py + m[2] * pz + m[3];
  int y = m[4] * px + m[5] * py + m[6] * pz + m[7];
  int z = m[8] * px + m[9] * py + m[10] * pz + m[11];
  *start = x;
  *element = x + grid[1] * (y + grid[2] * z);
  if (y < 0 || y >= grid[2] || z < 0 || z >= grid[3] || x + LANES <= 0 || x >= grid[1]) {
    return OUTSIDE;
  }
  return x >= 0 && x + LANES <= grid[1] ? INSIDE : ACROSS;
}

static Floats loaded(Array array, int type, int i) {
  switch (type) {
    case UINT8:
      return TO_FLOATS(LOAD(0, (const global uchar *)array + i));
    case INT8:
      return TO_FLOATS(LOAD(0, (const global char *)array + i));
    case UINT16:
      return TO_FLOATS(LOAD(0, (const global ushort *)array + i));
    case INT16:
      return TO_FLOATS(LOAD(0, (const global short *)array + i));
    default:
      return LOAD(0, (const global float *)array + i);
  }
}

static void store_pixels(Uints pixels, global uint *to, int left) {
  if (left >= LANES) {
    STORE(pixels, 0, to);
  } else {
    uint lanes[LANES];
    STORE(pixels, 0, lanes);
    for (int i = 0; i < left; i++) to[i] = lanes[i];
  }
}

static Floats looked_up(const global float *table, Ints at) {
  int i[LANES];
  float found[LANES];
  STORE(at, 0, i);
#pragma unroll
  for (int l = 0; l < LANES; l++) found[l] = table[i[l]];
  return LOAD(0, found);
}

static Floats larger(Floats a, Floats b) { return a > b ? a : b; }

static Floats bytes_of(const global float *p, Floats s, float background) {
  Floats y = clamp((s - p[ZERO] - p[ZERO + 1]) * p[GAIN], 0.0f, 255.0f);
  return select(y, (Floats)background, isnan(s));
}

static Ints numbers_of(Words layer, Floats s) {
  const global float *p = (const global float *)layer;
  s *= p[FLIP];
  Ints number = (Ints)0;
  if (layer[EVEN]) {
    Floats at = (s - p[ORIGIN] - p[ORIGIN + 1]) * p[SCALE] + 1.0f;
    at = at > 0.25f ? at : (Floats)0.25f;
    at = at < 257.75f ? at : (Floats)257.75f;
    number = TO_INTS(at);
    if (any_of(fabs(at - ((at + WHOLE) - WHOLE)) < p[NEAR])) {
      Floats low = looked_up(p + CUTS, number);
      Floats high = looked_up(p + CUTS + 1, number);
      number += (s < low) - (s >= high);
    }
  } else {
    for (int step = 256; step > 0; step >>= 1) {
      number += step * -(s >= looked_up(p + CUTS + step, number));
    }
  }
  number = select(number, (Ints)HIDDEN, s >= p[HIDDEN_FROM] && s < p[HIDDEN_TO]);
  return select((Ints)NOT_A_NUMBER, number, s >= p[VALID]);
}

static Floats over(Floats below, Ints color, int shift, Floats weight) {
  return below + weight * (TO_FLOATS(color >> shift & 0xff) - below);
}

static Doubles looks(Numbers layer, const int *kinds, int part) {
  double found[LANES];
#pragma unroll
  for (int l = 0; l < LANES; l++) found[l] = layer[LOOKS + 4 * kinds[l] + part];
  return LOAD(0, found);
}

// The pixels again, from their samples and classes.
static Uints exactly(Numbers scene, int layers, int channels, const float *samples,
                     const int *numbers, int inside) {
  Uints bytes = (Uints)0xff000000;
  Doubles out[3];
  for (int c = 0; c < 3; c++) {
    out[c] = (Doubles)scene[BACKGROUND + c];
    if (inside) {
      Numbers image = scene + CHANNELS;
      Doubles s = TO_DOUBLES(LOAD(c < channels ? c : 0, samples));
      Doubles g = greys(scene, image[SLOPE] * s + image[INTERCEPT]);
      out[c] = isnan(g) ? out[c] : g;
    }
  }
  for (int l = 0; l < layers; l++) {
    Numbers layer = scene + SCENE_LENGTH + l * LAYER_LENGTH;
    int kinds[LANES];
    for (int i = 0; i < LANES; i++) kinds[i] = kind_of(numbers[l * LANES + i]);
    Doubles a = looks(layer, kinds, 0);
    for (int c = 0; c < 3; c++) out[c] = (1 - a) * out[c] + a * looks(layer, kinds, 1 + c);
  }
  for (int c = 0; c < 3; c++) bytes |= TO_UINTS(floor(255 * out[c] + 0.5)) << 8 * c;
  return bytes;
}

// LANES pixels a work item.
kernel void composite_aligned(PARAMETERS, Words aligned) {
  int px = LANES * get_global_id(0);
  int row = get_global_id(1);
  if (px >= width || row >= rows) return;
  Arrays arrays = ARRAYS;
  int py = (first + row) % height;
  int pz = (first + row) / height;
  global uint *to = rgba + (size_t)row * width + px;
  const global float *p = (const global float *)aligned;
  int channels = aligned[COUNT];
  Floats out[3];
  float samples[3 * LANES];
  int numbers[4 * LANES];

  int x, element;
  int base = lie(aligned + GRIDS, px, py, pz, &x, &element);
  int across = px + LANES > width || base == ACROSS;
  for (int c = 0; c < 3; c++) {
    out[c] = (Floats)p[BEHIND + c];
    if (!across && base == INSIDE) {
      int from = c < channels ? c : 0;
      Floats s = loaded(arrays.channel[from], aligned[GRIDS + from * GRID_LENGTH], element);
      out[c] = bytes_of(p, s, p[BEHIND + c]);
      STORE(s, c, samples);
      across |= channels == 3 && any_of(s != s);
    }
  }
  for (int l = 0; l < layers && !across; l++) {
    Words layer = aligned + ALIGNED_LENGTH + l * ALIGNED_LAYER_LENGTH;
    int map = lie(layer, px, py, pz, &x, &element);
    Ints number = (Ints)HIDDEN;
    across |= map == ACROSS;
    if (map == INSIDE) {
      number = numbers_of(layer, loaded(arrays.map[l], layer[0], element));
      Ints color = WIDE(as_int, LANES)(looked_up((const global float *)(layer + COLORS), number));
      Floats weight = looked_up((const global float *)(layer + WEIGHTS), number);
      out[0] = over(out[0], color, 16, weight);
      out[1] = over(out[1], color, 8, weight);
      out[2] = over(out[2], color, 0, weight);
    }
    STORE(number, l, numbers);
  }
  if (across) {
    for (int i = 0; i < LANES && px + i < width; i++) {
      to[i] = pixel(scene, layers, &arrays, px + i, py, pz);
    }
    return;
  }
  Floats red = out[0] + WHOLE;
  Floats green = out[1] + WHOLE;
  Floats blue = out[2] + WHOLE;
  Floats off = fabs(out[0] - (red - WHOLE));
  off = larger(off, fabs(out[1] - (green - WHOLE)));
  off = larger(off, fabs(out[2] - (blue - WHOLE)));
  Uints bytes = (AS_UINTS(red) & 0xff) | (AS_UINTS(green) & 0xff) << 8 |
                (AS_UINTS(blue) & 0xff) << 16 | 0xff000000u;
  if (any_of(off > p[SURE])) {
    bytes = exactly(scene, layers, channels, samples, numbers, base == INSIDE);
  }
  STORE(bytes, 0, to);
}

// The samples of a run of pixels of which not all lie in the image; 0 for those outside.
static Floats loaded_across(Array array, int type, int element, int x, int nx) {
  float found[LANES];
  for (int l = 0; l < LANES; l++) {
    found[l] = x + l >= 0 && x + l < nx ? (float)stored(array, type, element + l) : 0;
  }
  return LOAD(0, found);
}

static Ints lie_in(int x, int nx) {
  Ints at = x + LOAD(0, COUNT_UP);
  return (at >= 0) & (at < nx);
}

// One map over few different numbers of the scan: a table of pixels has a row for each number
// of a class, a column for each stored number from the lowest on, and a last one for where the
// scan has nothing. A run of pixels a work item.
kernel void composite_tabled(Words aligned, int run, int width, int height, int first, int rows,
                             global uint *rgba, Array channel, Array map,
                             const global float *pixels, int stride, int lowest) {
  int start = run * get_global_id(0);
  int row = get_global_id(1);
  if (start >= width || row >= rows) return;
  int py = (first + row) % height;
  int pz = (first + row) / height;
  Words base = aligned + GRIDS;
  Words layer = aligned + ALIGNED_LENGTH;
  int end = min(width, start + run);
  for (int px = start; px < end; px += LANES) {
    int x, element;
    Ints column = stride - 1;
    int how = lie(base, px, py, pz, &x, &element);
    if (how != OUTSIDE) {
      Floats s = how == INSIDE ? loaded(channel, base[0], element)
                               : loaded_across(channel, base[0], element, x, base[1]);
      Ints inner = clamp(TO_INTS(s) - lowest, 0, stride - 2);
      column = how == INSIDE ? inner : lie_in(x, base[1]) ? inner : column;
    }
    Ints number = HIDDEN;
    how = lie(layer, px, py, pz, &x, &element);
    if (how != OUTSIDE) {
      Floats s = how == INSIDE ? loaded(map, layer[0], element)
                               : loaded_across(map, layer[0], element, x, layer[1]);
      Ints inner = numbers_of(layer, s);
      number = how == INSIDE ? inner : lie_in(x, layer[1]) ? inner : number;
    }
    Uints found = AS_UINTS(looked_up(pixels, number * stride + column));
    store_pixels(found, rgba + (size_t)row * width + px, width - px);
  }
}
#endif
