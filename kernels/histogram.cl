// SPDX-License-Identifier: Apache-2.0
// Counts of an image's values by bin, a run of samples a group, counted in local memory. Slot 0 is
// below the bins, bins + 1 above, bins + 2 NaN. A is the type of the samples; ITEMS make a group.
#if ITEMS == 1
#define COUNT(slot) counts[slot]++
#else
#define COUNT(slot) atomic_inc(counts + (slot))
#endif

// The lower edge of a bin, in the scalar backend's order of operations.
#define EDGE(i) (low + (i) * width)

kernel void histogram(IMAGE(image), int n, int run, double low, double high, int bins,
                      local int *counts, global int *partial) {
  int item = get_local_id(0);
  int slots = bins + 3;
  double perValue = bins / (high - low);
  double width = (high - low) / bins;
  for (int s = item; s < slots; s += ITEMS) counts[s] = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  int from = get_group_id(0) * run;
  int count = min(run, n - from);
  for (int i = item; i < count; i += ITEMS) {
    double v = VALUE(A, image, from + i);
    int slot = v < low ? 0 : v > high ? bins + 1 : bins + 2;
    if (v >= low && v <= high) {
      int bin = min(bins - 1, (int)((v - low) * perValue));
      while (v < EDGE(bin)) bin--;
      while (bin < bins - 1 && v >= EDGE(bin + 1)) bin++;
      slot = bin + 1;
    }
    COUNT(slot);
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int s = item; s < slots; s += ITEMS) partial[get_group_id(0) * slots + s] = counts[s];
}
