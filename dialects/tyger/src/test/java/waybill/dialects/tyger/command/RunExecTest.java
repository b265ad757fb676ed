package waybill.dialects.tyger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.tyger.api.FakeWorld;
import waybill.dialects.tyger.client.ApiClient;
import waybill.dialects.tyger.written.WrittenRun;
import waybill.web.client.WebAddress;
import waybill.web.client.WebClient;

@Timeout(120)
class RunExecTest {
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

  /** A file with a run of a script that has these buffers. */
  private void run(String buffers, String script) throws IOException {
    Files.writeString(
        folder.resolve("run.yml"),
        """
        job:
          codespec:
            image: i
            buffers: %s
            command: [/bin/sh, -c, '%s']
        """
            .formatted(buffers, script));
  }

  private static final String BOTH = "{inputs: [input], outputs: [output]}";

  /** Whoever is asked for input waits for ever. */
  private static InputStream endless() throws IOException {
    return new PipedInputStream(new PipedOutputStream());
  }

  @Test
  void aStreamGoesThroughARun() throws Exception {
    run(BOTH, "tr a-z A-Z <$INPUT_PIPE >$OUTPUT_PIPE");
    Shell.Told told = shell.piped("Hello", "run", "exec", "-f", "run.yml").ok();
    assertThat(told.out()).isEqualTo("HELLO");
    assertThat(told.err())
        .contains(" INF Run created runId=")
        .contains(" INF Run status changed status=Succeeded")
        .contains("Transfer complete buffer=input")
        .contains("Transfer complete buffer=output");
  }

  @Test
  void buffersNeedNotBeKept() throws Exception {
    run(BOTH, "tr a-z A-Z <$INPUT_PIPE >$OUTPUT_PIPE");
    String[] exec = {"run", "exec", "-f", "run.yml", "-b", "input=_,output=_"};
    Shell.Told told = shell.piped("Hello", exec).ok();
    assertThat(told.out()).isEqualTo("HELLO");
    assertThat(shell.tyger("buffer", "list").ok().out()).isEqualTo("[]\n");
  }

  @Test
  void storedCodespecsAreAskedForTheirParameters() {
    String[] create = {
      "codespec",
      "create",
      "c",
      "--image",
      "i",
      "-i",
      "in",
      "-o",
      "out",
      "--command",
      "--",
      "/bin/sh",
      "-c",
      "cat <$IN_PIPE >$OUT_PIPE"
    };
    shell.tyger(create).ok();
    assertThat(shell.piped("x", "run", "exec", "-c", "c").ok().out()).isEqualTo("x");
    assertThat(shell.piped("y", "run", "exec", "-c", "c", "--version", "1").ok().out())
        .isEqualTo("y");
  }

  @Test
  void aCodespecAloneIsRunToo() throws Exception {
    Files.writeString(
        folder.resolve("c.yml"),
        """
        name: c
        Image: i
        buffers: {outputs: [out]}
        command: [/bin/sh, -c, 'echo hi >$OUT_PIPE']
        """);
    assertThat(shell.tyger("run", "exec", "-f", "c.yml").ok().out()).isEqualTo("hi\n");
  }

  @Test
  void theInputIsForTheParameterThatIsLeft() throws Exception {
    run("{inputs: [a, b], outputs: [o]}", "cat $A_PIPE $B_PIPE >$O_PIPE");
    String buffer = shell.tyger("buffer", "create").ok().line();
    shell.piped("kept ", "buffer", "write", buffer).ok();
    String[] exec = {"run", "exec", "-f", "run.yml", "-b", "A=" + buffer};
    assertThat(shell.piped("given", exec).ok().out()).isEqualTo("kept given");
  }

  @Test
  void optionsTakeThePlaceOfWhatTheFileGivesInAnyCase() throws Exception {
    Files.writeString(
        folder.resolve("run.yml"),
        """
        job:
          codespec:
            image: i
            buffers: {inputs: [input], outputs: [output]}
            command: [/bin/sh, -c, 'cat <$INPUT_PIPE >$OUTPUT_PIPE']
          buffers: {input: nosuch, Output: _}
        """);
    String[] exec = {"run", "exec", "-f", "run.yml", "-b", "Input=nosuch", "-b", "INPUT=_"};
    assertThat(shell.piped("Hello", exec).ok().out()).isEqualTo("Hello");
  }

  @Test
  void anEmptyNameOfABufferIsNone() throws Exception {
    run(BOTH, "tr a-z A-Z <$INPUT_PIPE >$OUTPUT_PIPE");
    String[] exec = {"run", "exec", "-f", "run.yml", "-b", "input=", "-b", "OUTPUT="};
    assertThat(shell.piped("Hello", exec).ok().out()).isEqualTo("HELLO");
  }

  @Test
  void theVersionWhoseParametersWereAskedForIsTheOneThatRuns() throws Exception {
    String[] create = {"codespec", "create", "c", "--image", "i", "-i", "in"};
    shell.tyger(create).ok();
    shell.tyger("codespec", "create", "c", "--image", "i", "-i", "other", "-i", "more").ok();
    shell.tyger("codespec", "create", "c", "--image", "i", "-o", "out").ok();
    try (var web = new WebClient()) {
      var api = new ApiClient(web, new WebAddress.Unix(world.socket(), "/"));
      Parameters latest = Parameters.unmapped(of("c"), api);
      assertThat(latest.output()).contains("out");
      assertThat(latest.run()).isEqualTo(of("c/versions/3"));
      Parameters first = Parameters.unmapped(of("c/versions/1"), api);
      assertThat(first.input()).contains("in");
      assertThat(first.run()).isEqualTo(of("c/versions/1"));
      assertThat(Parameters.unmapped(of("nosuch"), api).run()).isEqualTo(of("nosuch"));
    }
  }

