// SPDX-License-Identifier: Apache-2.0
// Statistics in boxes. Means and deviations: sums over x and y, then sums that run along z;
// doubles of distances from a centre. A is the type of the image's samples.
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
