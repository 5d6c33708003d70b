// SPDX-License-Identifier: Apache-2.0
// In front of every kernel file: reading the samples of an image. Basic operations on doubles are
// correctly rounded in OpenCL C, so what is worked out in the scalar backend's order is the same.
#pragma OPENCL EXTENSION cl_khr_fp64 : enable
#pragma OPENCL FP_CONTRACT OFF

// The ordinals of the Java enumerations. An image's type is a define of the build where a kernel
// is to be compiled for it: VALUE(A, image, i) is then the value of its sample i.
enum { UINT8, INT8, UINT16, INT16, UINT32, INT32, UINT64, INT64, FLOAT32, FLOAT64 };
enum { NEAREST, LINEAR, CUBIC };

typedef const global void *Array;

// Widened by hand: a device may take the floats below 2^-126 for zero.
static double widened(uint bits) {
  if ((bits & 0x7f800000) == 0) {
    double tiny = (double)(bits & 0x7fffff) * 0x1p-149;
    return bits >> 31 ? -tiny : tiny;
  }
  return (double)as_float(bits);
}

static double stored(Array array, int type, int i) {
  switch (type) {
    case UINT8:
      return ((const global uchar *)array)[i];
    case INT8:
      return ((const global char *)array)[i];
    case UINT16:
      return ((const global ushort *)array)[i];
    case INT16:
      return ((const global short *)array)[i];
    case UINT32:
      return ((const global uint *)array)[i];
    case INT32:
      return ((const global int *)array)[i];
    case UINT64:
      return ((const global ulong *)array)[i];
    case INT64:
      return ((const global long *)array)[i];
    case FLOAT32:
      return widened(((const global uint *)array)[i]);
    default:
      return ((const global double *)array)[i];
  }
}

// An image as a kernel gets it: its samples, and its rescale.
#define IMAGE(name) Array name, double name##_slope, double name##_intercept
#define VALUE(type, name, i) (name##_slope * stored(name, type, i) + name##_intercept)
