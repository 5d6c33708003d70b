// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * The attributes that are read (DICOM PS3.6); every other element of a file is skipped.
 *
 * <p>Sequences are marked, because in implicit VR nothing but the tag tells them from other values.
 */
enum Tag {
  TRANSFER_SYNTAX_UID(0x00020010),
  SPECIFIC_CHARACTER_SET(0x00080005),
  IMAGE_TYPE(0x00080008),
  SOP_CLASS_UID(0x00080016),
  SOP_INSTANCE_UID(0x00080018),
  ACQUISITION_TIME(0x00080032),
  CONTENT_TIME(0x00080033),
  MODALITY(0x00080060),
  SERIES_DESCRIPTION(0x0008103e),
  SLICE_THICKNESS(0x00180050),
  ECHO_TIME(0x00180081),
  SPACING_BETWEEN_SLICES(0x00180088),
  TRIGGER_TIME(0x00181060),
  SERIES_INSTANCE_UID(0x0020000e),
  SERIES_NUMBER(0x00200011),
  ACQUISITION_NUMBER(0x00200012),
  INSTANCE_NUMBER(0x00200013),
  IMAGE_POSITION_PATIENT(0x00200032),
  IMAGE_ORIENTATION_PATIENT(0x00200037),
  TEMPORAL_POSITION_IDENTIFIER(0x00200100),
  SAMPLES_PER_PIXEL(0x00280002),
  PHOTOMETRIC_INTERPRETATION(0x00280004),
  PLANAR_CONFIGURATION(0x00280006),
  NUMBER_OF_FRAMES(0x00280008),
  ROWS(0x00280010),
  COLUMNS(0x00280011),
  PIXEL_SPACING(0x00280030),
  BITS_ALLOCATED(0x00280100),
  BITS_STORED(0x00280101),
  HIGH_BIT(0x00280102),
  PIXEL_REPRESENTATION(0x00280103),
  PIXEL_PADDING_VALUE(0x00280120),
  PIXEL_PADDING_RANGE_LIMIT(0x00280121),
  WINDOW_CENTER(0x00281050),
  WINDOW_WIDTH(0x00281051),
  RESCALE_INTERCEPT(0x00281052),
  RESCALE_SLOPE(0x00281053),
  RESCALE_TYPE(0x00281054),
  VOI_LUT_FUNCTION(0x00281056),
  MODALITY_LUT_SEQUENCE(0x00283000, true),
  UNITS(0x00541001),
  GRID_FRAME_OFFSET_VECTOR(0x3004000c),
  DOSE_UNITS(0x30040002),
  DOSE_GRID_SCALING(0x3004000e),
  SHARED_FUNCTIONAL_GROUPS_SEQUENCE(0x52009229, true),
  PER_FRAME_FUNCTIONAL_GROUPS_SEQUENCE(0x52009230, true),
  FLOAT_PIXEL_DATA(0x7fe00008),
  DOUBLE_FLOAT_PIXEL_DATA(0x7fe00009),
  PIXEL_DATA(0x7fe00010);

  private static final Map<Integer, Tag> BY_NUMBER =
      Arrays.stream(values()).collect(Collectors.toMap(t -> t.number, Function.identity()));

  private final int number;
  private final boolean sequence;

  Tag(int number) {
    this(number, false);
  }

  Tag(int number, boolean sequence) {
    this.number = number;
    this.sequence = sequence;
  }

  /** The attribute of a tag number (group in the upper half), or null for one that is not read. */
  static Tag of(int number) {
    return BY_NUMBER.get(number);
  }

  boolean isSequence() {
    return sequence;
  }

  boolean isPixelData() {
    return this == PIXEL_DATA || this == FLOAT_PIXEL_DATA || this == DOUBLE_FLOAT_PIXEL_DATA;
  }

  /** A tag number as the standard writes it: "(0028,0010)". */
  static String hex(int number) {
    return String.format(Locale.ROOT, "(%04x,%04x)", number >>> 16, number & 0xffff);
  }

  /** The attribute's name in words and its number: "rows (0028,0010)". */
  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT).replace('_', ' ') + " " + hex(number);
  }
}
