package waybill.dialects.tyger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.tyger.api.FakeWorld;

@Timeout(120)
class RunCommandsTest {
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

  private void codespec(String name, String script, String... more) {
    String[] head = {"codespec", "create", name, "--image", "i", "--command"};
    String[] tail = {"--", "/bin/sh", "-c", script};
    String[] all = new String[head.length + more.length + tail.length];
    System.arraycopy(head, 0, all, 0, head.length);
    System.arraycopy(more, 0, all, head.length, more.length);
    System.arraycopy(tail, 0, all, head.length + more.length, tail.length);
    shell.tyger(all).ok();
  }

  private String begin(String... more) {
    String[] all = new String[more.length + 2];
    all[0] = "run";
    all[1] = "create";
    System.arraycopy(more, 0, all, 2, more.length);
    return shell.tyger(all).ok().line();
  }

  @Test
  void timesMayBeginWithAPointAsGoWritesThem() {
    assertThat(GoDuration.seconds(".5h")).isEqualTo(1800);
    assertThat(GoDuration.seconds("1m.5s")).isEqualTo(60);
  }

  @Test
  void aRunGoesOverBuffersThatAreKept() {
    codespec("hi", "echo \"$(cat $INPUT_PIPE): Bonjour\" >$OUTPUT_PIPE", "-i=input", "-o=output");
    String input = shell.tyger("buffer", "create").ok().line();
    String output = shell.tyger("buffer", "create").ok().line();
    shell.piped("Hello", "buffer", "write", input).ok();
    String id = begin("-c", "hi", "-b", "input=" + input + ",output=" + output);
    assertThat(id).matches("\\d+");
    assertThat(shell.tyger("run", "watch", id).ok().out().lines().toList().getLast())
        .contains("\"status\":\"Succeeded\"")
        .doesNotContain("\"job\"");
    assertThat(shell.tyger("buffer", "read", output).ok().out()).isEqualTo("Hello: Bonjour\n");
    assertThat(shell.tyger("run", "show", id).ok().out())
        .contains("\"status\": \"Succeeded\"")
        .contains("\"name\": \"hi\"")
        .contains("\"version\": 1");
    assertThat(shell.tyger("run", "watch", "--full-resource", id).ok().out()).contains("\"job\"");
  }

  @Test
  void aRunIsCanceledOnce() {
    codespec("slow", "sleep 60");
    String id = begin("-c", "slow", "--tag", "x=1");
    assertThat(shell.tyger("run", "cancel", id).ok().out())
        .isEqualTo("Job " + id + " has been canceled\n");
    assertThat(shell.tyger("run", "stop", id).failed().err())
        .contains("unable to cancel job " + id + " because its status is Canceled");
    assertThat(shell.tyger("run", "show", id).ok().out()).contains("Canceled by user");
  }

  @Test
  void logsAreCutAsWanted() {
    codespec("count", "for i in 1 2 3 4 5; do echo $i; done");
    String id = begin("-c", "count");
    assertThat(shell.tyger("run", "logs", "-f", id).ok().out()).isEqualTo("1\n2\n3\n4\n5\n");
    assertThat(shell.tyger("run", "logs", id, "--tail", "3").ok().out()).isEqualTo("3\n4\n5\n");
    assertThat(shell.tyger("run", "logs", id, "--tail", "0").ok().out()).isEmpty();
    assertThat(shell.tyger("run", "logs", id, "--timestamps").ok().out().lines())
        .hasSize(5)
        .allMatch(line -> line.matches("\\d{4}-\\d\\d-\\d\\dT\\S+Z \\d"));
    assertThat(shell.tyger("run", "logs", id, "--since", "2100-01-01").ok().out()).isEmpty();
  }

