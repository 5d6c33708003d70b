// SPDX-License-Identifier: Apache-2.0
// The fused overlay, in double precision and in the order of operations of the scalar backend, so
// that all bytes are the same: basic operations on doubles are correctly rounded in OpenCL C.

// What the host puts into the buffer of numbers; SceneNumbers.java writes it in this order.
// Image: type, nx, ny, nz, interpolation, slope, intercept, rows of the affine; first voxel and size
// of the part of it that is there.
#define TYPE 0
#define SIZE 1
#define INTERPOLATION 4
#define SLOPE 5
#define INTERCEPT 6
#define AFFINE 7
#define PART 19
#define IMAGE_LENGTH 25
// Scene: window, background, three channels.
#define WINDOW 0
#define CENTER 1
#define WIDTH 2
#define LOW 3
#define HIGH 4
#define BACKGROUND 5
#define CHANNELS 8
#define SCENE_LENGTH (CHANNELS + 3 * IMAGE_LENGTH)
// Layer: map, mask, sign, cuts, classes to a unit (0: not even), 257 edges, four numbers a class (weight, red, green, blue).
#define MASK IMAGE_LENGTH
#define SIGN (2 * IMAGE_LENGTH)
#define INVALID_UP_TO (SIGN + 1)
#define LOW_CUT (SIGN + 2)
#define HIGH_CUT (SIGN + 3)
#define PER_CLASS (SIGN + 4)
#define EDGES (SIGN + 5)
#define LOOKS (EDGES + 257)
#define LAYER_LENGTH (LOOKS + 4 * 261)

#define NO_IMAGE -1

// The ordinals of the Java enumerations.
enum { WINDOW_LINEAR, WINDOW_LINEAR_EXACT, WINDOW_SIGMOID, WINDOW_RANGE };
// The classes of ColorTable that are not entries of the colormap.
enum { UNDER = 256, OVER, NOT_A_NUMBER, MASKED, HIDDEN };

typedef const global double *Numbers;

// The arrays of channels, maps and masks.
#define ARRAYS                                                                                \
  Array channel0, Array channel1, Array channel2, Array map0, Array map1, Array map2,         \
      Array map3, Array mask0, Array mask1, Array mask2, Array mask3
#define CHANNEL(c) (c == 0 ? channel0 : c == 1 ? channel1 : channel2)
#define MAP(l) (l == 0 ? map0 : l == 1 ? map1 : l == 2 ? map2 : map3)
#define MASK_OF(l) (l == 0 ? mask0 : l == 1 ? mask1 : l == 2 ? mask2 : mask3)

DEFINE_STORE_ROW(store_row, Uints, uint)

static Doubles looked_up_double(Numbers table, Ints at) { LOOK_UP(double, table, at, double) }

static Doubles coordinate(Numbers image, int row, int px, int py, int pz) {
  Numbers m = image + AFFINE + 4 * row;
  return along(m[0], m[1], m[2], m[3], px, py, pz);
}

// The stored samples at pixels; which of them the image contains. PARTS is defined where not all
// images are there as a whole: the numbers of the parts cost registers.
static Doubles samples(Numbers image, Array array, int px, int py, int pz, Ints *inside) {
  int3 n = (int3)((int)image[SIZE], (int)image[SIZE + 1], (int)image[SIZE + 2]);
  Doubles x = coordinate(image, 0, px, py, pz);
  Doubles y = coordinate(image, 1, px, py, pz);
  Doubles z = coordinate(image, 2, px, py, pz);
  *inside = within(x, n.x) & within(y, n.y) & within(z, n.z);
  if (!any_of(*inside)) return 0;
#ifdef PARTS
  Numbers part = image + PART;
  int3 from = (int3)((int)part[0], (int)part[1], (int)part[2]);
  int3 there = (int3)((int)part[3], (int)part[4], (int)part[5]);
#else
  int3 from = 0, there = n;
#endif
  return sampled(array, (int)image[TYPE], (int)image[INTERPOLATION], from, there, x, y, z);
}

