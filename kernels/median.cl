// SPDX-License-Identifier: Apache-2.0
// The median in a box: the wanted order statistic is built bit by bit from the highest, by counting
// how many values lie below. Nothing depends on the values but the counts, so items do not diverge.
// LANES neighbours along x are an item; A is the type of the image's samples.
#define GAP 0xffffffff

// Numbers that order as the values do; NaN comes last.
kernel void keys(IMAGE(image), global uint *out, int n) {
  int i = get_global_id(0);
  if (i >= n) return;
  float v = (float)VALUE(A, image, i);
  uint bits = as_uint(v);
  out[i] = isnan(v) ? GAP : bits >> 31 ? ~bits : bits | 0x80000000;
}

static Floats value(Uints key) {
  return AS(float, select(~key, key & 0x7fffffff, AS(int, key) < 0));
}

#define EACH(k)                                                           \
  for (int c = z0; c <= z1; c++)                                          \
    for (int b = y0; b <= y1; b++)                                        \
      for (int a = x0; a <= x1; a++) {                                    \
        Uints k = LOAD(keys + a + nx * (b + ny * c));
#define END }

// Medians of the columns x from..end-1. With several lanes the boxes of all of them are whole
// along x, and the last item starts early enough to be whole.
kernel void median(global const uint *keys, global float *out, int nx, int ny, int nz, int rx,
                   int ry, int rz, int from, int end) {
  int x = from + get_global_id(0) * LANES;
  int y = get_global_id(1);
  int z = get_global_id(2);
  if (x >= end) return;
  x = min(x, end - LANES);
  int x0 = max(x - rx, 0), x1 = min(x + rx, nx - LANES);
  int y0 = max(y - ry, 0), y1 = min(y + ry, ny - 1);
  int z0 = max(z - rz, 0), z1 = min(z + rz, nz - 1);
  Ints n = 0;
  EACH(k) n += ONES(k != GAP); END
  // the largest key that no more than (n - 1) / 2 keys lie below is the lower middle
  Ints rank = (n - 1) >> 1;
  Uints lower = 0;
  for (uint bit = 0x80000000; bit > 0; bit >>= 1) {
    Uints candidate = lower | bit;
    Ints below = 0;
    EACH(k) below += ONES(k < candidate); END
    lower = select(lower, candidate, below <= rank);
  }
  Ints upTo = 0;
  Uints above = GAP;
  EACH(k)
    upTo += ONES(k <= lower);
    above = select(above, min(above, k), k > lower);
  END
  Uints upper = select(above, lower, upTo > (n >> 1));
  Floats middle = CONVERT(float, 0.5 * (CONVERT(double, value(lower)) + CONVERT(double, value(upper))));
  Floats median = select(middle, value(lower), (n & 1) != 0);
  STORE(select(median, (Floats)NAN, n == 0), out + x + nx * (y + ny * z));
}
