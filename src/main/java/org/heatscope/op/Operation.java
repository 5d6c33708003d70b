// SPDX-License-Identifier: Apache-2.0
package org.heatscope.op;

/**
 * What a backend can compute: the interfaces of this package, each with the record of its
 * parameters.
 *
 * <p>Unless an operation says otherwise: inputs are {@code Samples} of any stored type and their
 * values count, after the rescale. Results are written to {@code Samples} of plain floats that the
 * caller provides, of the size that the operation names and none of them an input; an image that
 * the session made keeps its result on the device until somebody looks at it. Indices of voxels
 * start at 0, a voxel's centre is at its index.
 */
public interface Operation {}
