// SPDX-License-Identifier: Apache-2.0
// Statistics in boxes. Means and deviations: sums in doubles of distances from a centre; on a GPU
// over x and y, then sums that run along z. A is the type of the image's samples.
static bool finite(double v) { return fabs(v) < INFINITY; }

// Row y of plane z enters the sums of the box's rows around x, or leaves them.
#define EXCHANGE(y, sign)                                         \
  for (int i = max(x - rx, 0); i <= min(x + rx, nx - 1); i++) {   \
    double d = VALUE(A, image, i + nx * ((y) + ny * z)) - centre; \
    bool counts = finite(d);                                      \
    d = counts ? d : 0;                                           \
    s += sign * d;                                                \
    q += sign * (d * d);                                          \
    n += counts ? sign : 0;                                       \
  }

// An item goes down band rows of a column.
kernel void plane_sums(IMAGE(image), double centre, global double *sums,
                       global double *squares, global int *numbers, int nx, int ny, int rx, int ry,
                       int band) {
  int x = get_global_id(0);
  int from = get_global_id(1) * band;
  int z = get_global_id(2);
  if (x >= nx || from >= ny) return;
  double s = 0, q = 0;
  int n = 0;
  for (int y = max(from - ry, 0); y < min(from + ry, ny); y++) EXCHANGE(y, 1)
  for (int y = from; y < min(from + band, ny); y++) {
    if (y + ry < ny) EXCHANGE(y + ry, 1)
    size_t at = x + nx * (y + (size_t)ny * z);
    sums[at] = s;
    squares[at] = q;
    numbers[at] = n;
    if (y >= ry) EXCHANGE(y - ry, -1)
  }
}

#define EXCHANGE_PLANES(k, sign)         \
  {                                      \
    size_t at = i + (size_t)plane * (k); \
    s += sign * sums[at];                \
    q += sign * squares[at];             \
    n += sign * numbers[at];             \
  }

// An item goes through depth planes of a column.
kernel void box_moments(double centre, double dust, double variance_dust,
                        global const double *sums,
                        global const double *squares, global const int *numbers, int plane, int nz,
                        int rz, int depth, int wantsMean, global float *mean, int wantsSd,
                        global float *sd) {
  int i = get_global_id(0);
  int from = get_global_id(1) * depth;
  if (i >= plane || from >= nz) return;
  double s = 0, q = 0;
  int n = 0;
  for (int z = max(from - rz, 0); z < min(from + rz, nz); z++) EXCHANGE_PLANES(z, 1)
  for (int z = from; z < min(from + depth, nz); z++) {
    if (z + rz < nz) EXCHANGE_PLANES(z + rz, 1)
    double share = 1.0 / n;
    size_t to = i + (size_t)plane * z;
    double value = centre + s * share;
    if (wantsMean) mean[to] = n > 0 ? fabs(value) <= dust ? 0 : (float)value : NAN;
    double variance = (q - s * s * share) * share;
    if (wantsSd) sd[to] = n > 0 ? variance <= variance_dust ? 0 : (float)sqrt(variance) : NAN;
    if (z >= rz) EXCHANGE_PLANES(z - rz, -1)
  }
}

// Floats with what is not finite as no value: infinity, of the sign that never wins.
kernel void candidates(IMAGE(image), global float *out, int n, int largest) {
  int i = get_global_id(0);
  if (i >= n) return;
  float v = (float)VALUE(A, image, i);
  out[i] = isfinite(v) ? v : largest ? -INFINITY : INFINITY;
}

// The extreme along one axis: element i of n is step apart from the next. The last axis turns what
// has no value to NaN.
kernel void extremes(global const float *in, global float *out, int total, int step, int n,
                     int radius, int largest, int last) {
  int at = get_global_id(0);
  if (at >= total) return;
  int i = at / step % n;
  float none = largest ? -INFINITY : INFINITY;
  float best = none;
  for (int k = max(i - radius, 0); k <= min(i + radius, n - 1); k++) {
    float v = in[at + (k - i) * step];
    best = largest ? fmax(best, v) : fmin(best, v);
  }
  out[at] = last && best == none ? NAN : best;
}

#ifdef LANES
// On a CPU an item makes a block: band whole rows of each of depth planes, LANES columns at a time.
// In its memory are the block's rows summed along z; their sums along y, the columns; the columns
// side by side, the line; and its sums along x. There are those of the distances, of their squares,
// and where the image has GAPS the numbers of values.
#ifdef GAPS
enum { PARTS = 3 };
#else
enum { PARTS = 2 };
#endif

#ifdef PLAIN
#define DISTANCES(i) (CONVERT(double, LOAD((const global float *)image + (i))) - centre)
#else
#define DISTANCES(i) (VALUES(A, image, i) - centre)
#endif

// What is not finite has no weight.
#ifdef GAPS
#define WEIGH(d, sign)                                \
  n += fabs(d) < INFINITY ? (Doubles)(sign) : (Doubles)0; \
  d = fabs(d) < INFINITY ? d : (Doubles)0;
#else
#define WEIGH(d, sign)
#endif

#define EXCHANGE_SAMPLES(i, sign) \
  {                               \
    Doubles d = DISTANCES(i);     \
    WEIGH(d, sign)                \
    s += sign * d;                \
    q += sign * (d * d);          \
  }

// Samples enter the sums of a row along z and others leave them; -1: none do. The last vector of a
// row starts early enough to be whole, and has sums of its own.
static void exchange_samples(IMAGE(image), double centre, int enter, int leave, int w,
                             global double *row, size_t part) {
  for (int c = 0; c < w; c += LANES, row += LANES) {
    int at = min(c, w - LANES);
    Doubles s = LOAD(row), q = LOAD(row + part);
#ifdef GAPS
    Doubles n = LOAD(row + 2 * part);
#endif
    if (enter >= 0) EXCHANGE_SAMPLES(enter + at, 1)
    if (leave >= 0) EXCHANGE_SAMPLES(leave + at, -1)
    STORE(s, row);
    STORE(q, row + part);
#ifdef GAPS
    STORE(n, row + 2 * part);
#endif
  }
}

