package waybill.images.store;

import java.io.File;
import java.io.FileInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A process, told apart from all others of this machine, also from a later one with the same
 * number. A file lock would say whether a process lives too, but taking the first one costs a fresh
 * JVM 1.1 ms, and two looks into {@code /proc} 0.1.
 *
 * @param number of the process, in its own namespace
 * @param started as the kernel counts it
 * @param namespace of process numbers; in another one, numbers mean something else
 */
record ClaimOwner(String number, String started, String namespace) {
  private static final int MAX_STAT_BYTES = 4096;

  /** Of {@code /proc/PID/stat}, counted from the state, which comes after the name. */
  private static final int STARTED_FIELD = 19;

  /** This process. */
  static ClaimOwner self() throws IOException {
    String stat = stat("self");
    return new ClaimOwner(
        stat.substring(0, stat.indexOf(' ')),
        started(stat),
        Files.readSymbolicLink(Path.of("/proc/self/ns/pid")).toString());
  }

  /** From {@link #text}; what is none gives one that is never alive here. */
  static ClaimOwner parse(String text) {
    int first = text.indexOf('-');
    int second = text.indexOf('-', first + 1);
    return first < 0 || second < 0
        ? new ClaimOwner("", "", "")
        : new ClaimOwner(
            text.substring(0, first),
            text.substring(first + 1, second),
            text.substring(second + 1));
  }

  /** As a file name. */
  String text() {
    return number + '-' + started + '-' + namespace;
  }

  /** Whether the process still runs, which can only be told in its own namespace. */
  boolean isAlive() {
    if (number.isEmpty() || !new File("/proc/" + number).isDirectory()) {
      return false;
    }
    try {
      return started(stat(number)).equals(started);
    } catch (IOException endedMeanwhile) {
      return false;
    }
  }

  private static String stat(String process) throws IOException {
    try (FileInputStream in = new FileInputStream("/proc/" + process + "/stat")) {
      return new String(in.readNBytes(MAX_STAT_BYTES), StandardCharsets.ISO_8859_1);
    }
  }

  private static String started(String stat) throws IOException {
    // The name may hold anything, but after it there are only numbers.
    int at = stat.lastIndexOf(')') + 2;
    for (int field = 0; field < STARTED_FIELD && at > 0; field++) {
      at = stat.indexOf(' ', at) + 1;
    }
    int end = stat.indexOf(' ', at);
    if (at <= 0 || end < 0) {
      throw new IOException("the system does not tell when processes started");
    }
    return stat.substring(at, end);
  }
}
