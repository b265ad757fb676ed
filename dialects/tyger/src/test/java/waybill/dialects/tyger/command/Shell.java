package waybill.dialects.tyger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;
import waybill.cli.Command;
import waybill.cli.Exit;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.dialects.tyger.client.ApiSession;

/** Calls the command as a shell would, with a server behind it. */
final class Shell {
  private final Path socket;
  private final Path directory;
  private final AtomicReference<IntConsumer> receiver = new AtomicReference<>(signal -> {});

  /**
   * @param socket where the server listens
   * @param directory where the shell is
   */
  Shell(Path socket, Path directory) {
    this.socket = socket;
    this.directory = directory;
  }

  /** What came of a call. */
  record Told(Exit exit, String out, String err) {
    Told ok() {
      assertThat(exit).as(err).isEqualTo(Exit.OK);
      return this;
    }

    Told failed() {
      assertThat(exit).as(out + err).isEqualTo(new Exit.Status(1));
      return this;
    }

    /** What was printed, without the end of its line. */
    String line() {
      return out.strip();
    }
  }

  /** {@code waybill run}. */
  Told own(InputStream in, String... arguments) {
    return call(in, new Tyger(this::door, "9.9")::runAsOwn, arguments);
  }

  Told tyger(String... arguments) {
    return piped(InputStream.nullInputStream(), arguments);
  }

  Told piped(String input, String... arguments) {
    return piped(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)), arguments);
  }

  /** With a stream that may never end. */
  Told piped(InputStream in, String... arguments) {
    return call(in, new Tyger(this::door, "9.9"), arguments);
  }

  private Told call(InputStream in, Command command, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    Interrupts interrupts =
        told -> {
          receiver.set(told);
          return () -> receiver.set(signal -> {});
        };
    var invocation =
        new Invocation(
            List.of(arguments),
            in,
            new PrintStream(out, true, StandardCharsets.UTF_8),
            new PrintStream(err, true, StandardCharsets.UTF_8),
            Map.of(),
            directory,
            FixedTerminal.NONE,
            interrupts);
    Exit exit = command.run(invocation);
    return new Told(
        exit, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** Somebody presses Ctrl-C. */
  void interrupt() {
    receiver.get().accept(2);
  }

  private ApiSession.Door door(Invocation invocation) {
    return new ApiSession.Door() {
      @Override
      public Path socket() {
        return socket;
      }

      @Override
      public void close() {}
    };
  }
}