// The window. Beside its ends a ramp may round to a last bit outside 0..1; NaN stays.
static Doubles grey(Numbers scene, Numbers image, Doubles stored) {
  double low = scene[LOW];
  double high = scene[HIGH];
  Doubles x = image[SLOPE] * stored + image[INTERCEPT];
  Doubles ramp;
  switch ((int)scene[WINDOW]) {
    case WINDOW_RANGE:
      ramp = x >= high ? (Doubles)1 : (x - low) / (high - low);
      break;
    case WINDOW_LINEAR:
      ramp = (x - (scene[CENTER] - 0.5)) / (scene[WIDTH] - 1) + 0.5;
      break;
    default:
      ramp = (x - scene[CENTER]) / scene[WIDTH] + 0.5;
  }
  ramp = ramp < 0.0 ? (Doubles)0 : ramp > 1.0 ? (Doubles)1 : ramp;
  return x <= low ? (Doubles)0 : x > high ? (Doubles)1 : ramp;
}

// The entry of the colormap for samples that lie between the outer edges.
static Ints entry(Numbers layer, Doubles s) {
  Numbers edges = layer + EDGES;
  if (layer[PER_CLASS] == 0) {
    Ints k = 0;
    for (int step = 128; step > 0; step >>= 1) {
      k += step & TO_INTS(s >= looked_up_double(edges + step, k));
    }
    return k;
  }
  Doubles at = (s - edges[0]) * layer[PER_CLASS];
  at = at > 0.0 ? at : (Doubles)0;
  Ints k = TO_INTS(at < 255.0 ? at : (Doubles)255);
  k += TO_INTS(s < looked_up_double(edges, k)) - TO_INTS(s >= looked_up_double(edges + 1, k));
  return clamp(k, 0, 255);
}

static Ints class_of(Numbers layer, Doubles stored) {
  Doubles s = layer[SIGN] * stored;
  Numbers edges = layer + EDGES;
  Ints kind = entry(layer, s);
  kind = TO_INTS(s >= edges[256]) ? (Ints)OVER : kind;
  kind = TO_INTS(s < edges[0]) ? (Ints)UNDER : kind;
  kind = TO_INTS((s > layer[LOW_CUT]) & (s < layer[HIGH_CUT])) ? (Ints)HIDDEN : kind;
  return TO_INTS((s != s) | (s <= layer[INVALID_UP_TO])) ? (Ints)NOT_A_NUMBER : kind;
}

static Ints class_at(Numbers layer, Array map, Array mask, int px, int py, int pz) {
  Ints inside;
  Doubles s = samples(layer, map, px, py, pz, &inside);
  Ints kind = HIDDEN;
  if (!any_of(inside)) return kind;
  kind = inside ? class_of(layer, s) : kind;
  Numbers image = layer + MASK;
  if (image[TYPE] == NO_IMAGE) return kind;
  Ints has;
  Doubles m = image[SLOPE] * samples(image, mask, px, py, pz, &has) + image[INTERCEPT];
  return inside & ~(has & TO_INTS((m < 0) | (m > 0))) ? (Ints)MASKED : kind;
}

static Doubles over(Numbers layer, Ints kind, int channel, Doubles weight, Doubles below) {
  return (1 - weight) * below + weight * looked_up_double(layer + LOOKS + 1 + channel, 4 * kind);
}

static void blend(Numbers layer, Ints kind, Doubles *out) {
  Doubles weight = looked_up_double(layer + LOOKS, 4 * kind);
  for (int c = 0; c < 3; c++) out[c] = over(layer, kind, c, weight, out[c]);
}

static Uints packed(const Doubles *out) {
  Uints bytes = (Uints)0xff000000;
  for (int c = 0; c < 3; c++) bytes |= TO_UINTS(255 * out[c] + (0.5 + SNAP)) << 8 * c;
  return bytes;
}

