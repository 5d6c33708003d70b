// SPDX-License-Identifier: Apache-2.0
// What a machine can do: every workload as a few short loops, fused so that the data pass once and
// written so that the compiler vectorises them. Volumes have x fastest; borders reflect as
// (c b a | a b c). Taken in turns with the engine by yardstick.py, which compiles this file.
#include <math.h>
#include <omp.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#ifdef __SSE__
#include <immintrin.h>
#endif

enum { MAX_THREADS = 64, BLOCK = 1024, LANES = 16, STEP = 64 };

// 64 bytes wherever they lie: one register or several, as the machine has them.
typedef float lanes __attribute__((vector_size(4 * LANES), aligned(4), may_alias));

static inline int smaller(int a, int b) { return a < b ? a : b; }
static inline float clamp(float v, float low, float high) { return v < low ? low : v > high ? high : v; }
static float *floats(size_t n) { return aligned_alloc(64, (4 * n + 63) / 64 * 64); }

static inline int reflect(int i, int n) {
  while (i < 0 || i >= n) i = i < 0 ? -1 - i : 2 * n - 1 - i;
  return i;
}

// Past the caches, so that the target is not read first. The target is aligned by 64 bytes, n a multiple of 16.
static inline void stream(float *to, const float *from, size_t n) {
#if defined __AVX512F__
  for (size_t i = 0; i < n; i += 16) _mm512_stream_ps(to + i, _mm512_loadu_ps(from + i));
#elif defined __SSE__
  for (size_t i = 0; i < n; i += 4) _mm_stream_ps(to + i, _mm_loadu_ps(from + i));
#else
  memcpy(to, from, 4 * n);
#endif
}

static inline void streamed(void) {
#ifdef __SSE__
  _mm_sfence();
#endif
}

// The part of n values that this thread of the team takes, cut at multiples of 64.
static size_t part(size_t n, int end) {
  size_t k = omp_get_thread_num() + end, teams = omp_get_num_threads();
  return k == teams ? n : n / teams * k / 64 * 64;
}

void threads(int n) { omp_set_num_threads(smaller(n, MAX_THREADS)); }

void copy(float *to, const float *from, size_t n) {
#pragma omp parallel
  {
    stream(to + part(n, 0), from + part(n, 0), part(n, 1) - part(n, 0));
    streamed();
  }
}

// W1, W2. RGBA of the scan, (scan - start) * gain as grey, with the map over it where |map| is above the
// threshold: grey * (1 - alpha) + alpha * color. The 256 colors come multiplied by alpha, in quarters, with
// 10 bits a channel, so that one load and one addition serve all three. scan has 8 bits without or 16 with
// a sign; n is a multiple of 64.
void overlay(uint32_t *out, const void *scan, int bits, const float *map, size_t n, const uint32_t *colors,
             float start, float gain, float low, float high, float threshold, float alpha) {
  float scale = 256 / (high - low), rest = 4 * (1 - alpha);
#pragma omp parallel
  {
#pragma omp for schedule(static)
    for (size_t b = 0; b < n; b += STEP) {
      float grey[STEP];
      uint32_t rgba[STEP];
      if (bits == 8)
        for (int i = 0; i < STEP; i++) grey[i] = ((const uint8_t *)scan)[b + i];
      else
        for (int i = 0; i < STEP; i++) grey[i] = ((const int16_t *)scan)[b + i];
      for (int i = 0; i < STEP; i++) {
        float v = map[b + i], g = clamp((grey[i] - start) * gain, 0, 255);
        uint32_t color = colors[(int)clamp((v - low) * scale, 0, 255)];
        int on = fabsf(v) > threshold;
        // 2.5: half a quarter to round here, half a level to round below.
        uint32_t sum = (on ? color : 0) + (uint32_t)(int)(g * (on ? rest : 4) + 2.5f) * (1 | 1 << 10 | 1 << 20);
        rgba[i] = (sum >> 2 & 0xff) | (sum >> 4 & 0xff00) | (sum >> 6 & 0xff0000) | 0xff000000u;
      }
      stream((float *)(out + b), (float *)rgba, STEP);
    }
    streamed();
  }
}

