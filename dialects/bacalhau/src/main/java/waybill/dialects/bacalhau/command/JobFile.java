package waybill.dialects.bacalhau.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import waybill.cli.Invocation;
import waybill.files.OsReason;
import waybill.model.document.Source;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** The text of a job, from a file or from standard input. */
final class JobFile {
  private static final String STANDARD_INPUT = "-";
  private static final int MAX_BYTES = 16 << 20;

  private JobFile() {}

  /**
   * All of it.
   *
   * @param name of a file, or {@code -}
   * @throws FailureException when it cannot be read, or is too long for a job
   */
  static Source read(String name, Invocation invocation) {
    if (name.equals(STANDARD_INPUT)) {
      if (invocation.terminal().inIsTerminal()) {
        Verb.remark(invocation, "Reading from /dev/stdin; send Ctrl-d to stop.");
      }
      try {
        return source("<stdin>", invocation.in());
      } catch (IOException e) {
        throw unreadable("standard input", e);
      }
    }
    try (InputStream in = Files.newInputStream(path(name, invocation))) {
      return source(name, in);
    } catch (IOException e) {
      throw unreadable(name, e);
    }
  }

  private static Path path(String name, Invocation invocation) {
    try {
      return invocation.directory().resolve(name);
    } catch (InvalidPathException e) {
      throw Failure.of(FailureCode.INPUT_MISSING, "there can be no file `" + name + "`")
          .asException();
    }
  }

  private static Source source(String name, InputStream in) throws IOException {
    byte[] bytes = in.readNBytes(MAX_BYTES + 1);
    if (bytes.length > MAX_BYTES) {
      throw Failure.of(
              FailureCode.SPEC_INVALID, name + " is longer than " + (MAX_BYTES >> 20) + " MiB")
          .withHelp("inputs of that size are better read from a file: `Source: {Type: local}`")
          .asException();
    }
    return new Source(name, new String(bytes, StandardCharsets.UTF_8));
  }

  private static FailureException unreadable(String name, IOException e) {
    return new FailureException(
        Failure.of(FailureCode.INPUT_MISSING, "cannot read " + name + ": " + OsReason.of(e)), e);
  }
}
