// SPDX-License-Identifier: Apache-2.0
package org.heatscope.render;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;

class CanvasTest {
  private static final int WHITE = 0xffffff;
  private static final int BLACK = 0x000000;

  /** Black ink on white, in pixels, from the red bytes. */
  static double ink(Canvas canvas) {
    double ink = 0;
    for (int pixel : canvas.rgba()) {
      ink += (255 - (pixel & 255)) / 255.0;
    }
    return ink;
  }

  /** Red bytes of a row. */
  private static int[] row(Canvas canvas, int y) {
    int[] reds = new int[canvas.width()];
    for (int x = 0; x < reds.length; x++) {
      reds[x] = canvas.rgba()[y * canvas.width() + x] & 255;
    }
    return reds;
  }

  @Test
  void coloursArePackedWithRedLowest() {
    Canvas canvas = new Canvas(2, 1, 0x102030);
    canvas.fill(1, 0, 1, 1, 0xa0b0c0);
    assertArrayEquals(new int[] {0xff302010, 0xffc0b0a0}, canvas.rgba());
  }

  @Test
  void halfCoverageRoundsHalfUp() {
    Canvas canvas = new Canvas(1, 1, WHITE);
    canvas.fillPolygon(new double[] {0, 0.5, 0.5, 0}, new double[] {0, 0, 1, 1}, 0x00ff0a);
    // red 255 to 0: 127.5; green stays; blue 255 to 10: 132.5.
    assertEquals(0xff85ff80, canvas.rgba()[0]);
  }

  @Test
  void fillIsCutAtEveryBorder() {
    Canvas canvas = new Canvas(4, 3, WHITE);
    canvas.fill(-2, -2, 3, 3, BLACK);
    canvas.fill(3, 2, Integer.MAX_VALUE, Integer.MAX_VALUE, BLACK);
    canvas.fill(10, 10, 5, 5, BLACK);
    canvas.fill(1, 1, -5, 2, BLACK);
    assertArrayEquals(new int[] {0, 255, 255, 255}, row(canvas, 0));
    assertArrayEquals(new int[] {255, 255, 255, 255}, row(canvas, 1));
    assertArrayEquals(new int[] {255, 255, 255, 0}, row(canvas, 2));
  }

  @Test
  void blitIsCutAtEveryBorder() {
    int[] picture = {1, 2, 3, 4, 5, 6};
    Canvas canvas = new Canvas(3, 2, BLACK);
    canvas.blit(picture, 3, 2, -1, -1);
    canvas.blit(picture, 3, 2, 2, 1);
    canvas.blit(picture, 3, 2, 3, 0);
    int black = 0xff000000;
    assertArrayEquals(new int[] {5, 6, black, black, black, 1}, canvas.rgba());
  }

  @Test
  void aLineAlongPixelCentresIsSharp() {
    Canvas canvas = new Canvas(5, 3, WHITE);
    canvas.line(1, 1.5, 4, 1.5, 1, BLACK);
    assertArrayEquals(new int[] {255, 255, 255, 255, 255}, row(canvas, 0));
    assertArrayEquals(new int[] {255, 0, 0, 0, 255}, row(canvas, 1));
    assertArrayEquals(new int[] {255, 255, 255, 255, 255}, row(canvas, 2));
  }

  @Test
  void aSlantedLineHasTheAreaOfItsLengthTimesItsWidth() {
    Canvas canvas = new Canvas(100, 100, WHITE);
    canvas.line(10, 20, 70, 65, 2, BLACK);
    // 3-4-5: 75 long. Bytes round by up to 1/510 in each of about 300 pixels.
    assertEquals(150, ink(canvas), 0.3);
  }

  @Test
  void aLineWithoutLengthOrOffTheCanvasLeavesNoMark() {
    Canvas canvas = new Canvas(10, 10, WHITE);
    canvas.line(5, 5, 5, 5, 2, BLACK);
    canvas.line(-5, -5, 20, -5, 2, BLACK);
    assertEquals(0, ink(canvas));
  }

  @Test
  void aRectangleIsABorderWithSquareCorners() {
    Canvas canvas = new Canvas(6, 5, WHITE);
    canvas.rectangle(1.5, 1.5, 3, 2, 1, BLACK);
    assertArrayEquals(new int[] {255, 255, 255, 255, 255, 255}, row(canvas, 0));
    assertArrayEquals(new int[] {255, 0, 0, 0, 0, 255}, row(canvas, 1));
    assertArrayEquals(new int[] {255, 0, 255, 255, 0, 255}, row(canvas, 2));
    assertArrayEquals(new int[] {255, 0, 0, 0, 0, 255}, row(canvas, 3));
  }