// Linear between two neighbours, loaded as one (little endian).
typedef uint64_t pair __attribute__((aligned(4), may_alias));
static inline float between(const float *at, float f) {
  uint64_t both = *(const pair *)at;
  uint32_t bits = both, next_bits = both >> 32;
  float v, next;
  memcpy(&v, &bits, 4);
  memcpy(&next, &next_bits, 4);
  return v + f * (next - v);
}

// W3. out[p] is in at t p, linear between the voxels, the nearest voxel outside; t has 3 rows of 4 in the
// order x, y, z. The image has at least 2 voxels on each axis; ox is a multiple of 16.
void resample(float *out, int ox, int oy, int oz, const float *in, int nx, int ny, int nz, const float *t) {
#pragma omp parallel
  {
    float *restrict row = floats(ox);
#pragma omp for schedule(static) collapse(2)
    for (int z = 0; z < oz; z++)
      for (int y = 0; y < oy; y++) {
        float x0 = t[1] * y + t[2] * z + t[3], y0 = t[5] * y + t[6] * z + t[7], z0 = t[9] * y + t[10] * z + t[11];
        for (int x = 0; x < ox; x++) {
          float fx = clamp(t[0] * x + x0, 0, nx - 1), fy = clamp(t[4] * x + y0, 0, ny - 1),
                fz = clamp(t[8] * x + z0, 0, nz - 1);
          int i = smaller((int)fx, nx - 2), j = smaller((int)fy, ny - 2), k = smaller((int)fz, nz - 2);
          int a = (k * ny + j) * nx + i, b = a + nx, c = a + nx * ny, d = c + nx;
          fx -= i, fy -= j, fz -= k;
          float av = between(in + a, fx), bv = between(in + b, fx), cv = between(in + c, fx), dv = between(in + d, fx);
          float near = av + fy * (bv - av), far = cv + fy * (dv - cv);
          row[x] = near + fz * (far - near);
        }
        stream(out + ((size_t)z * oy + y) * ox, row, ox);
      }
    streamed();
    free(row);
  }
}

// The sum of 2 r + 1 rows of n values, those at distance k of the middle weighted by w[k]; n a multiple of 64.
static void weigh(float *out, const float *const *rows, const float *w, int r, int n) {
  for (int x = 0; x < n; x += 4 * LANES) {
    lanes sum[4];
    for (int u = 0; u < 4; u++) sum[u] = w[0] * *(const lanes *)(rows[r] + x + u * LANES);
    for (int k = 1; k <= r; k++)
      for (int u = 0; u < 4; u++)
        sum[u] += w[k] * (*(const lanes *)(rows[r - k] + x + u * LANES) + *(const lanes *)(rows[r + k] + x + u * LANES));
    for (int u = 0; u < 4; u++) *(lanes *)(out + x + u * LANES) = sum[u];
  }
}

// A row with its reflections on both sides, summed along itself.
static void weigh_along(float *out, const float *in, float *wide, const float **rows, const float *w, int r, int n) {
  memcpy(wide + r, in, 4 * n);
  for (int x = 1; x <= r; x++) {
    wide[r - x] = in[reflect(-x, n)];
    wide[r + n - 1 + x] = in[reflect(n - 1 + x, n)];
  }
  for (int k = 0; k <= 2 * r; k++) rows[k] = wide + k;
  weigh(out, rows, w, r, n);
}

