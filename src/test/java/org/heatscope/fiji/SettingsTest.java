// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** {@link Settings}, and the parameters of all tools. */
class SettingsTest {
  private static final Parameter TEXT = Parameter.text("text", "Text", "A text.", "initial");
  private static final Parameter VALUE = Parameter.number("value", "Value", "A number.", 2, 0, 10);
  private static final Parameter FLAG = Parameter.flag("flag", "Flag", "Yes or no.", false);
  private static final Parameter KIND =
      Parameter.choice("kind", "Kind", "One of two.", List.of("one", "two words"));
  private static final List<Parameter> ALL = List.of(TEXT, VALUE, FLAG, KIND);

  private static Settings macro(String options) {
    return Settings.ofMacro(ALL, options);
  }

  @Test
  void whatIsNotGivenHasItsInitialValue() {
    Settings s = macro("");
    assertEquals("initial", s.text(TEXT));
    assertEquals(2, s.number(VALUE));
    assertFalse(s.flag(FLAG));
    assertEquals("one", s.choice(KIND));
  }

  @Test
  void bracketsAndQuotesHoldBlanksAndNest() {
    assertEquals("a b", macro("text=[a b] value=3").text(TEXT));
    assertEquals("a [b] c", macro("text=[a [b] c]").text(TEXT));
    assertEquals("a b", macro("text='a b' value=3").text(TEXT));
    assertEquals("", macro("text=[]").text(TEXT));
    assertEquals("two words", macro("kind=[Two Words]").choice(KIND));
  }

  @Test
  void aKeyWithinAValueIsNoKey() {
    Settings s = macro("text=[value=7&flag] value=3");
    assertEquals("value=7&flag", s.text(TEXT));
    assertEquals(3, s.number(VALUE));
    assertFalse(s.flag(FLAG));
  }

  @Test
  void aFlagStandsAloneOrHasAValue() {
    assertTrue(macro("flag").flag(FLAG));
    assertTrue(macro("value=1 flag text=x").flag(FLAG));
    assertTrue(macro("flag=true").flag(FLAG));
    assertFalse(macro("flag=false").flag(FLAG));
  }

  @Test
  void faultsNameTheOption() {
    assertFault("value: '11' is not a number from 0 to 10", () -> macro("value=11").number(VALUE));
    assertFault("value: 'x' is not a number from 0 to 10", () -> macro("value=x").number(VALUE));
    assertFault(
        "kind: 'three' is not one of one, two words", () -> macro("kind=three").choice(KIND));
    assertFault(
        "there is no option 'vlaue' here; known: text, value, flag, kind", () -> macro("vlaue=1"));
    assertFault("a value has no end: [a b", () -> macro("text=[a b"));
  }

  private static void assertFault(String message, Runnable work) {
    assertEquals(message, assertThrows(IllegalArgumentException.class, work::run).getMessage());
  }

  @Test
  void everyParameterHasAKeyThatMacrosCanFindAndAHelp() {
    for (Tool tool : Tools.list()) {
      Set<String> keys = new HashSet<>();
      for (Parameter p : tool.parameters()) {
        String what = tool.name() + " " + p.key();
        assertTrue(p.key().matches("[a-z]+"), what);
        assertTrue(keys.add(p.key()), what + " is there twice");
        assertFalse(p.help().isBlank(), what);
        assertTrue(
            p.kind() != Parameter.Kind.NUMBER
                || new Settings(List.of(p), Map.of()).number(p) <= p.high(),
            what);
      }
    }
  }
}
