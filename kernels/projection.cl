// SPDX-License-Identifier: Apache-2.0
// An image seen through, the rays of LANES neighbours along a row a work item.
enum { MAX, MIN, MEAN, SIGNED_MAX };

// Values that are kept in place of others; those may be NaN.
static Ints are_kept(int kind, Floats v, Floats kept) {
  Floats a = fabs(v);
  Floats b = fabs(kept);
  Ints wins = kind == MAX ? v > kept : kind == MIN ? v < kept : (a > b) | ((a == b) & (v > kept));
  return ~isnan(v) & (isnan(kept) | wins);
}

DEFINE_STORE_ROW(store_row, Floats, float)

kernel void projection(GRID(image), int steps, int kind, global float *out, int width, int first,
                       int rows) {
  int x = LANES * get_global_id(0);
  int row = get_global_id(1);
  if (x >= width || row >= rows) return;
  Floats kept = NAN;
  Doubles sum = 0;
  Ints count = 0;
  for (int s = 0; s < steps; s++) {
    Floats v = GRID_VALUES(image, x, first + row, s);
    if (kind == MEAN) {
      count -= v == v;
      sum += TO_DOUBLES(v == v ? v : (Floats)0);
    } else {
      kept = are_kept(kind, v, kept) ? v : kept;
    }
  }
  if (kind == MEAN) kept = TO_FLOATS(sum / TO_DOUBLES(count));
  store_row(kept, out + (size_t)row * width + x, width - x);
}