// W4, W9. Gaussian blur by w[0..r]. x and y of a slice in one go, then z through tiles of rows that lie
// close together: rows at a stride of a power of two would share a few cache lines. nx is a multiple of 64;
// along an axis of one voxel nothing is to be done.
void blur(float *out, const float *in, float *between, int nx, int ny, int nz, const float *w, int r) {
  size_t slice = (size_t)nx * ny;
  int stride = nx + LANES, tile = smaller(nx, 256);
#pragma omp parallel
  {
    float *wide = floats(nx + 2 * r), *rows_x = floats((size_t)stride * ny), *tiles = floats((size_t)tile * nz);
    float row[256];
    const float **rows = malloc((2 * r + 1) * sizeof *rows);
#pragma omp for schedule(static)
    for (int z = 0; z < nz; z++) {
      for (int y = 0; y < ny; y++)
        weigh_along(ny > 1 ? rows_x + y * stride : between + z * slice, in + z * slice + (size_t)y * nx, wide, rows, w, r, nx);
      for (int y = 0; ny > 1 && y < ny; y++) {
        for (int k = -r; k <= r; k++) rows[k + r] = rows_x + reflect(y + k, ny) * stride;
        weigh(between + z * slice + (size_t)y * nx, rows, w, r, nx);
      }
    }
#pragma omp for schedule(static) collapse(2)
    for (int y = 0; y < ny; y++)
      for (int x = 0; x < nx; x += tile) {
        size_t at = (size_t)y * nx + x;
        int n = smaller(tile, nx - x);
        for (int z = 0; z < nz; z++) memcpy(tiles + z * tile, between + z * slice + at, 4 * n);
        for (int z = 0; z < nz; z++) {
          for (int k = -r; k <= r; k++) rows[k + r] = tiles + reflect(z + k, nz) * tile;
          weigh(row, rows, w, r, n);
          stream(out + z * slice + at, row, n);
        }
      }
    streamed();
    free(wide), free(rows_x), free(tiles), free(rows);
  }
}

// W5. Mean and standard deviation in boxes of SIDE on each axis. Sums of (v - v0) and of its square along x
// and y for bands of rows, the last SIDE slices of which stay in the cache for the sums along z.
enum { RADIUS = 3, SIDE = 2 * RADIUS + 1, BAND = 16 };

static inline void add_rows(float *out, const float *const *rows, int n) {
  for (int x = 0; x < n; x++) {
    float sum = 0;
    for (int k = 0; k < SIDE; k++) sum += rows[k][x];
    out[x] = sum;
  }
}

void box_statistics(float *mean, float *deviation, const float *in, int nx, int ny, int nz) {
  size_t slice = (size_t)nx * ny;
  int stride = nx + LANES;
  float v0 = in[0], share = 1.f / (SIDE * SIDE * SIDE);
#pragma omp parallel
  {
    float *wide = floats(nx + 2 * RADIUS), *squares = floats(nx + 2 * RADIUS), *m = floats(nx), *d = floats(nx);
    float *along[2], *ring[2];
    for (int q = 0; q < 2; q++) {
      along[q] = floats((BAND + 2 * RADIUS) * stride);
      ring[q] = floats(SIDE * BAND * stride);
    }
    const float *rows[SIDE];
#pragma omp for schedule(static)
    for (int y0 = 0; y0 < ny; y0 += BAND) {
      int band = smaller(BAND, ny - y0);
      for (int z = -RADIUS; z < nz + RADIUS; z++) {
        for (int y = 0; y < band + 2 * RADIUS; y++) {
          const float *row = in + reflect(z, nz) * slice + (size_t)reflect(y0 + y - RADIUS, ny) * nx;
          for (int x = 0; x < nx; x++) wide[x + RADIUS] = row[x] - v0;
          for (int x = 1; x <= RADIUS; x++) {
            wide[RADIUS - x] = row[reflect(-x, nx)] - v0;
            wide[RADIUS + nx - 1 + x] = row[reflect(nx - 1 + x, nx)] - v0;
          }
          for (int x = 0; x < nx + 2 * RADIUS; x++) squares[x] = wide[x] * wide[x];
          for (int k = 0; k < SIDE; k++) rows[k] = wide + k;
          add_rows(along[0] + y * stride, rows, nx);
          for (int k = 0; k < SIDE; k++) rows[k] = squares + k;
          add_rows(along[1] + y * stride, rows, nx);
        }
        int slot = (z + SIDE) % SIDE * BAND;
        for (int q = 0; q < 2; q++)
          for (int y = 0; y < band; y++) {
            for (int k = 0; k < SIDE; k++) rows[k] = along[q] + (y + k) * stride;
            add_rows(ring[q] + (slot + y) * stride, rows, nx);
          }
        for (int y = 0; z >= RADIUS && y < band; y++) {
          size_t at = (z - RADIUS) * slice + (size_t)(y0 + y) * nx;
          for (int k = 0; k < SIDE; k++) rows[k] = ring[0] + (k * BAND + y) * stride;
          add_rows(m, rows, nx);
          for (int k = 0; k < SIDE; k++) rows[k] = ring[1] + (k * BAND + y) * stride;
          add_rows(d, rows, nx);
          for (int x = 0; x < nx; x++) {
            float a = m[x] * share;
            d[x] = sqrtf(fmaxf(d[x] * share - a * a, 0));
            m[x] = a + v0;
          }
          stream(mean + at, m, nx);
          stream(deviation + at, d, nx);
        }
      }
    }
    streamed();
    free(wide), free(squares), free(m), free(d), free(along[0]), free(along[1]), free(ring[0]), free(ring[1]);
  }
}

