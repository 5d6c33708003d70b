// SPDX-License-Identifier: Apache-2.0
// An image on another grid, a point of the grid a work item; A is the type of the image's samples.
kernel void resample(GRID(image), global float *out, int width, int height, int depth) {
  int x = get_global_id(0);
  int y = get_global_id(1);
  int z = get_global_id(2);
  if (x >= width || y >= height || z >= depth) return;
  out[x + width * (y + height * z)] = GRID_VALUE(A, image, x, y, z);
}
