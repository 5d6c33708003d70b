/* SPDX-License-Identifier: Apache-2.0 */
/* Writes the ICS files with libics 1.6.6 (the format's reference library): make.sh calls it.
   make_ics OUT VERSION TYPE COMPRESSION UNIT { ORDER SIZE SCALE }... < samples
   VERSION: w1 (header and data apart) or w2; TYPE: u8 i16 f32 (samples in this machine's byte order); ORDER: x y z t ch ... */
#include <libics.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

int main(int n, char **a) {
  ICS *ics;
  size_t size[8], bytes = 1;
  int axes = (n - 6) / 3;
  Ics_DataType type = strcmp(a[3], "u8") == 0 ? Ics_uint8 : strcmp(a[3], "i16") == 0 ? Ics_sint16 : Ics_real32;
  Ics_Error e = IcsOpen(&ics, a[1], a[2]);
  for (int i = 0; i < axes; i++) bytes *= size[i] = atoi(a[7 + 3 * i]);
  bytes *= type == Ics_uint8 ? 1 : type == Ics_sint16 ? 2 : 4;
  void *data = malloc(bytes);
  if (e || fread(data, 1, bytes, stdin) != bytes) return 1;
  e = IcsSetLayout(ics, type, axes, size);
  if (!e) e = IcsSetData(ics, data, bytes);
  if (!e) e = IcsSetCompression(ics, strcmp(a[4], "gzip") == 0 ? IcsCompr_gzip : IcsCompr_uncompressed, 6);
  for (int i = 0; !e && i < axes; i++) {
    e = IcsSetOrder(ics, i, a[6 + 3 * i], a[6 + 3 * i]);
    const char *unit = strcmp(a[6 + 3 * i], "t") == 0 ? "s" : strcmp(a[6 + 3 * i], "ch") == 0 ? "undefined" : a[5];
    if (!e && strcmp(a[5], "none") != 0) e = IcsSetPosition(ics, i, 0, atof(a[8 + 3 * i]), unit);
  }
  if (!e) e = IcsClose(ics);
  if (e) fprintf(stderr, "%s\n", IcsGetErrorText(e));
  return e != 0;
}