// Integers in the order of the floats.
static inline uint32_t key(uint32_t bits) { return bits ^ ((uint32_t)((int32_t)bits >> 31) | 0x80000000u); }
static inline uint32_t bits_of(uint32_t key) { return key >> 31 ? key ^ 0x80000000u : ~key; }

// The value of a rank among keys that agree in their upper 12 bits: two digits of 10 bits.
static uint32_t ranked(uint32_t *keys, size_t n, size_t rank) {
  for (int shift = 10; shift >= 0; shift -= 10) {
    size_t counts[1024] = {0}, kept = 0;
    uint32_t digit = 0;
    for (size_t i = 0; i < n; i++) counts[keys[i] >> shift & 1023]++;
    for (; rank >= counts[digit]; digit++) rank -= counts[digit];
    for (size_t i = 0; i < n; i++)
      if ((keys[i] >> shift & 1023) == digit) keys[kept++] = keys[i];
    n = kept;
  }
  return keys[0];
}

// The keys of one bucket of the upper 12 bits; most eights of values have none.
static void keep(uint32_t *kept, const uint32_t *v, size_t begin, size_t end, uint32_t bucket) {
  uint8_t wanted[BLOCK];
  for (size_t b = begin; b < end; b += BLOCK) {
    int m = end - b < BLOCK ? end - b : BLOCK;
    for (int i = 0; i < m; i++) wanted[i] = key(v[b + i]) >> 20 == bucket;
    for (int i = 0; i < m; i += 8) {
      uint64_t any = 1;
      if (i + 8 <= m) memcpy(&any, wanted + i, 8);
      for (int j = i; any && j < smaller(i + 8, m); j++)
        if (wanted[j]) *kept++ = key(v[b + j]);
    }
  }
}

// W6. The values of two ranks (from 0) among n floats, exact: the upper 12 bits counted, then the members of the
// bucket that holds the rank.
void select_two(const uint32_t *v, size_t n, const int64_t *ranks, uint32_t *out) {
  static uint32_t counts[MAX_THREADS][4][4096];
  memset(counts, 0, sizeof counts);
#pragma omp parallel
  {
    uint32_t (*mine)[4096] = counts[omp_get_thread_num()];
    size_t i = part(n, 0), end = part(n, 1);
    for (; i + 3 < end; i += 4)
      for (int u = 0; u < 4; u++) mine[u][key(v[i + u]) >> 20]++;
    for (; i < end; i++) mine[0][key(v[i]) >> 20]++;
  }
  for (int q = 0; q < 2; q++) {
    size_t rank = ranks[q], total = 0, begin[MAX_THREADS + 1] = {0};
    uint32_t bucket = 0;
    for (;; bucket++) {
      total = 0;
      for (int t = 0; t < MAX_THREADS; t++) {
        for (int u = 0; u < 4; u++) total += counts[t][u][bucket];
        begin[t + 1] = total;
      }
      if (rank < total) break;
      rank -= total;
    }
    uint32_t *kept = malloc(4 * total);
#pragma omp parallel
    keep(kept + begin[omp_get_thread_num()], v, part(n, 0), part(n, 1), bucket);
    out[q] = bits_of(ranked(kept, total, rank));
    free(kept);
  }
}