  private static WrittenRun of(String reference) {
    return WrittenRun.NOTHING.of(new WrittenRun.WrittenRef.Text(reference));
  }

  @Test
  void moreThanOneIsLeftToNobody() throws Exception {
    run("{inputs: [a, b]}", "true");
    assertThat(shell.tyger("run", "exec", "-f", "run.yml").failed().err())
        .contains("exec cannot be called if the job has multiple unmapped input buffers");
    run("{outputs: [a, b]}", "true");
    assertThat(shell.tyger("run", "exec", "-f", "run.yml", "-b", "a=_").failed().err())
        .contains("exec cannot be called if the job has multiple unmapped output buffers");
    assertThat(shell.tyger("run", "list").ok().out()).isEqualTo("[]\n");
  }

  @Test
  void aRunThatFailsIsNotWaitedForByItsInput() throws Exception {
    run(BOTH, "exit 3");
    Shell.Told told = shell.piped(endless(), "run", "exec", "-f", "run.yml").failed();
    assertThat(told.err())
        .contains(" FTL Run failed")
        .contains("run failed with status Failed (Main exited with code 3)")
        .doesNotContain("Failed to");
  }

  @Test
  void pipesNeedNotBeTouched() throws Exception {
    run(BOTH, "true");
    assertThat(shell.piped("Hello", "run", "exec", "-f", "run.yml").ok().out()).isEmpty();
    String[] relayed = {"run", "exec", "-f", "run.yml", "-b", "input=_"};
    assertThat(shell.piped("Hello", relayed).ok().out()).isEmpty();
  }

  @Test
  void noBuffersAtAllAreFine() throws Exception {
    run("{}", "echo said; echo wrong >&2");
    String[] exec = {"run", "exec", "-f", "run.yml", "--logs"};
    Shell.Told told = shell.piped(endless(), exec).ok();
    assertThat(told.out()).isEmpty();
    assertThat(told.err()).contains("said\n").contains("wrong\n").doesNotContain("Timed out");
  }

  @Test
  void logsMayHaveTheirTimes() throws Exception {
    run("{}", "echo said");
    String[] exec = {"run", "exec", "-f", "run.yml", "--logs", "--timestamps"};
    assertThat(shell.tyger(exec).ok().err()).containsPattern("(?m)^\\d{4}-\\S+Z said$");
  }

  @Test
  void remarksCanBeForPrograms() throws Exception {
    run("{}", "true");
    String[] exec = {"run", "exec", "-f", "run.yml", "--log-format", "json"};
    assertThat(shell.tyger(exec).ok().err().lines())
        .allMatch(line -> line.startsWith("{\"level\":\"info\"") && line.endsWith("}"));
    String[] wrong = {"run", "exec", "-f", "run.yml", "--log-level", "all"};
    assertThat(shell.tyger(wrong).failed().err())
        .contains("there are `trace`, `debug`, `info`, `warn`, `error`, `fatal`");
    String[] quiet = {"run", "exec", "-f", "run.yml", "--log-level", "error"};
    assertThat(shell.tyger(quiet).ok().err()).isEmpty();
  }

  @Test
  void ctrlCEndsTheCommandAndNotTheRun() throws Exception {
    run(BOTH, "sleep 30");
    var told = new CompletableFuture<Shell.Told>();
    InputStream never = endless();
    Thread.ofPlatform()
        .start(() -> told.complete(shell.piped(never, "run", "exec", "-f", "run.yml")));
    String id = awaitRun();
    shell.interrupt();
    Shell.Told ended = told.get().failed();
    assertThat(ended.err()).contains("Canceling...").contains("runId=" + id);
    assertThat(ended.err()).endsWith("The run goes on command=\"tyger run cancel " + id + "\"\n");
    assertThat(shell.tyger("run", "show", id).ok().out()).doesNotContain("Canceled");
    shell.tyger("run", "cancel", id).ok();
  }

  @Test
  void ctrlCEndsTheRunWhereThatIsWanted() throws Exception {
    run(BOTH, "sleep 30");
    var told = new CompletableFuture<Shell.Told>();
    InputStream never = endless();
    String[] exec = {"run", "exec", "-f", "run.yml", "--cancel-on-interrupt"};
    Thread.ofPlatform().start(() -> told.complete(shell.piped(never, exec)));
    String id = awaitRun();
    shell.interrupt();
    told.get().failed();
    assertThat(shell.tyger("run", "show", id).ok().out()).contains("\"status\": \"Canceled\"");
  }

  /** Until there is a run that runs; watched, not slept for. */
  private String awaitRun() throws InterruptedException {
    while (true) {
      String runs = shell.tyger("run", "list", "--status", "running").ok().out();
      if (runs.contains("\"id\"")) {
        return runs.replaceAll("(?s).*?\"id\": (\\d+).*", "$1");
      }
      Thread.onSpinWait();
    }
  }
}
