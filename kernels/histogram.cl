// SPDX-License-Identifier: Apache-2.0
// Counts of an image's values by bin, a run of samples a group, counted in local memory. Slot 0 is
// below the bins, bins + 1 above, bins + 2 NaN. A is the type of the samples; ITEMS make a group.
// An item finds the slots of a PIECE, then counts them in TABLES in turn: a slot counts while the
// same slot before it is still being counted.
#if ITEMS == 1
#define COUNT(slot) ((slot)[0]++)
#else
#define COUNT(slot) atomic_inc(slot)
#endif

// The edges of bins are those of the scalar backend's order of operations: low + bin * width. They
// are wide against the rounding of their edges, so that the guess, which is a little low, is the
// slot or the one before.
static Ints slots(Doubles v, double low, double high, int bins) {
  double width = (high - low) / bins;
  Doubles guess = (v - (low - width * (1 - 0x1p-20))) * (bins / (high - low));
  guess = guess > 0 ? guess : 0;
  guess = CONVERT(double, CONVERT(int, guess < bins ? guess : (double)bins));
  Doubles slot = v >= low + guess * width ? guess + 1 : guess;
  Doubles most = v > high ? bins + 1.0 : (double)bins;
  slot = slot < most ? slot : most;
  return CONVERT(int, v == v ? slot : bins + 2.0);
}

kernel void histogram(IMAGE(image), int n, int run, double low, double high, int bins,
                      local int *counts, global int *partial) {
  int item = get_local_id(0);
  int all = bins + 3;
  for (int s = item; s < TABLES * all; s += ITEMS) counts[s] = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  int from = get_group_id(0) * run;
  int end = from + min(run, n - from);
  int slot[PIECE];
  for (int i = from + item * PIECE; i < end; i += ITEMS * PIECE) {
    int start = min(i, n - PIECE);
    for (int k = 0; k < PIECE; k += LANES) {
      STORE(slots(VALUES(A, image, start + k), low, high, bins), slot + k);
    }
    int k = i - start;
    for (; k % TABLES != 0; k++) COUNT(counts + slot[k]);
    for (; k < PIECE; k += TABLES) {
#pragma unroll
      for (int t = 0; t < TABLES; t++) COUNT(counts + t * all + slot[k + t]);
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int s = item; s < all; s += ITEMS) {
    int sum = counts[s];
    for (int t = 1; t < TABLES; t++) sum += counts[s + t * all];
    partial[get_group_id(0) * all + s] = sum;
  }
}
