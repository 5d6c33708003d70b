// SPDX-License-Identifier: Apache-2.0
// Points put on a grid. Their shares are whole multiples of 1 / scale and add up without rounding,
// so that the sums do not depend on their order. FLAT: every z is 0; EVEN: every weight is 1.
#ifdef ATOMIC
#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable
#define ADD(sum, share) atom_add(sum, (long)(share))
#else
#define ADD(sum, share) (*(sum) += (long)(share))
#endif

// What a kernel gets of the points.
#define POINTS \
  global const double *x, global const double *y, global const double *z, \
      global const double *weights
#ifdef FLAT
#define Z(i) 0
#else
#define Z(i) z[i]
#endif
#ifdef EVEN
#define WEIGHT(i) 1
#else
#define WEIGHT(i) weights[i]
#endif

static bool is_in(double x, int n) { return x >= -0.5 && x <= n - 0.5; }

static double held(double x, int n) { return fmin(fmax(x, 0.0), n - 1.0); }

// Adds to two neighbours in a row.
static void add(global long *at, double f, double share) {
  ADD(at, share * (1 - f));
  if (f > 0) ADD(at + 1, share * f);
}

// Rows are counted through all planes. Of the four that a point adds to: the one numbered k, and
// its share.
static int row_of(int k, int row, int ny) { return row + (k & 1) + ny * (k >> 1); }

static double share_of(int k, double g, double h) {
  return (k & 1 ? g : 1 - g) * (k >> 1 ? h : 1 - h);
}

// Adds a point held inside the grid to the rows from first to last; sums start with row origin.
static void spread(double u, double v, double w, double share, int nx, int ny, int first, int last,
                   int origin, global long *sums) {
  int row = (int)v + ny * (int)w;
  double f = u - (int)u, g = v - (int)v, h = w - (int)w;
  for (int k = 0; k < 4; k++) {
    int to = row_of(k, row, ny);
    double part = share_of(k, g, h);
    if (part > 0 && to >= first && to <= last) {
      add(sums + ((int)u + (size_t)nx * (to - origin)), f, share * part);
    }
  }
}

#ifdef ATOMIC
kernel void clear(global long *sums, int voxels, global int *inside) {
  int i = get_global_id(0);
  if (i < voxels) sums[i] = 0;
  if (i == 0) *inside = 0;
}

// A group goes through a run of points and adds to rows from first on.
kernel void splat(POINTS, int points, int run, int nx, int ny, int nz, int first, int rows,
                  double scale, global long *sums, global int *inside) {
  int from = get_group_id(0) * run;
  int end = from + min(run, points - from);
  int last = first + rows - 1;
  int count = 0;
  for (int i = from + get_local_id(0); i < end; i += get_local_size(0)) {
    double w = Z(i), weight = WEIGHT(i);
    if (!is_in(x[i], nx) || !is_in(y[i], ny) || !is_in(w, nz) || weight != weight) continue;
    double v = held(y[i], ny);
    w = held(w, nz);
    int row = (int)v + ny * (int)w;
    if (row > last || row + ny + 1 < first) continue;
    count += row >= first;
    spread(held(x[i], nx), v, w, weight * scale, nx, ny, first, last, first, sums);
  }
  if (count > 0) atomic_add(inside, count);
}

kernel void values(global const long *sums, int voxels, double unit, global float *out) {
  int i = get_global_id(0);
  if (i < voxels) out[i] = (float)(sums[i] * unit);
}
#else
// On a CPU points are sorted by the bands of 2^shift rows that they add to, of those from first
// on, so that a band's sums stay in a core's own cache. A point between two bands stands in both.
// Counts those of a run for each band, and behind them those that begin in the rows; with SORT puts
// them at the places counted up to instead, one number after the other.
#ifdef SORT
#define VISIT(b) place(x[i], y[i], Z(i), WEIGHT(i), sorted + NUMBERS * (size_t)places[b]++);
#else
#define VISIT(b) places[b]++;
#endif
enum {
  NUMBERS = 4
#ifdef FLAT
            - 1
#endif
#ifdef EVEN
            - 1
#endif
};

static void place(double x, double y, double z, double weight, global double *to) {
  *to++ = x;
  *to++ = y;
#ifndef FLAT
  *to++ = z;
#endif
#ifndef EVEN
  *to++ = weight;
#endif
}

kernel void sort(POINTS, int points, int run, int nx, int ny, int nz, int first, int rows,
                  int shift, int bands, global int *all_places, global double *sorted) {
  int from = get_global_id(0) * run;
  int end = from + min(run, points - from);
  global int *places = all_places + get_global_id(0) * (bands + 1);
  int inside = 0;
#ifndef SORT
  for (int b = 0; b < bands; b++) places[b] = 0;
#endif
  for (int i = from; i < end; i++) {
    double w = Z(i), weight = WEIGHT(i);
    if (!is_in(x[i], nx) || !is_in(y[i], ny) || !is_in(w, nz) || weight != weight) continue;
    double v = held(y[i], ny);
    w = held(w, nz);
    int row = (int)v + ny * (int)w - first;
    inside += row >= 0 && row < rows;
    int last = -1;
    for (int k = 0; k < 4; k++) {
      int to = row_of(k, row, ny);
      if (share_of(k, v - (int)v, w - (int)w) > 0 && to >= 0 && to < rows && to >> shift != last) {
        last = to >> shift;
        VISIT(last)
      }
    }
  }
#ifndef SORT
  places[bands] = inside;
#endif
}

// Adds a band's points to its sums, which are fresh if they are its first; unit is that of the
// sums, 0 if more points follow.
kernel void splat(global const double *sorted, global const int *starts, int nx, int ny, int nz,
                  int first, int rows, int shift, int fresh, double scale, double unit,
                  global long *sums, global float *out) {
  int band = get_global_id(0);
  int origin = band << shift;
  int count = min(1 << shift, rows - origin);
  int voxels = nx * count;
  global long *own = sums + (size_t)nx * origin;
  for (int i = 0; fresh && i < voxels; i++) own[i] = 0;
  for (int p = starts[band]; p < starts[band + 1]; p++) {
    global const double *point = sorted + NUMBERS * (size_t)p;
    double u = held(*point++, nx);
    double v = held(*point++, ny);
#ifdef FLAT
    double w = 0;
#else
    double w = held(*point++, nz);
#endif
#ifdef EVEN
    double weight = 1;
#else
    double weight = *point;
#endif
    spread(u, v, w, weight * scale, nx, ny, first + origin, first + origin + count - 1,
           first + origin, own);
  }
  for (int i = 0; unit > 0 && i < voxels; i++) {
    out[i + (size_t)nx * origin] = (float)(own[i] * unit);
  }
}
#endif
