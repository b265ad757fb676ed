package waybill.dialects.tyger.command;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import waybill.cli.Invocation;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

/** A file that an option names, or what comes in, read whole. */
final class SpecInput {
  private static final String STANDARD_INPUT = "-";

  /** No codespec and no run is as long; whoever reads it says so. */
  private static final int MOST = (4 << 20) + 1;

  private final String name;
  private final byte[] bytes;

  /**
   * What was read.
   *
   * @param name as messages have it
   */
  private SpecInput(String name, byte[] bytes) {
    this.name = name;
    this.bytes = bytes;
  }

  /** Makes something of a stream. */
  interface Reader<T> {
    T read(String name, InputStream in);
  }

  /** Fails with the tool's text. */
  static SpecInput of(String file, Invocation invocation) {
    if (file.equals(STANDARD_INPUT)) {
      return of("standard input", invocation.in());
    }
    try (InputStream in = Files.newInputStream(invocation.directory().resolve(file))) {
      return of(file, in);
    } catch (IOException e) {
      throw missing(CommandTexts.unreadable(file, OsReason.of(e)));
    } catch (InvalidPathException e) {
      throw missing(CommandTexts.unreadable(file, e.getReason()));
    }
  }

  private static SpecInput of(String name, InputStream in) {
    try {
      return new SpecInput(name, in.readNBytes(MOST));
    } catch (IOException e) {
      throw missing(CommandTexts.unreadable(name, OsReason.of(e)));
    }
  }

  private static FailureException missing(String text) {
    return Failure.of(FailureCode.INPUT_MISSING, text).asException();
  }

  /** What it says; all that is wrong with it is told at once. */
  <T> T as(Reader<T> reader) {
    try {
      return reader.read(name, new ByteArrayInputStream(bytes));
    } catch (ProblemsException e) {
      throw new UnparsableFile(name, e);
    } catch (UncheckedIOException e) {
      throw new IllegalStateException("an array that cannot be read", e);
    }
  }
}
