// SPDX-License-Identifier: Apache-2.0
// An image on another grid, LANES points of a row of the grid a work item.

DEFINE_STORE_ROW(store_row, Floats, float)

kernel void resample(GRID(image), global float *out, int width, int height, int first, int rows) {
  int x = LANES * get_global_id(0);
  int row = get_global_id(1);
  if (x >= width || row >= rows) return;
  Floats v = GRID_VALUES(image, x, (first + row) % height, (first + row) / height);
  store_row(v, out + (size_t)row * width + x, width - x);
}
