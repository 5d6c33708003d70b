// SPDX-License-Identifier: Apache-2.0
// Summaries of the pieces of an image, a piece a group: its sums first, then the squared deviations
// from its own mean. A is the type of the samples.
enum { ITEMS = 64, PIECE = 2048 };
enum { MIN, MAX, MEAN, SQUARES, NANS, FINITE, NUMBERS };

// -0 is below 0, as in Java.
static double smaller(double a, double b) { return a < b || (a == b && signbit(a)) ? a : b; }

static double larger(double a, double b) { return a > b || (a == b && signbit(b)) ? a : b; }

// The first number of a table becomes the sum of all; every item comes here.
static void add(local double *table, int item) {
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int rest = ITEMS / 2; rest > 0; rest /= 2) {
    if (item < rest) table[item] += table[item + rest];
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}

kernel void reduce(IMAGE(image), int n, global double *summaries) {
  local double mins[ITEMS], maxs[ITEMS], sums[ITEMS], finites[ITEMS], nans[ITEMS], squares[ITEMS];
  int item = get_local_id(0);
  int from = get_group_id(0) * PIECE;
  int count = min(PIECE, n - from);
  double least = INFINITY, most = -INFINITY, sum = 0, square = 0;
  int finite = 0, nan = 0;
  for (int i = item; i < count; i += ITEMS) {
    double v = VALUE(A, image, from + i);
    bool counts = fabs(v) < INFINITY;
    nan += v != v;
    finite += counts;
    least = counts ? smaller(v, least) : least;
    most = counts ? larger(v, most) : most;
    sum += counts ? v : 0;
  }
  mins[item] = least;
  maxs[item] = most;
  sums[item] = sum;
  finites[item] = finite;
  nans[item] = nan;
  add(sums, item);
  add(finites, item);
  add(nans, item);
  double mean = sums[0] / finites[0];
  for (int i = item; i < count; i += ITEMS) {
    double v = VALUE(A, image, from + i);
    square += fabs(v) < INFINITY ? (v - mean) * (v - mean) : 0;
  }
  squares[item] = square;
  add(squares, item);
  if (item > 0) return;
  for (int i = 1; i < ITEMS; i++) {
    least = smaller(mins[i], least);
    most = larger(maxs[i], most);
  }
  global double *out = summaries + get_group_id(0) * NUMBERS;
  out[MIN] = least;
  out[MAX] = most;
  out[MEAN] = mean;
  out[SQUARES] = squares[0];
  out[NANS] = nans[0];
  out[FINITE] = finites[0];
}
