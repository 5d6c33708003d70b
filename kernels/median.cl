// SPDX-License-Identifier: Apache-2.0
// The median in a box, a voxel a work item: the wanted order statistic is built bit by bit from the
// highest, by counting how many values lie below. Nothing depends on the values but the counts, so
// items do not diverge. A is the type of the image's samples.

// A number that orders as the value does; NaN comes last.
static uint key(float v) {
  uint bits = as_uint(v);
  return isnan(v) ? 0xffffffff : bits >> 31 ? ~bits : bits | 0x80000000;
}

static float value(uint key) { return as_float(key >> 31 ? key & 0x7fffffff : ~key); }

#ifdef PLAIN
#define SAMPLE(i) ((const global float *)image)[i]
#else
#define SAMPLE(i) ((float)VALUE(A, image, i))
#endif

#define EACH(i)                            \
  for (int c = z0; c <= z1; c++)           \
    for (int b = y0; b <= y1; b++)         \
      for (int i = x0 + nx * (b + ny * c), end = i + x1 - x0; i <= end; i++)

kernel void median(IMAGE(image), global float *out, int nx, int ny, int nz, int rx, int ry,
                   int rz) {
  int x = get_global_id(0);
  int y = get_global_id(1);
  int z = get_global_id(2);
  if (x >= nx) return;
  int x0 = max(x - rx, 0), x1 = min(x + rx, nx - 1);
  int y0 = max(y - ry, 0), y1 = min(y + ry, ny - 1);
  int z0 = max(z - rz, 0), z1 = min(z + rz, nz - 1);
  int n = 0;
  EACH(i) n += !isnan(SAMPLE(i));
  // the largest key that at most (n - 1) / 2 keys lie below is the lower of those in the middle
  int rank = (n - 1) / 2;
  uint lower = 0;
  for (uint bit = 0x80000000; bit > 0; bit >>= 1) {
    uint candidate = lower | bit;
    int below = 0;
    EACH(i) below += key(SAMPLE(i)) < candidate;
    lower = below <= rank ? candidate : lower;
  }
  int upTo = 0;
  uint upper = 0xffffffff;
  EACH(i) {
    uint k = key(SAMPLE(i));
    upTo += k <= lower;
    upper = k > lower ? min(upper, k) : upper;
  }
  upper = upTo > n / 2 ? lower : upper;
  float median = n % 2 ? value(lower) : (float)(0.5 * ((double)value(lower) + value(upper)));
  out[x + nx * (y + ny * z)] = n > 0 ? median : NAN;
}
