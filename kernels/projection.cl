// SPDX-License-Identifier: Apache-2.0
// An image seen through, a ray a work item; A is the type of the image's samples.
enum { MAX, MIN, MEAN, SIGNED_MAX };

static int is_kept(int kind, float v, float kept) {
  if (isnan(kept)) return 1;
  float a = fabs(v);
  float b = fabs(kept);
  return kind == MAX ? v > kept : kind == MIN ? v < kept : a > b || (a == b && v > kept);
}

kernel void projection(GRID(image), int steps, int kind, global float *out, int width,
                       int height) {
  int x = get_global_id(0);
  int y = get_global_id(1);
  if (x >= width || y >= height) return;
  float kept = NAN;
  double sum = 0;
  int count = 0;
  for (int s = 0; s < steps; s++) {
    float v = GRID_VALUE(A, image, x, y, s);
    if (isnan(v)) continue;
    sum += v;
    count++;
    kept = is_kept(kind, v, kept) ? v : kept;
  }
  out[x + width * y] = kind == MEAN ? (float)(sum / count) : kept;
}
