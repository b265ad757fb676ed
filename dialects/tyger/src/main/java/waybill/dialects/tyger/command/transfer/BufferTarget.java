package waybill.dialects.tyger.command.transfer;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.Function;
import waybill.dialects.tyger.buffer.AccessUrls;
import waybill.dialects.tyger.buffer.Pause;
import waybill.dialects.tyger.buffer.RenewedUrls;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.web.client.WebAddress;

/** Which buffer is meant: what a command line names in one word. */
public sealed interface BufferTarget {

  /** One of the server. */
  record Id(String id) implements BufferTarget {}

  /** One that somebody gave access to. */
  record Url(WebAddress url) implements BufferTarget {}

  /** The same, by a file that holds the URL and may get a new one. */
  record UrlFile(Path file) implements BufferTarget {}

  /** A URL has a scheme; what is no file is an id. */
  static BufferTarget parse(String text, Path directory) {
    if (text.contains("://")) {
      try {
        return new Url(WebAddress.parse(text));
      } catch (IllegalArgumentException e) {
        throw Failure.of(FailureCode.COMMAND_LINE, "invalid access URL: " + e.getMessage())
            .asException();
      }
    }
    Path file = directory.resolve(text);
    return Files.exists(file) ? new UrlFile(file) : new Id(text);
  }

  /**
   * The URLs to reach it by.
   *
   * @param ask gets a URL for an id from the server
   */
  default AccessUrls urls(Function<String, WebAddress> ask, Pause pause) {
    return switch (this) {
      case Id(String id) -> RenewedUrls.asked(() -> ask.apply(id), pause);
      case Url(WebAddress url) -> AccessUrls.fixed(url);
      case UrlFile(Path file) -> RenewedUrls.ofFile(file, pause);
    };
  }
}