// LANES pixels a work item: global ids are those of a row, and the row after the first. A channel
// without a value leaves those after it without one.
kernel void composite(Numbers scene, int layers, int width, int height, int first, int rows,
                      global uint *rgba, ARRAYS) {
  int px = LANES * get_global_id(0);
  int row = get_global_id(1);
  if (px >= width || row >= rows) return;
  int py = (first + row) % height;
  int pz = (first + row) / height;
  Ints inside;
  Longs has = -1;
  Doubles g;
  Doubles out[3];
  for (int c = 0; c < 3; c++) {
    Numbers image = scene + CHANNELS + c * IMAGE_LENGTH;
    if (image[TYPE] != NO_IMAGE) {
      g = grey(scene, image, samples(image, CHANNEL(c), px, py, pz, &inside));
      has &= TO_LONGS(inside) & (g == g);
    }
    out[c] = has ? g : (Doubles)scene[BACKGROUND + c];
  }
  for (int l = 0; l < layers; l++) {
    Numbers layer = scene + SCENE_LENGTH + l * LAYER_LENGTH;
    blend(layer, class_at(layer, MAP(l), MASK_OF(l), px, py, pz), out);
  }
  store_row(packed(out), rgba + (size_t)row * width + px, width - px);
}

// Rasters whose pixels meet voxels one to one along x, without masks, of samples that floats hold.
// Floats, with a bound on their error; where it could change the byte of a pixel, the vector is
// worked out again in double precision.

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

// Classes in the order of values: 0 below the norm, entry k is k + 1, 257 above.
static Ints kind_of(Ints number) {
  return number == 0 ? (Ints)UNDER
                     : number < 257 ? number - 1 : number == 257 ? (Ints)OVER : number;
}

// Added to a float from 0 up to 2^22 it leaves the nearest whole number in the lowest bits; taken
// off again, that number as a float.
#define WHOLE 0x1p23f

// Where pixels lie in an image: the first of them, and its element; how many voxels a row has, or 0
// for a row outside the image.
typedef struct {
  int x;
  int element;
  int nx;
} Place;

static Place place(Words grid, int px, int py, int pz) {
  Words m = grid + 4;
  Place at;
  at.x = m[0] * px + m[1] * py + m[2] * pz + m[3];
  int y = m[4] * px + m[5] * py + m[6] * pz + m[7];
  int z = m[8] * px + m[9] * py + m[10] * pz + m[11];
  at.element = at.x + grid[1] * (y + grid[2] * z);
  at.nx = y >= 0 && y < grid[2] && z >= 0 && z < grid[3] ? grid[1] : 0;
  return at;
}

static int is_beside(Place at) { return at.x + LANES <= 0 || at.x >= at.nx; }

static int is_inside(Place at) { return at.x >= 0 && at.x + LANES <= at.nx; }

static Ints lie_inside(Place at) {
  Ints x = at.x + LOAD(COUNT_UP);
  return (x >= 0) & (x < at.nx);
}

static Floats run_of(Array array, int type, int i) {
  switch (type) {
    case UINT8:
      return TO_FLOATS(LOAD((const global uchar *)array + i));
    case INT8:
      return TO_FLOATS(LOAD((const global char *)array + i));
    case UINT16:
      return TO_FLOATS(LOAD((const global ushort *)array + i));
    case INT16:
      return TO_FLOATS(LOAD((const global short *)array + i));
    default:
      return LOAD((const global float *)array + i);
  }
}

static Floats run_across(Array array, int type, Place at) {
  float lanes[LANES];
  for (int l = 0; l < LANES; l++) {
    int x = at.x + l;
    lanes[l] = x >= 0 && x < at.nx ? (float)stored(array, type, at.element + l) : NAN;
  }
  return LOAD(lanes);
}

// The samples of pixels not all of which are beside the image; NaN for those that are.
static Floats loaded(Array array, int type, Place at) {
  return is_inside(at) ? run_of(array, type, at.element) : run_across(array, type, at);
}

static Floats looked_up(const global float *table, Ints at) { LOOK_UP(float, table, at, float) }

static Floats larger(Floats a, Floats b) { return a > b ? a : b; }

static Floats bytes_of(const global float *p, Floats s, float background) {
  Floats y = clamp((s - p[ZERO] - p[ZERO + 1]) * p[GAIN], 0.0f, 255.0f);
  return s == s ? y : (Floats)background;
}

static Ints numbers_of(Words layer, Floats s) {
  const global float *p = (const global float *)layer;
  s *= p[FLIP];
  Ints number = 0;
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
      number += step & (s >= looked_up(p + CUTS + step, number));
    }
  }
  number = ((s >= p[HIDDEN_FROM]) & (s < p[HIDDEN_TO])) ? (Ints)HIDDEN : number;
  return s >= p[VALID] ? number : (Ints)NOT_A_NUMBER;
}