  @Test
  void aRectangleNarrowerThanItsStrokeIsFull() {
    Canvas canvas = new Canvas(10, 10, WHITE);
    canvas.rectangle(4, 4, 1, 1, 2, BLACK);
    assertEquals(9, ink(canvas));
  }

  @Test
  void textOverEachBorderIsCut() {
    Canvas whole = new Canvas(300, 100, WHITE);
    whole.text("Hxg", 100, 60, 40, BLACK, Align.LEFT, VAlign.BASELINE);
    Canvas cut = new Canvas(30, 20, WHITE);
    // The same text seen through a window whose corner is at (110, 40).
    cut.text("Hxg", -10, 20, 40, BLACK, Align.LEFT, VAlign.BASELINE);
    for (int y = 0; y < 20; y++) {
      int from = (y + 40) * 300 + 110;
      assertArrayEquals(
          Arrays.copyOfRange(whole.rgba(), from, from + 30),
          Arrays.copyOfRange(cut.rgba(), y * 30, y * 30 + 30));
    }
    assertTrue(ink(cut) > 50);
  }

  @Test
  void textBesideTheCanvasLeavesNoMark() {
    Canvas canvas = new Canvas(20, 20, WHITE);
    canvas.text("Hxg", 1e6, 10, 12, BLACK, Align.LEFT, VAlign.BASELINE);
    canvas.text("Hxg", 10, -1e12, 12, BLACK, Align.LEFT, VAlign.BASELINE);
    canvas.textVertical("Hxg", 10, -500, 12, BLACK, Align.LEFT, VAlign.TOP);
    canvas.text("", 10, 10, 12, BLACK, Align.CENTER, VAlign.MIDDLE);
    assertEquals(0, ink(canvas));
  }

  @Test
  void capitalsStandOnTheLineThatTheAlignmentNames() {
    // H is 1456/2048 of 64 = 45.5 pixels high; its sides are 85.5 and 1370/2048 of 64 across.
    int[] top = inkRows(VAlign.TOP);
    int[] middle = inkRows(VAlign.MIDDLE);
    int[] baseline = inkRows(VAlign.BASELINE);
    // The baseline is at 100 + 45.5 rounded up to 146, 100 + 22.75 to 123, and 100.
    assertArrayEquals(new int[] {100, 146}, top);
    assertArrayEquals(new int[] {77, 123}, middle);
    assertArrayEquals(new int[] {54, 100}, baseline);
  }

  private static int[] inkRows(VAlign align) {
    Canvas canvas = new Canvas(100, 200, WHITE);
    canvas.text("H", 10, 100, 64, BLACK, Align.LEFT, align);
    int first = 0;
    while (Arrays.stream(row(canvas, first)).allMatch(v -> v == 255)) {
      first++;
    }
    int last = 200;
    while (Arrays.stream(row(canvas, last - 1)).allMatch(v -> v == 255)) {
      last--;
    }
    return new int[] {first, last};
  }

  @Test
  void alignmentMovesTextByItsWidth() {
    double width = Canvas.textWidth("mm", 16);
    Canvas left = new Canvas(100, 30, WHITE);
    left.text("mm", 50 - width / 2, 20, 16, BLACK, Align.LEFT, VAlign.BASELINE);
    Canvas center = new Canvas(100, 30, WHITE);
    center.text("mm", 50, 20, 16, BLACK, Align.CENTER, VAlign.BASELINE);
    Canvas right = new Canvas(100, 30, WHITE);
    right.text("mm", 50 + width / 2, 20, 16, BLACK, Align.RIGHT, VAlign.BASELINE);
    assertArrayEquals(left.rgba(), center.rgba());
    assertArrayEquals(left.rgba(), right.rgba());
    assertTrue(ink(left) > 20);
  }

  @Test
  void verticalTextIsTextTurnedCounterClockwise() {
    Canvas across = new Canvas(120, 40, WHITE);
    across.text("z (mm) Å", 30.25, 25, 16, BLACK, Align.LEFT, VAlign.BASELINE);
    Canvas up = new Canvas(40, 120, WHITE);
    up.textVertical("z (mm) Å", 25, 120 - 30.25, 16, BLACK, Align.LEFT, VAlign.BASELINE);
    for (int y = 0; y < 40; y++) {
      for (int x = 0; x < 120; x++) {
        int turned = up.rgba()[(119 - x) * 40 + y] & 255;
        assertEquals(across.rgba()[y * 120 + x] & 255, turned, 1, "at " + x + ", " + y);
      }
    }
    assertTrue(ink(across) > 50);
  }

  @Test
  void sizesWithoutPixelsOrTooManyAreRefused() {
    assertThrows(IllegalArgumentException.class, () -> new Canvas(0, 5, WHITE));
    assertThrows(IllegalArgumentException.class, () -> new Canvas(70_000, 70_000, WHITE));
  }
}
