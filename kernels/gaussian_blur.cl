// SPDX-License-Identifier: Apache-2.0
// One axis of a Gaussian. An item makes OUT times LANES neighbours along x; weights go from -reach to reach.
// A is the type of the image's samples; PLAIN where they are the values.
#ifdef PLAIN
#define SAMPLE(i) ((const global float *)image)[i]
#define SAMPLES(i) LOAD((const global float *)image + (i))
#else
#define SAMPLE(i) ((float)VALUE(A, image, i))
#define SAMPLES(i) CONVERT(float, VALUES(A, image, i))
#endif

enum { BORDER_ZERO, BORDER_NEAREST, BORDER_REFLECT };

// The voxel of an axis that stands at a position; -1 for zero. Rows past the last reach do not
// count, but must be read from somewhere.
static int source(int i, int n, int border) {
  if (i >= 0 && i < n) return i;
  if (border == BORDER_ZERO) return -1;
  if (border == BORDER_NEAREST) return i < 0 ? 0 : n - 1;
  return clamp(i < 0 ? -1 - i : 2 * n - 1 - i, 0, n - 1);
}

// A group does a tile of a row; the last tile starts early enough to be whole.
kernel void along_x(IMAGE(image), global float *out, int nx, global const float *weights,
                    int reach, int border, local float *tile) {
  int lid = get_local_id(0);
  int group = get_local_size(0);
  int width = min(nx, group * OUT * LANES);
  int x0 = min((int)get_group_id(0) * group * OUT * LANES, nx - width);
  size_t row = (size_t)nx * get_global_id(1);
  int x[OUT];
#pragma unroll
  for (int o = 0; o < OUT; o++) {
    x[o] = min((lid * OUT + o) * LANES, width - LANES);
    STORE(SAMPLES(row + x0 + x[o]), tile + reach + x[o]);
  }
  for (int t = lid; t < 2 * reach; t += group) {
    int beyond = t < reach ? t - reach : width + t - reach;
    int i = source(x0 + beyond, nx, border);
    tile[reach + beyond] = i < 0 ? 0 : SAMPLE(row + i);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  if (lid * OUT * LANES >= width) return;
  // sums that do not wait for each other
  Floats sum[OUT];
  for (int o = 0; o < OUT; o++) sum[o] = 0;
  for (int d = 0; d <= 2 * reach; d++) {
#pragma unroll
    for (int o = 0; o < OUT; o++) {
      sum[o] = fma((Floats)weights[d], LOAD(tile + x[o] + d), sum[o]);
    }
  }
#pragma unroll
  for (int o = 0; o < OUT; o++) STORE(sum[o], out + row + x0 + x[o]);
}

// Columns side by side, each n long, its elements a step of all columns apart. An item makes OUT
// results of LANES columns, so that a value is read once for OUT sums. With TILE a group reads the
// rows that it needs to local memory first: steps of a power of two would share few cache lines.
kernel void along_columns(global const float *in, global float *out, int columns, int n,
                          global const float *weights, int reach, int border, local float *tile) {
  int width = get_local_size(0) * LANES;
  int c0 = get_group_id(0) * width;
  int c = c0 + get_local_id(0) * LANES;
  c = min(c, columns - LANES);
  int first = get_group_id(1) * get_local_size(1) * OUT;
  int row0 = first + get_local_id(1) * OUT;
  size_t block = (size_t)columns * n * get_global_id(2);
#ifdef TILE
  int rows = get_local_size(1) * OUT + 2 * reach;
  local float *own = tile + get_local_id(0) * LANES;
  for (int t = get_local_id(1); t < rows; t += get_local_size(1)) {
    int i = source(first - reach + t, n, border);
    Floats v = 0;
    if (i >= 0) v = LOAD(in + block + (size_t)i * columns + c);
    STORE(v, own + t * width);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  own += (row0 - first) * width;
#endif
  if (row0 >= n) return;
  Floats sum[OUT];
  for (int o = 0; o < OUT; o++) sum[o] = 0;
  for (int j = 0; j < 2 * reach + OUT; j++) {
#ifdef TILE
    Floats v = LOAD(own + j * width);
#else
    int i = source(row0 - reach + j, n, border);
    Floats v = 0;
    if (i >= 0) v = LOAD(in + block + (size_t)i * columns + c);
#endif
    if (j >= OUT - 1 && j <= 2 * reach) {
#pragma unroll
      for (int o = 0; o < OUT; o++) sum[o] = fma((Floats)weights[j - o], v, sum[o]);
    } else {
      // A weight of 0 would let a NaN through.
#pragma unroll
      for (int o = 0; o < OUT; o++) {
        if (j - o >= 0 && j - o <= 2 * reach) sum[o] = fma((Floats)weights[j - o], v, sum[o]);
      }
    }
  }
#pragma unroll
  for (int o = 0; o < OUT; o++) {
    if (row0 + o < n) STORE(sum[o], out + block + (size_t)(row0 + o) * columns + c);
  }
}