// A row enters the columns and another leaves them; 0: none does.
static void exchange_rows(global const double *enter, global const double *leave, int w,
                          global double *columns, global double *line) {
  for (int c = 0; c < w; c += LANES) {
    Doubles sums = LOAD(columns + c);
    if (enter) sums += LOAD(enter + c);
    if (leave) sums -= LOAD(leave + c);
    STORE(sums, columns + c);
    STORE(sums, line + min(c, w - LANES));
  }
}

// Sums of 2 r + 1 neighbours; r + 1 zeros stand in front of the line, r after it.
static void slide(global const double *line, global const double *other, int w, int r,
                  global double *to, global double *to_other) {
  double s = 0, t = 0;
  for (int i = -r - 1; i < r; i++) {
    s += line[i];
    t += other[i];
  }
  for (int i = 0; i < w; i++) {
    s += line[i + r] - line[i - r - 1];
    t += other[i + r] - other[i - r - 1];
    to[i] = s;
    to_other[i] = t;
  }
}

// Of the means and deviations where a share is 1 / n.
static Floats mean_of(Doubles s, Doubles share, double centre, double dust) {
  Doubles mean = centre + s * share;
  return CONVERT(float, fabs(mean) <= dust ? (Doubles)0 : mean);
}

static Floats deviation_of(Doubles s, Doubles q, Doubles share, double dust) {
  Doubles variance = (q - s * s * share) * share;
  return CONVERT(float, variance <= dust ? (Doubles)0 : sqrt(variance));
}

// w h d voxels are there; those that are made are whole rows, ny from y0 on of each of nz planes
// from z0 on. Blocks from first on write their means, then their deviations, size of each, planes
// of height rows.
kernel void boxes(IMAGE(image), double centre, double dust, double variance_dust, int w, int h,
                  int d, int y0, int z0, int ny, int nz, int rx, int ry, int rz, int band,
                  int depth, int first, global double *memory, global float *out, int height,
                  int size) {
  int bands = (ny - 1) / band + 1;
  int block = first + get_global_id(0);
  int y_from = y0 + block % bands * band, y_end = min(y_from + band, y0 + ny);
  int z_from = z0 + block / bands * depth, z_end = min(z_from + depth, z0 + nz);
  int row_from = max(y_from - ry, 0);
  int plane_from = max(z_from - rz, 0);
  size_t width = (w + LANES - 1) / LANES * LANES;
  size_t part = width * min(h, band + 2 * ry);
  size_t padded = w + 2 * rx + 1;
  size_t all = PARTS * (part + 2 * width + padded) + width;
  global double *rows = memory + all * get_global_id(0);
  global double *columns = rows + PARTS * part;
  global double *along_x = columns + PARTS * width;
  global double *shares = along_x + PARTS * width;
  global double *lines = shares + width + rx + 1;
  for (size_t i = 0; i < all; i++) rows[i] = 0;
  for (int x = 0; x < w; x++) shares[x] = 1.0 / (min(x + rx, w - 1) - max(x - rx, 0) + 1);
#if defined(MEAN) && defined(SD)
  global float *means = out + 2 * (size_t)size * get_global_id(0), *sds = means + size;
#else
  global float *means = out + (size_t)size * get_global_id(0), *sds = means;
#endif
  for (int k = plane_from; k < z_end + rz; k++) {
    int z = k - rz;
    int gone = z - rz - 1;
    int planes = min(k, d - 1) - max(z - rz, 0) + 1;
    for (size_t i = 0; i < PARTS * width; i++) columns[i] = 0;
    for (int j = row_from; j < y_end + ry; j++) {
      int y = j - ry;
      int above = y - ry - 1;
      global double *row = rows + width * (j - row_from);
      if (j < h) {
        exchange_samples(image, image_slope, image_intercept, centre, k < d ? w * (j + h * k) : -1,
                         gone >= plane_from ? w * (j + h * gone) : -1, w, row, part);
      }
      if (z < z_from) continue;
      global double *left = rows + width * (above - row_from);
      for (int p = 0; p < PARTS; p++) {
        exchange_rows(j < h ? row + p * part : 0, above >= row_from ? left + p * part : 0, w,
                      columns + p * width, lines + p * padded);
      }
      if (y < y_from) continue;
      slide(lines, lines + padded, w, rx, along_x, along_x + width);
#ifdef GAPS
      global double *n = along_x + 2 * width;
      slide(lines + 2 * padded, lines + 2 * padded, w, rx, n, n);
#endif
      double rest = 1.0 / ((double)(min(j, h - 1) - max(y - ry, 0) + 1) * planes);
      size_t to = (size_t)w * (y - y_from + height * (z - z_from));
      for (int c = 0; c < w; c += LANES) {
        int x = min(c, w - LANES);
        Doubles s = LOAD(along_x + x), q = LOAD(along_x + width + x);
#ifdef GAPS
        // NaN where nothing counts, whatever rounding left of the sums
        s = LOAD(n + x) > 0 ? s : (Doubles)NAN;
        Doubles share = 1 / LOAD(n + x);
#else
        Doubles share = LOAD(shares + x) * rest;
#endif
#ifdef MEAN
        STORE(mean_of(s, share, centre, dust), means + to + x);
#endif
#ifdef SD
        STORE(deviation_of(s, q, share, variance_dust), sds + to + x);
#endif
      }
    }
  }
}
#endif