// W6_HISTOGRAM. Counts of 256 bins from low to high; values outside count at the ends.
void histogram(const float *v, size_t n, float low, float high, int64_t *out) {
  float scale = 256 / (high - low);
  memset(out, 0, 256 * sizeof *out);
#pragma omp parallel
  {
    uint32_t counts[4][256] = {{0}};
    int bins[BLOCK];
#pragma omp for schedule(static)
    for (size_t b = 0; b < n; b += BLOCK) {
      int m = n - b < BLOCK ? n - b : BLOCK, i = 0;
      for (int j = 0; j < m; j++) bins[j] = (int)clamp((v[b + j] - low) * scale, 0, 255);
      for (; i + 3 < m; i += 4)
        for (int u = 0; u < 4; u++) counts[u][bins[i + u]]++;
      for (; i < m; i++) counts[0][bins[i]]++;
    }
#pragma omp critical
    for (int j = 0; j < 256; j++) out[j] += (int64_t)counts[0][j] + counts[1][j] + counts[2][j] + counts[3][j];
  }
}

// W7. out[i][p] is the sum over the channels c of w[i][c] * a[i][c][p], for maps of 49 values.
enum { PLACES = 49 };
void channel_sum(float *out, const float *a, const float *w, int images, int channels) {
#pragma omp parallel for schedule(static)
  for (int i = 0; i < images; i++) {
    lanes sum[3] = {{0}};
    float last = 0;
    for (int c = 0; c < channels; c++) {
      const float *map = a + ((size_t)i * channels + c) * PLACES;
      float weight = w[(size_t)i * channels + c];
      for (int u = 0; u < 3; u++) sum[u] += weight * *(const lanes *)(map + u * LANES);
      last += weight * map[3 * LANES];
    }
    memcpy(out + i * PLACES, sum, sizeof sum);
    out[i * PLACES + 3 * LANES] = last;
  }
}

// W8. Mean, standard deviation (n - 1) and their ratio over the frames, each of n samples.
void temporal_statistics(float *mean, float *deviation, float *snr, const int16_t *in, size_t n, int frames) {
#pragma omp parallel for schedule(static)
  for (size_t b = 0; b < n; b += BLOCK) {
    int m = n - b < BLOCK ? n - b : BLOCK, sum[BLOCK] = {0};
    float squares[BLOCK] = {0};
    for (int t = 1; t < frames; t++)
      for (int i = 0; i < m; i++) {
        int d = in[t * n + b + i] - in[b + i];
        sum[i] += d;
        squares[i] += (float)d * d;
      }
    for (int i = 0; i < m; i++) {
      float shift = (float)sum[i] / frames, sd = sqrtf(fmaxf(squares[i] - shift * sum[i], 0) / (frames - 1));
      mean[b + i] = in[b + i] + shift;
      deviation[b + i] = sd;
      snr[b + i] = (in[b + i] + shift) / sd;
    }
  }
}

// W9. How many points fall in each pixel. Each thread counts a band of rows; what lies outside it goes to a spare.
void count_points(float *out, int nx, int ny, const double *x, const double *y, size_t n) {
#pragma omp parallel
  {
    int k = omp_get_thread_num(), team = omp_get_num_threads();
    size_t begin = (size_t)ny * k / team * nx, size = (size_t)ny * (k + 1) / team * nx - begin;
    float *band = out + begin, spare = 0;
    memset(band, 0, 4 * size);
    for (size_t i = 0; i < n; i++) {
      size_t at = (size_t)(int)y[i] * nx + (int)x[i] - begin;
      float *to = at < size ? band + at : &spare;
      *to += 1;
    }
  }
}
