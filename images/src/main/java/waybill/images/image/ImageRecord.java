package waybill.images.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.zip.CRC32;
import waybill.images.reference.RegistryReference;
import waybill.images.source.ImageConfig;
import waybill.images.source.ImageContents;
import waybill.images.source.ImageLayer;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/**
 * What is known of an image that was here once: all that a second run needs, without any JSON.
 *
 * @param name as it was first asked for
 * @param made when it came here, in milliseconds since 1970
 */
record ImageRecord(String name, long made, ImageContents contents) {
  private static final String HEADING = "waybill image 1\n";
  private static final int CHECKSUM_DIGITS = 8;

  /** The image for tasks of those ids. */
  Image image(Ids ids) {
    List<Layer> layers = new ArrayList<>();
    for (ImageLayer layer : contents.layers()) {
      layers.add(new Layer.Stored(layer.diffId(), ids));
    }
    ImageConfig config = contents.config();
    return new Image(
        contents.digest(),
        layers,
        config.environment(),
        config.workingDirectory(),
        config.entrypoint(),
        config.command(),
        config.user());
  }

  // As a text: heading, checksum of what follows, then a line for each value: a letter and the
  // value, with line ends and backslashes written as \n and \\. Lists have a line for each element.

  String toText() {
    StringBuilder lines = new StringBuilder();
    line(lines, 'N', name);
    line(lines, 'T', Long.toString(made));
    line(lines, 'R', contents.root());
    line(lines, 'M', contents.digest());
    line(lines, 'C', contents.configDigest());
    for (ImageLayer layer : contents.layers()) {
      line(
          lines,
          'L',
          layer.diffId() + ' ' + layer.size() + ' ' + layer.blob() + ' ' + layer.place());
    }
    ImageConfig config = contents.config();
    for (String variable : config.environment()) {
      line(lines, 'E', variable);
    }
    if (config.workingDirectory().isPresent()) {
      line(lines, 'W', config.workingDirectory().get());
    }
    for (String word : config.entrypoint()) {
      line(lines, 'P', word);
    }
    for (String word : config.command()) {
      line(lines, 'A', word);
    }
    if (config.user().isPresent()) {
      line(lines, 'U', config.user().get());
    }
    return HEADING + checksum(lines.toString()) + '\n' + lines;
  }

  private static void line(StringBuilder lines, char key, String value) {
    lines.append(key);
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c == '\n') {
        lines.append("\\n");
      } else if (c == '\\') {
        lines.append("\\\\");
      } else {
        lines.append(c);
      }
    }
    lines.append('\n');
  }

  /** Empty when the text is damaged or of another version. */
  static Optional<ImageRecord> fromText(String text) {
    int start = HEADING.length() + CHECKSUM_DIGITS + 1;
    if (!text.startsWith(HEADING) || text.length() < start) {
      return Optional.empty();
    }
    String lines = text.substring(start);
    if (!text.startsWith(checksum(lines) + '\n', HEADING.length())) {
      return Optional.empty();
    }
    return new Lines(lines).record();
  }

  private static String checksum(String text) {
    CRC32 crc = new CRC32();
    for (int i = 0; i < text.length(); i++) {
      crc.update(text.charAt(i) >>> 8);
      crc.update(text.charAt(i));
    }
    String digits = Long.toHexString(crc.getValue());
    return "0".repeat(CHECKSUM_DIGITS - digits.length()) + digits;
  }

  /** Takes the lines apart again. */
  private static final class Lines {
    private final String text;
    private final String[] single = {"", "", "", "", "", ""};
    private long made;
    private final List<ImageLayer> layers = new ArrayList<>();
    private final List<String> environment = new ArrayList<>();
    private final List<String> entrypoint = new ArrayList<>();
    private final List<String> command = new ArrayList<>();

    /** The keys of {@link #single}. */
    private static final String SINGLE = "NRMCWU";

    Lines(String text) {
      this.text = text;
    }

    Optional<ImageRecord> record() {
      for (int at = 0; at < text.length(); ) {
        int end = text.indexOf('\n', at);
        if (end < 0 || !take(text.charAt(at), value(at + 1, end))) {
          return Optional.empty();
        }
        at = end + 1;
      }
      List<String> diffIds = new ArrayList<>();
      for (ImageLayer layer : layers) {
        diffIds.add(layer.diffId());
      }
      ImageConfig config =
          new ImageConfig(
              diffIds,
              environment,
              single[4].isEmpty() ? Optional.empty() : Optional.of(single[4]),
              entrypoint,
              command,
              single[5].isEmpty() ? Optional.empty() : Optional.of(single[5]));
      return Optional.of(
          new ImageRecord(
              single[0], made, new ImageContents(single[1], single[2], single[3], config, layers)));
    }

    private boolean take(char key, String value) {
      int index = SINGLE.indexOf(key);
      if (index >= 0) {
        single[index] = value;
        return true;
      }
      return switch (key) {
        case 'T' -> time(value);
        case 'L' -> layer(value);
        case 'E' -> environment.add(value);
        case 'P' -> entrypoint.add(value);
        case 'A' -> command.add(value);
        default -> false; // of no version that we know
      };
    }

    private boolean time(String value) {
      try {
        made = Long.parseLong(value);
        return true;
      } catch (NumberFormatException damaged) {
        return false;
      }
    }

    private boolean layer(String value) {
      int first = value.indexOf(' ');
      int second = value.indexOf(' ', first + 1);
      int third = value.indexOf(' ', second + 1);
      if (first < 0 || second < 0 || third < 0) {
        return false;
      }
      String diffId = value.substring(0, first);
      if (!RegistryReference.isDigest(diffId)) {
        return false;
      }
      try {
        long size = Long.parseLong(value, first + 1, second, 10);
        return layers.add(
            new ImageLayer(
                diffId, value.substring(second + 1, third), size, value.substring(third + 1)));
      } catch (NumberFormatException damaged) {
        return false;
      }
    }

    private String value(int start, int end) {
      int backslash = text.indexOf('\\', start);
      if (backslash < 0 || backslash >= end) {
        return text.substring(start, end);
      }
      StringBuilder value = new StringBuilder();
      for (int i = start; i < end; i++) {
        char c = text.charAt(i);
        if (c == '\\' && i + 1 < end) {
          i++;
          value.append(text.charAt(i) == 'n' ? '\n' : text.charAt(i));
        } else {
          value.append(c);
        }
      }
      return value.toString();
    }
  }
}
