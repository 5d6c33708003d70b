// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.gui.GenericDialog;
import ij.gui.Overlay;
import java.awt.Checkbox;
import java.awt.Choice;
import java.awt.TextField;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Vector;
import org.heatscope.io.Faults;

/** ImageJ's dialog for a tool, with a preview on the image in front. */
final class ToolDialog {
  private static final int COLUMNS = 24;

  private final Tool tool;
  private final ImagePlus image;
  private final GenericDialog dialog;
  private final Overlay before;

  ToolDialog(Tool tool, ImagePlus image) {
    this.tool = tool;
    this.image = image;
    before = image == null ? null : image.getOverlay();
    dialog = new GenericDialog(tool.name().replace("...", ""));
    tool.parameters().forEach(this::add);
    if (tool.hasPreview()) {
      dialog.addPreviewCheckbox(null);
      dialog.addDialogListener((d, event) -> preview());
    }
    dialog.addHelp(help());
  }

  private void add(Parameter p) {
    switch (p.kind()) {
      case NUMBER -> {
        if (p.low() == 0 && p.high() == 1) {
          dialog.addSlider(p.label(), 0, 1, Double.parseDouble(p.initial()), 0.05);
        } else {
          double initial = Double.parseDouble(p.initial());
          dialog.addNumericField(p.label(), initial, initial == Math.rint(initial) ? 0 : 3);
        }
      }
      case FLAG -> dialog.addCheckbox(p.label(), p.initial().equals("true"));
      case CHOICE -> dialog.addChoice(p.label(), p.choices().toArray(String[]::new), p.initial());
      case IMAGE -> dialog.addChoice(p.label(), others(), null);
      case FILE -> dialog.addFileField(p.label(), p.initial(), COLUMNS);
      default -> dialog.addStringField(p.label(), p.initial(), COLUMNS);
    }
  }

  /** The images that are open but for the one in front; last none. */
  private String[] others() {
    List<String> titles = new ArrayList<>(Images.titles());
    titles.remove(image.getTitle());
    titles.add("");
    return titles.toArray(String[]::new);
  }

  private String help() {
    StringBuilder html = new StringBuilder("<html><p>" + escaped(tool.summary()) + "</p><dl>");
    for (Parameter p : tool.parameters()) {
      html.append("<dt><b>" + escaped(p.label()) + "</b> (" + p.key() + ")</dt>");
      html.append("<dd>" + escaped(p.help()) + "</dd>");
    }
    return html + "</dl></html>";
  }

  private static String escaped(String s) {
    return s.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
  }

  /** Shows the dialog; empty: it was cancelled. */
  Optional<Settings> ask() {
    dialog.showDialog();
    if (tool.hasPreview()) {
      image.setOverlay(before);
    }
    return dialog.wasCanceled() ? Optional.empty() : Optional.of(settings());
  }

  /**
   * What the fields hold now. They are read themselves: the dialog's own reading would record flags
   * in a form that Fiji's macros do not have.
   */
  private Settings settings() {
    Iterator<?> texts = fields(dialog.getStringFields());
    Iterator<?> numbers = fields(dialog.getNumericFields());
    Iterator<?> flags = fields(dialog.getCheckboxes());
    Iterator<?> choices = fields(dialog.getChoices());
    Map<String, String> given = new LinkedHashMap<>();
    for (Parameter p : tool.parameters()) {
      given.put(
          p.key(),
          switch (p.kind()) {
            case NUMBER -> ((TextField) numbers.next()).getText();
            case FLAG -> Boolean.toString(((Checkbox) flags.next()).getState());
            case CHOICE, IMAGE -> ((Choice) choices.next()).getSelectedItem();
            default -> ((TextField) texts.next()).getText();
          });
    }
    return new Settings(tool.parameters(), given);
  }

  private static Iterator<?> fields(Vector<?> fields) {
    return fields == null ? List.of().iterator() : fields.iterator();
  }

  private boolean preview() {
    if (!dialog.isPreviewActive()) {
      image.setOverlay(before);
      return true;
    }
    try {
      StatusBar status = new StatusBar(tool.name(), () -> false);
      image.setOverlay(tool.preview(new Tool.Job(image, settings(), status)));
    } catch (StatusBar.Cancelled e) {
      image.setOverlay(before);
    } catch (IOException | RuntimeException | LinkageError e) {
      image.setOverlay(before);
      IJ.showStatus(Faults.message(e));
    }
    return true;
  }
}
