package waybill.images.layer;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.images.store.LayerStore;

/**
 * What a layer was built from: the plan, with the state of each file, and what was found in the
 * files. When the same plan comes up again nothing needs to be read; when only some files changed,
 * only those.
 *
 * @param layer digest of the layer
 * @param plan {@link LayerPlan#text()}
 * @param contents for each copied file of the plan in its order, the SHA-256 of its content, or
 *     {@link #UNSETTLED}
 */
record BuildRecord(String layer, String plan, List<String> contents) {

  /** A build that never was. */
  static final BuildRecord NONE = new BuildRecord("", "", List.of());

  /**
   * In place of a digest: the file was so young that a later change might not show in its state.
   */
  static final String UNSETTLED = "-";

  /** What a plan's text has in place of a description for a file that is copied. */
  static final String COPIED = "c";

  private static final String HEADING = "waybill build 1\n";
  private static final int CHECKSUM_DIGITS = 16;

  /** Whether this is what was built. */
  boolean isOf(String wanted) {
    return !layer.isEmpty() && plan.equals(wanted);
  }

  /** Whether all files would show it if they had changed since. */
  boolean isSettled() {
    return !contents.contains(UNSETTLED);
  }

  /** Digests of contents that need not be read again, by {@link PlannedEntry.Copied#origin()}. */
  Map<String, String> knownContents() {
    Map<String, String> known = new HashMap<>();
    int file = 0;
    int at = 0;
    while (at < plan.length() && file < contents.size()) {
      int description = after(at);
      int next = after(description);
      if (plan.startsWith(COPIED + '\0', description)) {
        int end = after(after(next));
        String content = contents.get(file++);
        if (!content.equals(UNSETTLED)) {
          known.put(plan.substring(next, end), content);
        }
        next = end;
      }
      at = next;
    }
    return known;
  }

  /** The beginning of the field after the one that begins here. */
  private int after(int at) {
    int end = plan.indexOf('\0', at);
    return end < 0 ? plan.length() : end + 1;
  }

  // As a file: heading, checksum of what follows, layer, contents, plan; a line each, and the plan
  // last because it may hold line ends.

  byte[] toBytes() {
    StringBuilder rest = new StringBuilder();
    rest.append(layer).append('\n');
    for (String content : contents) {
      rest.append(content).append(' ');
    }
    rest.append('\n').append(plan);
    String text = HEADING + checksum(rest) + '\n' + rest;
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Empty when the bytes are damaged or of another version. */
  static Optional<BuildRecord> fromBytes(byte[] bytes) {
    String text = new String(bytes, StandardCharsets.UTF_8);
    int start = HEADING.length() + CHECKSUM_DIGITS + 1;
    if (!text.startsWith(HEADING) || text.length() < start) {
      return Optional.empty();
    }
    String rest = text.substring(start);
    int layerEnd = rest.indexOf('\n');
    int contentsEnd = rest.indexOf('\n', layerEnd + 1);
    String layer = layerEnd < 0 ? "" : rest.substring(0, layerEnd);
    boolean intact = text.startsWith(checksum(rest) + '\n', HEADING.length());
    if (!intact || contentsEnd < 0 || !LayerStore.isDigest(layer)) {
      return Optional.empty();
    }
    List<String> contents = words(rest, layerEnd + 1, contentsEnd);
    return Optional.of(new BuildRecord(layer, rest.substring(contentsEnd + 1), contents));
  }

  private static List<String> words(String text, int start, int end) {
    List<String> words = new ArrayList<>();
    for (int at = start; at < end; ) {
      int space = text.indexOf(' ', at);
      words.add(text.substring(at, space));
      at = space + 1;
    }
    return words;
  }

  /** FNV-1a with 64 bits: against damage, not against malice, and free of start-up costs. */
  static String checksum(CharSequence text) {
    long hash = 0xcbf29ce484222325L;
    for (int i = 0; i < text.length(); i++) {
      hash = (hash ^ text.charAt(i)) * 0x100000001b3L;
    }
    String digits = Long.toHexString(hash);
    return "0".repeat(CHECKSUM_DIGITS - digits.length()) + digits;
  }
}
