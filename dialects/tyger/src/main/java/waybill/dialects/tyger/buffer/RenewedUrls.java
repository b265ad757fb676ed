package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.web.client.WebAddress;

/** URLs that can be had anew, from the server or from a file that somebody writes anew. */
public final class RenewedUrls implements AccessUrls {
  /** A file that holds a URL is shorter. */
  public static final int MAX_FILE = 2048;

  private final Supplier<WebAddress> source;
  private final int rounds;
  private final Duration between;
  private final Pause pause;
  private final ReentrantLock lock = new ReentrantLock();
  private Optional<WebAddress> current = Optional.empty();

  private RenewedUrls(Supplier<WebAddress> source, int rounds, Duration between, Pause pause) {
    this.source = source;
    this.rounds = rounds;
    this.between = between;
    this.pause = pause;
  }

  /** URLs that the server gives when asked: for buffers named by their id. */
  public static AccessUrls asked(Supplier<WebAddress> ask, Pause pause) {
    return new RenewedUrls(ask, 20, Duration.ofSeconds(5), pause);
  }

  /** URLs in a file. */
  public static AccessUrls ofFile(Path file, Pause pause) {
    return new RenewedUrls(() -> read(file), 10, Duration.ofSeconds(30), pause);
  }

  private static WebAddress read(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_FILE);
      if (bytes.length == MAX_FILE) {
        throw wrong(file, "it has " + MAX_FILE + " bytes or more");
      }
      return WebAddress.parse(new String(bytes, StandardCharsets.UTF_8).strip());
    } catch (IOException e) {
      throw wrong(file, OsReason.of(e));
    } catch (IllegalArgumentException e) {
      throw wrong(file, String.valueOf(e.getMessage()));
    }
  }

  private static RuntimeException wrong(Path file, String why) {
    return Failure.of(
            FailureCode.INPUT_MISSING, "cannot take an access URL from " + file + ": " + why)
        .asException();
  }

  @Override
  public WebAddress current() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      if (current.isEmpty()) {
        current = Optional.of(source.get());
      }
      return current.get();
    } finally {
      lock.unlock();
    }
  }

  @Override
  public boolean renew(WebAddress refused, int round) throws InterruptedException {
    lock.lockInterruptibly();
    try {
      for (int i = round; i <= rounds; i++) {
        if (!current.equals(Optional.of(refused))) {
          return true;
        }
        if (i > 1) {
          pause.rest(between);
        }
        current = Optional.of(source.get());
      }
      return !current.equals(Optional.of(refused));
    } finally {
      lock.unlock();
    }
  }
}
