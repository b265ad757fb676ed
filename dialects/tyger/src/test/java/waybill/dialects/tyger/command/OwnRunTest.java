package waybill.dialects.tyger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.cli.Exit;
import waybill.dialects.tyger.api.FakeWorld;

/** {@code waybill run} of a run or a codespec. */
@Timeout(120)
class OwnRunTest {
  @TempDir Path folder;
  private FakeWorld world;
  private Shell shell;

  @BeforeEach
  void open() {
    world = new FakeWorld();
    shell = new Shell(world.socket(), folder);
  }

  @AfterEach
  void close() {
    world.close();
  }

  private Shell.Told run(String buffers, String script, String... options) throws IOException {
    return run(InputStream.nullInputStream(), buffers, script, options);
  }

  private Shell.Told run(InputStream in, String buffers, String script, String... options)
      throws IOException {
    Files.writeString(
        folder.resolve("c.yml"),
        "image: i\nbuffers: %s\ncommand: [/bin/sh, -c, '%s']\n".formatted(buffers, script));
    String[] arguments = new String[options.length + 2];
    arguments[0] = "run";
    arguments[1] = "--file=c.yml";
    System.arraycopy(options, 0, arguments, 2, options.length);
    return shell.own(in, arguments);
  }

  @Test
  void whatAProgramWritesIsTheOutput() throws Exception {
    Shell.Told told = run("{}", "echo hello").ok();
    assertThat(told.out()).isEqualTo("hello\n");
    assertThat(told.err()).contains("Run created").doesNotContain("hello");
  }

  @Test
  void whereABufferIsTheOutputItIsARemark() throws Exception {
    var in = new ByteArrayInputStream("abc".getBytes(StandardCharsets.UTF_8));
    String copy = "echo hello; cat <$I_PIPE >$O_PIPE";
    Shell.Told told = run(in, "{inputs: [i], outputs: [o]}", copy).ok();
    assertThat(told.out()).isEqualTo("abc");
    assertThat(told.err()).contains("hello\n");
  }

  @Test
  void quietSaysOnlyWhatTheProgramWrites() throws Exception {
    Shell.Told told = run("{outputs: [o]}", "echo hello; echo abc >$O_PIPE", "-q").ok();
    assertThat(told.out()).isEqualTo("abc\n");
    assertThat(told.err()).isEqualTo("hello\n");
  }

  @Test
  void itEndsAsItsProgramDid() throws Exception {
    Shell.Told told = run("{}", "echo why; exit 3");
    assertThat(told.exit()).isEqualTo(new Exit.Status(3));
    assertThat(told.out()).isEqualTo("why\n");
    assertThat(told.err()).contains("Main exited with code 3").contains("waybill show ");
  }

  @Test
  void whatCannotBeRunEndsWith125() throws Exception {
    assertThat(run("[x]", "true").exit()).isEqualTo(new Exit.Status(125));
    Shell.Told told = shell.own(InputStream.nullInputStream(), "run", "--file=nosuch.yml");
    assertThat(told.err()).startsWith("error: ").contains("nosuch.yml");
    assertThat(told.exit()).isEqualTo(new Exit.Status(125));
  }

  @Test
  void aWrongCommandLineEndsWith2() throws Exception {
    Shell.Told told = run("{}", "true", "--nosuch");
    assertThat(told.exit()).isEqualTo(new Exit.Status(2));
    assertThat(told.err()).contains("`waybill run --help`");
    assertThat(run("{}", "true", "--output", "json").exit()).isEqualTo(new Exit.Status(2));
    assertThat(run("{}", "echo a", "--output", "text").ok().out()).isEqualTo("a\n");
  }

  @Test
  void whoInterruptsItEndsTheRun() throws Exception {
    InputStream endless = new PipedInputStream(new PipedOutputStream());
    var told =
        CompletableFuture.supplyAsync(
            () -> {
              try {
                return run(endless, "{inputs: [i]}", "cat $I_PIPE");
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            });
    while (!shell.tyger("run", "list").ok().out().contains("\"Running\"")) {
      Thread.onSpinWait();
    }
    shell.interrupt();
    assertThat(told.get().exit()).isEqualTo(new Exit.Status(130));
    assertThat(shell.tyger("run", "list").ok().out()).contains("Canceled by user");
  }
}
