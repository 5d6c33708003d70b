// SPDX-License-Identifier: Apache-2.0
// Summaries of the pieces of an image, a piece a group: its sums first, then the squared deviations
// from its own mean. A is the type of the samples; ITEMS make a group and do LANES samples each.
enum { PIECE = 2048, LANES_OF_ALL = ITEMS * LANES };
enum { MIN, MAX, MEAN, SQUARES, NANS, FINITE, NUMBERS };

// Whole numbers that order as doubles do, with -0 below 0 as in Java; its own inverse.
static Longs ordered(Longs bits) { return bits ^ (bits >> 63 & LONG_MAX); }

static double number(long key) { return as_double(key ^ (key >> 63 & LONG_MAX)); }

// The first number of a table becomes the sum of all; every item comes here.
static void add(local double *table, int item) {
  barrier(CLK_LOCAL_MEM_FENCE);
  for (int rest = LANES_OF_ALL / 2; rest > 0; rest /= 2) {
    for (int s = item; s < rest; s += ITEMS) table[s] += table[s + rest];
    barrier(CLK_LOCAL_MEM_FENCE);
  }
}

// The values of a vector of a piece; the last one starts early enough to be whole, and its values
// before i, which another item has, are infinite: they do not count.
#define PIECE_VALUES(i) \
  ((i) + LANES <= end ? VALUES(A, image, i) : last_values(VALUES(A, image, end - LANES), (i) + LANES - end))

static Doubles last_values(Doubles v, int others) {
  double lanes[LANES];
  STORE(v, lanes);
  for (int k = 0; k < others; k++) lanes[k] = INFINITY;
  return LOAD(lanes);
}

kernel void reduce(IMAGE(image), int n, global double *summaries) {
  local long mins[LANES_OF_ALL], maxs[LANES_OF_ALL];
  local double sums[LANES_OF_ALL], finites[LANES_OF_ALL], nans[LANES_OF_ALL],
      squares[LANES_OF_ALL];
  int item = get_local_id(0);
  int from = get_group_id(0) * PIECE;
  int end = from + min((int)PIECE, n - from);
  Longs least = LONG_MAX, most = LONG_MIN, finite = 0, nan = 0;
  Doubles sum = 0, square = 0;
  for (int i = from + item * LANES; i < end; i += LANES_OF_ALL) {
    Doubles v = PIECE_VALUES(i);
    Longs key = ordered(AS(long, v));
    nan += ONES(v != v);
    finite += ONES(fabs(v) < INFINITY);
    Longs low = fabs(v) < INFINITY ? key : LONG_MAX;
    Longs high = fabs(v) < INFINITY ? key : LONG_MIN;
    least = low < least ? low : least;
    most = high > most ? high : most;
    sum += fabs(v) < INFINITY ? v : 0;
  }
  STORE(least, mins + item * LANES);
  STORE(most, maxs + item * LANES);
  STORE(sum, sums + item * LANES);
  STORE(CONVERT(double, finite), finites + item * LANES);
  STORE(CONVERT(double, nan), nans + item * LANES);
  add(sums, item);
  add(finites, item);
  add(nans, item);
  double mean = sums[0] / finites[0];
  for (int i = from + item * LANES; i < end; i += LANES_OF_ALL) {
    Doubles v = PIECE_VALUES(i);
    Doubles d = fabs(v) < INFINITY ? v - mean : 0;
    square += d * d;
  }
  STORE(square, squares + item * LANES);
  add(squares, item);
  if (item > 0) return;
  long first = LONG_MAX, last = LONG_MIN;
  for (int i = 0; i < LANES_OF_ALL; i++) {
    first = min(first, mins[i]);
    last = max(last, maxs[i]);
  }
  global double *out = summaries + get_group_id(0) * NUMBERS;
  out[MIN] = number(first);
  out[MAX] = number(last);
  out[MEAN] = mean;
  out[SQUARES] = squares[0];
  out[NANS] = nans[0];
  out[FINITE] = finites[0];
}
