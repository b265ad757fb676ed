package waybill.dialects.tyger.command.transfer;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiFunction;
import waybill.cli.Exit;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.dialects.tyger.buffer.AccessUrls;
import waybill.dialects.tyger.buffer.Pause;
import waybill.dialects.tyger.command.transfer.TransferProgress.TransferRow;
import waybill.dialects.tyger.problem.BufferTexts;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.web.client.WebAddress;
import waybill.web.client.WebClient;

/** {@code buffer write}, {@code buffer read} and {@code buffer gen}. */
public final class BufferVerbs {
  private static final Exit FAILED = new Exit.Status(1);
  private static final int PATTERN = 64 << 10;

  private final WebClient web;
  private final BiFunction<String, Boolean, WebAddress> ask;
  private final TransferLog log;

  /**
   * @param ask gets the URL of a buffer from the server: by its id, and whether it is to be written
   */
  public BufferVerbs(WebClient web, BiFunction<String, Boolean, WebAddress> ask, TransferLog log) {
    this.web = web;
    this.ask = ask;
    this.log = log;
  }

  /** Does one thing with open streams. */
  private interface Work {
    void run(Transfers transfers, Meter meter) throws IOException, InterruptedException;
  }

  /**
   * Writes a file, or what comes in, into a buffer.
   *
   * @param input a file instead of what comes in
   */
  public Exit write(
      Invocation invocation, String target, Optional<String> input, Transfers.Writing writing) {
    ensureDop(writing.dop());
    AccessUrls urls = urls(invocation, target, true);
    if (input.isEmpty()) {
      return transfer(
          invocation,
          new Naming("in", true, "Failed to write buffer"),
          OptionalLong.empty(),
          (transfers, meter) -> transfers.write(urls, invocation.in(), writing, meter));
    }
    Path file = invocation.directory().resolve(input.get());
    if (Files.isDirectory(file)) { // it can be opened, and then the buffer would be spoilt
      throw cannot("open", file, new FileSystemException(input.get(), null, "Is a directory"));
    }
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
      boolean regular = Files.isRegularFile(file);
      return transfer(
          invocation,
          new Naming("in", true, "Failed to write buffer"),
          regular ? OptionalLong.of(channel.size()) : OptionalLong.empty(),
          (transfers, meter) ->
              transfers.write(urls, channel, regular ? writing.withoutFlush() : writing, meter));
    } catch (IOException e) {
      throw cannot("open", file, e);
    }
  }

  /**
   * Reads a buffer into a file, or to what goes out.
   *
   * @param output a file instead of what goes out; truncated first
   */
  public Exit read(Invocation invocation, String target, Optional<String> output, int dop) {
    ensureDop(dop);
    AccessUrls urls = urls(invocation, target, false);
    var naming = new Naming("out", false, "Failed to read buffer");
    return toOutput(
        invocation,
        output,
        out ->
            transfer(
                invocation,
                naming,
                OptionalLong.empty(),
                (transfers, meter) -> transfers.read(urls, out, dop, meter)));
  }

  /** Writes so many bytes of a fixed pattern. */
  public static Exit gen(Invocation invocation, String size, Optional<String> output) {
    OptionalLong bytes = ByteSize.parse(size);
    if (bytes.isEmpty()) {
      throw Failure.of(FailureCode.COMMAND_LINE, "invalid size: " + size)
          .withHelp("it is a number of bytes, or one with K, M, G, T, P or E behind it")
          .asException();
    }
    return toOutput(
        invocation,
        output,
        out -> {
          try {
            pattern(out, bytes.getAsLong());
            return Exit.OK;
          } catch (Streams.OutputClosed e) {
            return FAILED;
          }
        });
  }

  private static void pattern(WritableByteChannel out, long bytes) throws IOException {
    byte[] pattern = new byte[PATTERN];
    for (int i = 0; i < PATTERN; i++) {
      pattern[i] = (byte) (':' + i % 64);
    }
    long left = bytes;
    while (left > 0) {
      ByteBuffer piece = ByteBuffer.wrap(pattern, 0, (int) Math.min(PATTERN, left));
      left -= piece.remaining();
      while (piece.hasRemaining()) {
        out.write(piece);
      }
    }
  }

  /** Something that ends with a status and may not be able to write. */
  private interface Output {
    Exit run(WritableByteChannel out) throws IOException;
  }

  private static Exit toOutput(Invocation invocation, Optional<String> output, Output work) {
    if (output.isEmpty()) {
      try {
        return work.run(Streams.channel(invocation.out()));
      } catch (IOException e) {
        throw Failure.of(FailureCode.COMMAND_LINE, "cannot write the output: " + OsReason.of(e))
            .asException();
      }
    }
    Path file = invocation.directory().resolve(output.get());
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE,
            StandardOpenOption.WRITE,
            StandardOpenOption.TRUNCATE_EXISTING)) {
      return work.run(channel);
    } catch (IOException e) {
      throw cannot("write", file, e);
    }
  }

  private static FailureException cannot(String verb, Path file, IOException e) {
    return new FailureException(
        Failure.of(
            FailureCode.INPUT_MISSING, "cannot " + verb + " " + file + ": " + OsReason.of(e)),
        e);
  }

  private AccessUrls urls(Invocation invocation, String target, boolean writable) {
    return BufferTarget.parse(target, invocation.directory())
        .urls(id -> ask.apply(id, writable), Pause.REAL);
  }

  private static void ensureDop(int dop) {
    if (dop < 1) {
      throw Failure.of(FailureCode.COMMAND_LINE, BufferTexts.DOP).asException();
    }
  }

  /** What is said of a transfer. */
  private record Naming(String label, boolean upwards, String failed) {}

  private Exit transfer(Invocation invocation, Naming naming, OptionalLong total, Work work) {
    Meter meter = new Meter(total);
    var row =
        new TransferRow(naming.label(), naming.upwards(), meter, invocation.terminal().unicode());
    Thread here = Thread.currentThread();
    // The progress has ended when something is caught, so that it is not in the way of what is
    // said.
    try (Interrupts.Registration _ =
            invocation.interrupts().onInterrupt(signal -> here.interrupt());
        TransferProgress progress = TransferProgress.begin(meter, row, log, invocation)) {
      work.run(new Transfers(web, new FirstTrouble(progress.above(log))), meter);
      progress.complete();
      return Exit.OK;
    } catch (InterruptedException e) {
      log.warn("Canceling...", List.of());
      warnOf(e);
    } catch (Streams.OutputClosed e) {
      return FAILED;
    } catch (IOException e) {
      log.fatal(naming.failed(), List.of(entry("error", OsReason.of(e))));
      warnOf(e);
    } catch (FailureException e) {
      log.fatal(naming.failed(), List.of(entry("error", e.failure().message())));
      warnOf(e);
    }
    return FAILED;
  }

  /** What went wrong besides: readers of the buffer may wait for ever. */
  private void warnOf(Exception failed) {
    for (Throwable besides : failed.getSuppressed()) {
      log.warn(
          "The buffer could not be marked as failed",
          List.of(entry("error", String.valueOf(besides.getMessage()))));
    }
  }
}
