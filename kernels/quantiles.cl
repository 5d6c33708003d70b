// SPDX-License-Identifier: Apache-2.0
// Counts of the digits of floats' keys: whole numbers without sign that order as the floats do. A
// group counts a run of samples in local memory, then adds its counts to those of all.

kernel void clear(global int *totals) { totals[get_global_id(0)] = 0; }

// Of the keys whose bits under mask are those of prefix, counts the SLOTS digits from first on; a
// digit is the 16 bits from shift on. kept: the bits of a float that count, all or all but its sign.
// An item finds the digits of a PIECE, then counts them; what does not count goes to one more slot.
kernel void count(global const int *floats, int n, int run, int kept, uint mask, uint prefix,
                  int shift, uint first, local int *counts, global int *totals) {
  int item = get_local_id(0);
  for (int s = item; s <= SLOTS; s += ITEMS) counts[s] = 0;
  barrier(CLK_LOCAL_MEM_FENCE);
  int from = get_group_id(0) * run;
  int end = from + min(run, n - from);
  uint slot[PIECE];
  for (int i = from + item * PIECE; i < end; i += ITEMS * PIECE) {
    int start = min(i, n - PIECE);
    Ints hit = 0;
    for (int k = 0; k < PIECE; k += LANES) {
      Ints bits = LOAD(floats + start + k) & kept;
      Uints key = AS(uint, bits ^ (bits >> 31 | INT_MIN));
      Uints digit = (key >> shift & 0xffff) - first;
      digit = (key & mask) == prefix && digit < SLOTS ? digit : SLOTS;
      hit |= digit < SLOTS;
      STORE(digit, slot + k);
    }
    if (ANY(hit)) {
      for (int k = i - start; k < PIECE; k++) {
#if ITEMS == 1
        counts[slot[k]]++;
#else
        if (slot[k] < SLOTS) atomic_inc(counts + slot[k]);
#endif
      }
    }
  }
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int s = item; s < SLOTS; s += ITEMS) {
    if (counts[s] > 0) atomic_add(totals + first + s, counts[s]);
  }
}