// The numbers of the classes of pixels.
static Ints numbers_at(Words layer, Array map, Place at) {
  Ints hidden = HIDDEN;
  if (is_beside(at)) return hidden;
  Ints number = numbers_of(layer, loaded(map, layer[0], at));
  if (is_inside(at)) return number;
  return lie_inside(at) ? number : hidden;
}

static Floats mixed_in(Floats below, Ints color, int shift, Floats weight) {
  return below + weight * (TO_FLOATS(color >> shift & 0xff) - below);
}

// The pixels again, from their samples and classes.
static Uints exactly(Numbers scene, int layers, const Floats *s, const Ints *numbers) {
  Doubles out[3];
  for (int c = 0; c < 3; c++) {
    Doubles g = grey(scene, scene + CHANNELS, TO_DOUBLES(s[c]));
    out[c] = g == g ? g : (Doubles)scene[BACKGROUND + c];
  }
  for (int l = 0; l < layers; l++) {
    blend(scene + SCENE_LENGTH + l * LAYER_LENGTH, kind_of(numbers[l]), out);
  }
  return packed(out);
}

// A run of pixels a work item.
kernel void composite_aligned(Numbers scene, int layers, int run, int width, int height,
                              int first, int rows, global uint *rgba, ARRAYS, Words aligned) {
  int start = run * get_global_id(0);
  int row = get_global_id(1);
  if (start >= width || row >= rows) return;
  int py = (first + row) % height;
  int pz = (first + row) / height;
  const global float *p = (const global float *)aligned;
  int channels = aligned[COUNT];
  int end = min(width, start + run);
  for (int px = start; px < end; px += LANES) {
    Floats s[3];
    Floats out[3];
    Ints numbers[4];
    Place at = place(aligned + GRIDS, px, py, pz);
#pragma unroll
    for (int c = 0; c < 3; c++) {
      if (c >= channels) {
        s[c] = s[0];
      } else if (is_beside(at)) {
        s[c] = NAN;
      } else {
        s[c] = loaded(CHANNEL(c), aligned[GRIDS + c * GRID_LENGTH], at);
      }
      if (c > 0) s[c] = s[c - 1] == s[c - 1] ? s[c] : s[c - 1];
      out[c] = bytes_of(p, s[c], p[BEHIND + c]);
    }
#pragma unroll
    for (int l = 0; l < 4; l++) {
      if (l >= layers) break;
      Words layer = aligned + ALIGNED_LENGTH + l * ALIGNED_LAYER_LENGTH;
      numbers[l] = numbers_at(layer, MAP(l), place(layer, px, py, pz));
      Ints color = AS(int, looked_up((const global float *)(layer + COLORS), numbers[l]));
      Floats weight = looked_up((const global float *)(layer + WEIGHTS), numbers[l]);
      out[0] = mixed_in(out[0], color, 16, weight);
      out[1] = mixed_in(out[1], color, 8, weight);
      out[2] = mixed_in(out[2], color, 0, weight);
    }
    Floats red = out[0] + WHOLE;
    Floats green = out[1] + WHOLE;
    Floats blue = out[2] + WHOLE;
    Floats off = fabs(out[0] - (red - WHOLE));
    off = larger(off, fabs(out[1] - (green - WHOLE)));
    off = larger(off, fabs(out[2] - (blue - WHOLE)));
    Uints bytes = (AS_UINTS(red) & 0xff) | (AS_UINTS(green) & 0xff) << 8 |
                  (AS_UINTS(blue) & 0xff) << 16 | 0xff000000u;
    if (any_of(off > p[SURE])) bytes = exactly(scene, layers, s, numbers);
    store_row(bytes, rgba + (size_t)row * width + px, width - px);
  }
}

// One map over few different numbers of the scan: a table of pixels has a row for each number of a
// class, a column for each stored number from the lowest on, and a last one for where the scan has
// nothing. For a device that is the CPU: an item does a row, up to RUN pixels at a time stage by stage,
// so that what differs between images is decided outside the loops.
#define RUN 1024

