// SPDX-License-Identifier: Apache-2.0
package org.heatscope.io.dicom;

import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import org.heatscope.image.Suv;
import org.heatscope.io.ImageFormatException;

/**
 * The SUVbw factor of a PET series (QIBA's vendor-neutral pseudo-code): for values in Bq/ml that
 * are corrected for attenuation and decay, {@code 1000 weight / (dose * 2^(-t / halfLife))}, with
 * the weight in kg, the dose in Bq and t the seconds from injection to the start of the scan.
 *
 * <p>The scan starts at the series time, unless that is later than the earliest acquisition; then
 * at GE's private scan time, or else at that acquisition. A dose that is already corrected to the
 * injection (DecayCorrection ADMIN) does not decay. An injection without a date that seems later
 * than the scan was the day before. Philips's private factor serves counts; g/ml are SUV already.
 */
final class DicomSuv {
  private static final double DAY = 86400;

  private final List<DicomDataset> slices;
  private final DicomDataset header;

  private DicomSuv(List<DicomDataset> slices) {
    this.slices = slices;
    header = slices.get(0);
  }

  /** What lacks or contradicts. */
  private static final class Unknown extends Exception {
    private static final long serialVersionUID = 1L;

    Unknown(String reason) {
      super(reason);
    }
  }

  /** The factor of a series, or the reason why there is none. */
  static Suv of(List<DicomDataset> slices) {
    try {
      return Suv.of(new DicomSuv(slices).factor());
    } catch (Unknown | ImageFormatException e) {
      return Suv.unknown(e.getMessage());
    }
  }

  private double factor() throws Unknown, ImageFormatException {
    String units = header.text(Tag.UNITS);
    switch (units) {
      case "GML":
        String type = header.text(Tag.SUV_TYPE);
        require(type.isEmpty() || type.equals("BW"), Tag.SUV_TYPE + " is " + type + ", not BW");
        return 1;
      case "BQML":
        return perActivity();
      case "CNTS":
        double suv = header.decimal(Tag.PHILIPS_SUV_FACTOR, 0);
        double activity = header.decimal(Tag.PHILIPS_ACTIVITY_FACTOR, 0);
        require(
            suv > 0 || activity > 0,
            "the values are counts, and " + Tag.PHILIPS_SUV_FACTOR + " is missing");
        return suv > 0 ? suv : activity * perActivity();
      case "":
        throw new Unknown(Tag.UNITS + " is missing");
      default:
        throw new Unknown(Tag.UNITS + " is " + header.label(Tag.UNITS) + ", not BQML");
    }
  }

  private double perActivity() throws Unknown, ImageFormatException {
    String corrected = "\\" + header.text(Tag.CORRECTED_IMAGE) + "\\";
    for (String need : List.of("ATTN", "DECY")) {
      require(
          corrected.contains("\\" + need + "\\"), Tag.CORRECTED_IMAGE + " does not name " + need);
    }
    List<DicomDataset> items = header.items(Tag.RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE);
    require(!items.isEmpty(), Tag.RADIOPHARMACEUTICAL_INFORMATION_SEQUENCE + " is missing");
    DicomDataset dose = items.get(0);
    double weight = positive(header, Tag.PATIENT_WEIGHT);
    double injected = positive(dose, Tag.RADIONUCLIDE_TOTAL_DOSE);
    double halfLife = positive(dose, Tag.RADIONUCLIDE_HALF_LIFE);
    String decay = header.text(Tag.DECAY_CORRECTION);
    if (decay.equals("ADMIN")) {
      return 1000 * weight / injected;
    }
    require(
        decay.equals("START"),
        Tag.DECAY_CORRECTION + (decay.isEmpty() ? " is missing" : " is " + decay + ", not START"));
    double scan = scanStart();
    double elapsed = scan - injection(dose, scan);
    require(elapsed >= 0, "the injection is later than the scan");
    return 1000 * weight / (injected * Math.pow(2, -elapsed / halfLife));
  }

  private double scanStart() throws Unknown {
    OptionalDouble series =
        DicomTimes.of(header.text(Tag.SERIES_DATE), header.text(Tag.SERIES_TIME));
    OptionalDouble acquisition =
        slices.stream()
            .map(d -> DicomTimes.of(d.text(Tag.ACQUISITION_DATE), d.text(Tag.ACQUISITION_TIME)))
            .filter(OptionalDouble::isPresent)
            .min(Comparator.comparingDouble(OptionalDouble::getAsDouble))
            .orElse(OptionalDouble.empty());
    require(series.isPresent() || acquisition.isPresent(), Tag.SERIES_TIME + " is missing");
    if (acquisition.isEmpty()
        || series.isPresent() && series.getAsDouble() <= acquisition.getAsDouble()) {
      return series.getAsDouble();
    }
    return DicomTimes.dateTime(header.text(Tag.GE_SCAN_DATE_TIME))
        .orElse(acquisition.getAsDouble());
  }

  private double injection(DicomDataset dose, double scan) throws Unknown {
    OptionalDouble whole = DicomTimes.dateTime(dose.text(Tag.RADIOPHARMACEUTICAL_START_DATE_TIME));
    if (whole.isPresent()) {
      return whole.getAsDouble();
    }
    OptionalDouble time = DicomTimes.timeOfDay(dose.text(Tag.RADIOPHARMACEUTICAL_START_TIME));
    require(time.isPresent(), Tag.RADIOPHARMACEUTICAL_START_TIME + " is missing");
    double onTheDay = DAY * Math.floor(scan / DAY) + time.getAsDouble();
    return onTheDay > scan ? onTheDay - DAY : onTheDay;
  }

  private static double positive(DicomDataset d, Tag tag) throws Unknown, ImageFormatException {
    double value = d.decimal(tag, Double.NaN);
    require(!Double.isNaN(value), tag + " is missing");
    require(value > 0, tag + " is " + value);
    return value;
  }

  private static void require(boolean met, String otherwise) throws Unknown {
    if (!met) {
      throw new Unknown(otherwise);
    }
  }
}
