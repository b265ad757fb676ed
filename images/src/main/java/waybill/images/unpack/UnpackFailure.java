package waybill.images.unpack;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import waybill.files.OsReason;
import waybill.images.archive.ArchiveException;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** Words for what goes wrong with archives. */
final class UnpackFailure {
  private UnpackFailure() {}

  /** Reading the archive failed. */
  static FailureException of(ArchiveSource source, String entry, IOException failed) {
    if (failed instanceof ArchiveException wrong) {
      return new FailureException(
          Failure.of(
                  FailureCode.LAYER_UNBUILDABLE,
                  source.name()
                      + " "
                      + wrong.getMessage()
                      + " ("
                      + after(entry)
                      + "at byte "
                      + wrong.offset()
                      + ")")
              .withHelp("check how it was made or brought here, and make or fetch it again"),
          failed);
    }
    if (failed instanceof InterruptedIOException || failed instanceof ClosedByInterruptException) {
      return new FailureException(
          Failure.of(FailureCode.INTERNAL, "interrupted while unpacking " + source.name()), failed);
    }
    return new FailureException(
        Failure.of(
            FailureCode.LAYER_UNBUILDABLE,
            "cannot read " + source.name() + ": " + OsReason.of(failed)),
        failed);
  }

  /** Writing the layer failed; whoever wrote it said why. */
  static FailureException writing(ArchiveSource source, String entry, FailureException failed) {
    Failure cause = failed.failure();
    Failure failure =
        new Failure(
            cause.code(),
            "cannot unpack "
                + source.name()
                + ": "
                + (entry.isEmpty() || cause.message().contains(entry) ? "" : entry + ": ")
                + cause.message(),
            cause.help());
    return new FailureException(failure, failed);
  }

  static FailureException wrongDigest(ArchiveSource source, String wanted, String found) {
    return Failure.of(
            FailureCode.LAYER_UNBUILDABLE,
            source.name() + " is not what it should be: its digest is " + found + ", not " + wanted)
        .withHelp("it was damaged or replaced on its way; fetch it again")
        .asException();
  }

  private static String after(String entry) {
    return entry.isEmpty() ? "" : "after `" + entry + "`, ";
  }
}