  @Test
  void runsAreFilteredAndCounted() {
    codespec("t", "true");
    codespec("slow", "sleep 60");
    String first = begin("-c", "t", "--tag", "x=1,y=2");
    shell.tyger("run", "watch", first).ok();
    String second = begin("-c", "slow", "--tag", "x=1", "--tag", "y=2");
    String[] both = {"run", "list", "--tag", "x=1", "--tag", "y=2"};
    assertThat(ids(both)).containsExactly(second, first);
    assertThat(ids("run", "list", "--tag", "x=1", "--status", "SUCCEEDED")).containsExactly(first);
    assertThat(ids("run", "list", "-s", "2100-01-01T00:00:00Z")).isEmpty();
    assertThat(ids("run", "list", "--status", "succeeded,running,pending")).hasSize(2);
    assertThat(shell.tyger("run", "counts", "--tag", "x=1").ok().out())
        .contains("\"succeeded\": 1")
        .doesNotContain("canceled");
    assertThat(shell.tyger("run", "list", "--status", "nosuch").failed().err())
        .contains("Invalid status: nosuch");
    shell.tyger("run", "cancel", second).ok();
  }

  private String[] ids(String... arguments) {
    String out = shell.tyger(arguments).ok().out();
    String ids = out.replaceAll("\"id\": (\\d+)|(?s).", "$1 ").strip();
    return ids.isEmpty() ? new String[0] : ids.split(" +");
  }

  @Test
  void tagsOfRunsAreSet() {
    codespec("t", "true");
    String id = begin("-c", "t", "--tag", "a=1");
    shell.tyger("run", "set", id, "--tag", "b=2").ok();
    String cleared = shell.tyger("run", "set", id, "--clear-tags", "--tag", "c=3").ok().out();
    assertThat(cleared.replaceAll("\\s+", "")).contains("\"tags\":{\"c\":\"3\"}");
    String eTag = cleared.replaceAll("(?s).*\"eTag\": \"([^\"]*)\".*", "$1");
    shell.tyger("run", "set", id, "--tag", "d=4", "--etag", eTag).ok();
    assertThat(shell.tyger("run", "set", id, "--tag", "e=5", "--etag", "banana").failed().err())
        .contains("the server's ETag does not match the provided ETag");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "create | invalid codespec ref",
        "exec | invalid codespec ref",
        "create -c nosuch | The codespec 'nosuch' was not found",
        "exec -c nosuch | The codespec 'nosuch' was not found",
        "exec -c nosuch --version 3 | The codespec 'nosuch' was not found",
        "create -c Bad/Ref | The codespec reference 'Bad/Ref' is invalid",
        "create --version 3 | --version",
        "create -c x --buffer-ttl 5 | invalid buffer TTL format: 5 (should be D.HH:MM)",
        "create -c x --timeout 5x | 5x",
        "create -c x --timeout -1s | ",
        "create -c x -r two | two",
        "create -c x -b a | must be formatted as key=value",
        "create -f nosuch.yml | failed to read file nosuch.yml: ",
        "show 77 | NotFound: The resource was not found",
        "show x | NotFound: The resource was not found",
        "watch 77 | NotFound: The resource was not found",
        "logs 77 | NotFound: The resource was not found",
        "cancel 77 | NotFound: The resource was not found",
        "list --since yesterday | yesterday",
        "logs 77 --tail x | ",
        "exec -c x --write-dop 0 | the degree of parallelism (dop) must be at least 1",
        "exec -c x --log-level loud | loud",
      })
  void whatIsWrongIsTold(String arguments, String text) {
    Shell.Told told = shell.tyger(("run " + arguments.strip()).split(" ")).failed();
    assertThat(told.out()).isEmpty();
    assertThat(told.err()).contains(text == null ? "" : text.strip()).contains("Error: ");
    assertThat(shell.tyger("run", "list").ok().out()).isEqualTo("[]\n");
  }

  @Test
  void aFileIsMergedWithOptions() throws IOException {
    codespec("t", "true", "-i", "a", "-o", "b");
    Files.writeString(
        folder.resolve("r.yml"),
        "job: {codespec: t, tags: {k: 1}, bufferTtl: 0.00:05}\ntags: {x: 1, y: 2}\n");
    String id = begin("-f", "r.yml", "--tag", "y=3", "--buffer-tag", "l=2", "--timeout", "1m30.9s");
    assertThat(shell.tyger("run", "show", id).ok().out().replaceAll("\\s+", ""))
        .contains("\"timeoutSeconds\":90")
        .contains("\"tags\":{\"x\":\"1\",\"y\":\"3\"}");
    assertThat(shell.tyger("buffer", "list", "--tag", "k=1,l=2,bufferName=a").ok().out())
        .contains("expiresAt");
  }
}