// Where the pixels of a run lie inside an image.
static int2 extent(Place at, int n) { return clamp((int2)(-at.x, at.nx - at.x), 0, n); }

#define FILL(T)                                                                               \
  for (; i + LANES <= end; i += LANES)                                                        \
    STORE(TO_FLOATS(LOAD((const global T *)array + at.element + i)), to + i);                 \
  for (; i < end; i++) to[i] = ((const global T *)array)[at.element + i];                     \
  break;

// The samples of a run in whole vectors; NaN for pixels beside the image.
static void fill(float *to, Array array, int type, Place at, int n) {
  int2 inside = extent(at, n);
  int i = inside.x, end = inside.y;
  for (int j = 0; j < i; j++) to[j] = NAN;
  switch (type) {
    case UINT8:
      FILL(uchar)
    case INT8:
      FILL(char)
    case UINT16:
      FILL(ushort)
    case INT16:
      FILL(short)
    default:
      FILL(float)
  }
  for (; i < n || i % LANES > 0; i++) to[i] = NAN;
}

// Where blending in floats gives the table's pixels. BlendedPixels.java writes its words, and does
// the same arithmetic.
#define NUDGE 0x1p-12f

static void blend_run(Words blend, const float *scan, int *at, int n) {
  const global float *p = (const global float *)blend;
  for (int i = 0; i < n; i++) at[i] = blend[4 + at[i]];
  for (int i = 0; i < n; i += LANES) {
    Floats below = clamp((LOAD(scan + i) - p[0]) * p[1] + p[2], NUDGE, 255 + NUDGE);
    Ints color = LOAD(at + i);
    Floats part = color < 0 ? (Floats)p[3] : (Floats)0;
    Floats kept = below - below * part;
    Uints red = AS_UINTS(TO_FLOATS(color & 0xff) * part + kept + WHOLE) & 0xff;
    Uints green = AS_UINTS(TO_FLOATS(color >> 8 & 0xff) * part + kept + WHOLE) & 0xff;
    Uints blue = AS_UINTS(TO_FLOATS(color >> 16 & 0xff) * part + kept + WHOLE) & 0xff;
    STORE(AS(int, red | green << 8 | blue << 16 | 0xff000000u), at + i);
  }
}

static void look_up_run(const global uint *pixels, int stride, int lowest, const float *scan,
                        int *at, int n) {
  for (int i = 0; i < n; i += LANES) {
    Floats s = LOAD(scan + i);
    Ints column = clamp(TO_INTS(s) - lowest, 0, stride - 2);
    STORE(LOAD(at + i) * stride + (s == s ? column : (Ints)(stride - 1)), at + i);
  }
  for (int i = 0; i < n; i++) at[i] = pixels[at[i]];
}

kernel void composite_tabled(Words aligned, int width, int height, int first, global uint *rgba,
                             Array channel, Array map,
                             const global uint *pixels, int stride, int lowest, Words blend, int blends) {
  int row = get_global_id(1);
  int py = (first + row) % height;
  int pz = (first + row) / height;
  rgba += (size_t)row * width;
  Words layer = aligned + ALIGNED_LENGTH;
  for (int start = 0; start < width; start += RUN) {
    int n = min(RUN, width - start);
    Place scan_at = place(aligned + GRIDS, start, py, pz);
    Place map_at = place(layer, start, py, pz);
    float scan[RUN], values[RUN];
    int at[RUN];
    fill(scan, channel, aligned[GRIDS], scan_at, n);
    fill(values, map, layer[0], map_at, n);
    for (int i = 0; i < n; i += LANES) STORE(numbers_of(layer, LOAD(values + i)), at + i);
    int2 inside = extent(map_at, n);
    for (int i = 0; i < inside.x; i++) at[i] = HIDDEN;
    for (int i = inside.y; i < n; i++) at[i] = HIDDEN;
    int2 seen = extent(scan_at, n);
    if (blends && seen.x == 0 && seen.y == n) {
      blend_run(blend, scan, at, n);
    } else {
      look_up_run(pixels, stride, lowest, scan, at, n);
    }
    for (int i = 0; i < n; i++) rgba[start + i] = at[i];
  }
}
