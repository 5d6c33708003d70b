// SPDX-License-Identifier: Apache-2.0
package org.heatscope.fiji;

import ij.IJ;
import ij.ImagePlus;
import ij.Macro;
import ij.WindowManager;
import ij.gui.Overlay;
import ij.gui.Roi;
import ij.measure.ResultsTable;
import java.io.File;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.heatscope.io.Faults;
import org.scijava.ItemIO;
import org.scijava.command.DynamicCommand;
import org.scijava.command.DynamicCommandInfo;
import org.scijava.command.Previewable;
import org.scijava.module.DefaultMutableModuleItem;

/**
 * A tool as a command of SciJava's, whose inputs are the tool's parameters by their keys.
 *
 * <p>Inputs: {@code image}, an ImagePlus, the one in front unless given; then the tool's own, and
 * {@code preview}. Outputs: {@code picture}, an ImagePlus, and {@code table}, a ResultsTable, where
 * the tool makes them, and {@code regions}, an array of Roi; they are shown already where there is
 * a screen.
 */
public abstract class ToolCommand extends DynamicCommand implements Previewable {
  private static final String IMAGE = "image";
  private static final String PREVIEW = "preview";
  private static final String PICTURE = "picture";
  private static final String TABLE = "table";
  private static final String REGIONS = "regions";

  private final Tool tool;
  private Overlay before;
  private boolean previewed;
  private boolean named;

  ToolCommand(Tool tool) {
    this.tool = tool;
  }

  /** SciJava asks for it as soon as there is a context; then the inputs are named. */
  @Override
  public DynamicCommandInfo getInfo() {
    DynamicCommandInfo info = super.getInfo();
    if (!named) {
      named = true;
      name();
    }
    return info;
  }

  private void name() {
    if (tool.needsImage()) {
      input(IMAGE, ImagePlus.class);
    }
    tool.parameters().forEach(this::add);
    if (tool.hasPreview()) {
      DefaultMutableModuleItem<Boolean> item = input(PREVIEW, Boolean.class);
      item.setLabel("Preview");
      item.setDefaultValue(false);
      setInput(PREVIEW, false);
    }
    output(PICTURE, ImagePlus.class);
    output(TABLE, ResultsTable.class);
    output(REGIONS, Roi[].class);
  }

  private <T> DefaultMutableModuleItem<T> input(String name, Class<T> type) {
    DefaultMutableModuleItem<T> item = new DefaultMutableModuleItem<>(this, name, type);
    item.setRequired(false);
    // Values of an earlier run would change what a macro makes that leaves them out.
    item.setPersisted(false);
    getInfo().addInput(item);
    return item;
  }

  private <T> void output(String name, Class<T> type) {
    DefaultMutableModuleItem<T> item = new DefaultMutableModuleItem<>(this, name, type);
    item.setIOType(ItemIO.OUTPUT);
    getInfo().addOutput(item);
  }

  private void add(Parameter p) {
    switch (p.kind()) {
      case NUMBER -> {
        DefaultMutableModuleItem<Double> item = described(p, Double.class);
        item.setMinimumValue(p.low());
        item.setMaximumValue(p.high());
        initial(item, Double.valueOf(p.initial()));
      }
      case FLAG -> initial(described(p, Boolean.class), Boolean.valueOf(p.initial()));
      case FILE -> described(p, File.class);
      default -> {
        DefaultMutableModuleItem<String> item = described(p, String.class);
        if (p.kind() == Parameter.Kind.CHOICE) {
          item.setChoices(p.choices());
        } else if (p.kind() == Parameter.Kind.IMAGE && !Images.titles().isEmpty()) {
          item.setChoices(Images.titles());
        }
        initial(item, p.initial());
      }
    }
  }

  private <T> DefaultMutableModuleItem<T> described(Parameter p, Class<T> type) {
    DefaultMutableModuleItem<T> item = input(p.key(), type);
    item.setLabel(p.label());
    item.setDescription(p.help());
    return item;
  }

  private <T> void initial(DefaultMutableModuleItem<T> item, T value) {
    item.setDefaultValue(value);
    setInput(item.getName(), value);
  }

  /**
   * In a macro: what it says, in ImageJ's own form too, and nothing is asked for. A script that is
   * run by a macro may see the options of that.
   */
  @Override
  public void initialize() {
    String options = Macro.getOptions();
    List<String> keys = tool.parameters().stream().map(Parameter::key).toList();
    if (options == null || Collections.disjoint(Settings.parse(options).keySet(), keys)) {
      return;
    }
    try {
      Settings settings = Settings.ofMacro(tool.parameters(), options);
      tool.parameters().forEach(p -> resolve(p, settings));
      if (tool.hasPreview()) {
        resolveInput(PREVIEW);
      }
    } catch (IllegalArgumentException e) {
      fail(Faults.message(e));
    }
  }

  private void resolve(Parameter p, Settings settings) {
    setInput(
        p.key(),
        switch (p.kind()) {
          case NUMBER -> settings.number(p);
          case FLAG -> settings.flag(p);
          case FILE -> settings.file(p).map(Path::toFile).orElse(null);
          default -> settings.text(p);
        });
    resolveInput(p.key());
  }

  private ImagePlus image() {
    ImagePlus given = tool.needsImage() ? (ImagePlus) getInput(IMAGE) : null;
    return given != null || !tool.needsImage() ? given : WindowManager.getCurrentImage();
  }

  private Tool.Job job(ImagePlus image) {
    Map<String, String> given = new LinkedHashMap<>();
    for (Parameter p : tool.parameters()) {
      Object value = getInput(p.key());
      if (value != null) {
        given.put(p.key(), value instanceof Double d ? Settings.text(d) : value.toString());
      }
    }
    Settings settings = new Settings(tool.parameters(), given);
    return new Tool.Job(image, settings, new StatusBar(tool.name(), this::isCanceled));
  }

  @Override
  public void run() {
    clearPreview();
    ImagePlus image = image();
    if (tool.needsImage() && image == null) {
      fail("There are no images open.");
      return;
    }
    try {
      Outcome outcome = tool.run(job(image));
      outcome.show(tool.name().replace("...", ""));
      outcome.picture().ifPresent(p -> setOutput(PICTURE, p));
      outcome.table().ifPresent(t -> setOutput(TABLE, t));
      setOutput(REGIONS, outcome.regions().toArray(Roi[]::new));
      // They are shown; nobody else has to.
      resolveOutput(PICTURE);
      resolveOutput(TABLE);
      resolveOutput(REGIONS);
    } catch (StatusBar.Cancelled e) {
      cancel(null);
    } catch (IOException | RuntimeException | OutOfMemoryError | LinkageError e) {
      fail(Faults.message(e));
    }
  }

  /** SciJava alone would say it in the status bar only. */
  private void fail(String message) {
    cancel(message);
    StatusBar.fail(tool.name(), message);
  }

  @Override
  public void preview() {
    if (!tool.hasPreview() || image() == null) {
      return;
    }
    clearPreview();
    if (!Boolean.TRUE.equals(getInput(PREVIEW))) {
      return;
    }
    try {
      Overlay shown = tool.preview(job(image()));
      before = image().getOverlay();
      image().setOverlay(shown);
      previewed = true;
    } catch (StatusBar.Cancelled e) {
      IJ.showStatus("");
    } catch (IOException | RuntimeException | LinkageError e) {
      IJ.showStatus(Faults.message(e));
    }
  }

  @Override
  public void cancel() {
    clearPreview();
  }

  private void clearPreview() {
    if (previewed) {
      image().setOverlay(before);
      previewed = false;
    }
  }
}
