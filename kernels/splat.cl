// SPDX-License-Identifier: Apache-2.0
// Points put on a grid. Their shares are whole multiples of 1 / scale and add up without rounding,
// so that the sums do not depend on their order.
#pragma OPENCL EXTENSION cl_khr_int64_base_atomics : enable

kernel void clear(global long *sums, int voxels, global int *inside) {
  int i = get_global_id(0);
#ifdef ATOMIC
  if (i < voxels) sums[i] = 0;
#endif
  if (i == 0) *inside = 0;
}

static bool is_in(double x, int n) { return x >= -0.5 && x <= n - 0.5; }

static double held(double x, int n) { return fmin(fmax(x, 0.0), n - 1.0); }

#ifdef ATOMIC
#define ADD(sum, share) atom_add(sum, (long)(share))
#else
#define ADD(sum, share) (*(sum) += (long)(share))
#endif

// Adds to two neighbours in a row.
static void add(global long *at, double f, double share) {
  ADD(at, share * (1 - f));
  if (f > 0) ADD(at + 1, share * f);
}

// A group goes through a run of points and adds to a band of the rows, counted through all planes,
// from first on: to all of them where the sums are ATOMIC, else to those that no other group adds
// to. fresh: the sums are the first. FLAT: every z is 0; EVEN: every weight is 1.
kernel void splat(global const double *x, global const double *y, global const double *z,
                  global const double *weights, int points, int run, int bands, int nx, int ny,
                  int nz, int first, int rows, int fresh, double scale, global long *sums,
                  global int *inside) {
  int band = (rows - 1) / bands + 1;
  int lowest = first + get_group_id(0) % bands * band;
  int highest = min(lowest + band, first + rows) - 1;
  int from = get_group_id(0) / bands * run;
  int end = from + min(run, points - from);
  int count = 0;
#ifndef ATOMIC
  for (int i = (lowest - first) * nx; fresh && i < (highest + 1 - first) * nx; i++) sums[i] = 0;
#endif
  for (int i = from + get_local_id(0); i < end; i += get_local_size(0)) {
#if defined(FLAT) && !defined(ATOMIC)
    // most points belong to other bands
    if (!(y[i] > lowest - 2 && y[i] < highest + 2)) continue;
#endif
#ifdef FLAT
    double w = 0;
#else
    double w = z[i];
#endif
#ifdef EVEN
    double weight = 1;
#else
    double weight = weights[i];
#endif
    if (!is_in(x[i], nx) || !is_in(y[i], ny) || !is_in(w, nz) || weight != weight) continue;
    double v = held(y[i], ny);
    w = held(w, nz);
    int row = (int)v + ny * (int)w;
    if (row > highest || row + ny + 1 < lowest) continue;
    count += row >= lowest;
    double u = held(x[i], nx);
    double share = weight * scale;
    double f = u - (int)u, g = v - (int)v, h = w - (int)w;
    for (int k = 0; k < 4; k++) {
      int to = row + (k & 1) + ny * (k >> 1);
      double part = (k & 1 ? g : 1 - g) * (k >> 1 ? h : 1 - h);
      if (part > 0 && to >= lowest && to <= highest) {
        add(sums + ((int)u + nx * (to - first)), f, share * part);
      }
    }
  }
  if (count > 0) atomic_add(inside, count);
}

kernel void values(global const long *sums, int voxels, double unit, global float *out) {
  int i = get_global_id(0);
  if (i < voxels) out[i] = (float)(sums[i] * unit);
}
