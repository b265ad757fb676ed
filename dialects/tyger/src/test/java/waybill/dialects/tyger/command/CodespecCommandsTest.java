package waybill.dialects.tyger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.tyger.api.FakeWorld;

class CodespecCommandsTest {
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

  private Shell.Told create(String... more) {
    String[] all = new String[more.length + 4];
    System.arraycopy(new String[] {"codespec", "create", "--image", "i"}, 0, all, 0, 4);
    System.arraycopy(more, 0, all, 4, more.length);
    return shell.tyger(all);
  }

  private String show(String name) {
    return shell.tyger("codespec", "show", name).ok().out();
  }

  private void file(String text) throws IOException {
    Files.writeString(folder.resolve("f.yml"), text);
  }

  @Test
  void aRunIsNotTakenForACodespec() throws Exception {
    Files.writeString(folder.resolve("run.yml"), "job:\n  codespec: x\n");
    assertThat(shell.tyger("codespec", "create", "c", "-f", "run.yml").failed().err())
        .contains("run.yml:1:1: ", "unknown field \"job\"", "`tyger run create -f FILE`");
  }

  @Test
  void theOutputIsTheVersionAndTheSameIsNoNewOne() {
    assertThat(create("n", "--env", "a=1", "--env", "b=2").ok().out()).isEqualTo("1\n");
    assertThat(create("n", "--env", "b=2", "--env", "a=1").ok().out()).isEqualTo("1\n");
    assertThat(create("n", "--env", "a=1").ok().out()).isEqualTo("2\n");
    assertThat(show("n")).contains("\"version\": 2");
    assertThat(shell.tyger("codespec", "show", "n", "-v", "1").ok().out())
        .isEqualTo(shell.tyger("codespecs", "get", "n", "--version=1").ok().out())
        .contains("\"version\": 1");
  }

  @Test
  void whatIsShownIsTheSameSpecification() throws Exception {
    create("n", "-i", "a", "--cpu-limit", "1.5", "-e", "A=1", "--", "x").ok();
    file(show("n"));
    assertThat(shell.tyger("codespec", "create", "-f", "f.yml").ok().out()).isEqualTo("1\n");
    assertThat(create("m", "-r", "2").ok().out()).isEqualTo("1\n");
    assertThat(create("m", "-r", "1").ok().out()).isEqualTo("2\n");
    assertThat(create("m").ok().out()).isEqualTo("2\n");
  }

  @Test
  void whatFollowsAnOptionIsItsText() {
    assertThat(create("n", "--input", "-foo").failed().err())
        .contains("'-foo' is invalid. Buffer names must consist");
    assertThat(create("n", "-i", "--output").failed().err()).contains("'--output' is invalid");
    create("n", "--env", "-A=--b", "--image", "j", "--", "--image", "k").ok();
    assertThat(show("n")).contains("\"-A\": \"--b\"", "\"image\": \"j\"", "\"--image\"", "\"k\"");
  }

  @Test
  void anEmptyKindIsTheUsualOne() throws Exception {
    create("n", "--kind", "").ok();
    assertThat(show("n")).contains("\"kind\": \"job\"");
    file("name: w\nimage: i\nkind: worker\n");
    shell.tyger("codespec", "create", "-f", "f.yml", "--kind", "").ok();
    assertThat(show("w")).contains("\"kind\": \"worker\"");
  }

  @Test
  void namesThatNoPathCanHoldAreNamesOfNothing() {
    for (String name : new String[] {".", "..", "a/b", "%2e", "a\\b", "a\nb", ""}) {
      for (String noun : new String[] {"codespec", "buffer", "run"}) {
        assertThat(shell.tyger(noun, "show", name).failed().err())
            .as(noun + " " + name)
            .isEqualTo("Error: NotFound: The resource was not found\n");
      }
    }
    assertThat(create("..").failed().err()).contains("NotFound");
  }

  @Test
  void wrongCommandLinesAreErrorsLikeAllOthers() {
    for (String wrong : new String[] {"", "nosuch", "codespec", "codespec nosuch", "run list x"}) {
      String[] words = wrong.isEmpty() ? new String[0] : wrong.split(" ", -1);
      assertThat(shell.tyger(words).failed().err()).as(wrong).startsWith("Error: ");
    }
    assertThat(shell.tyger().err()).startsWith("Error: a command is required\n");
    assertThat(shell.tyger("codespec", "show", "n", "--nosuch").failed().err())
        .startsWith("Error: unknown option `--nosuch`\nHint: ");
  }

  @Test
  void loginIsNotNeeded() {
    assertThat(shell.tyger("login").ok().out()).contains("No login is needed");
    shell.tyger("login", "--local").ok();
    assertThat(shell.tyger("login", "status").ok().out())
        .startsWith("You are logged in to unix://" + world.socket());
    shell.tyger("login", "unix://" + world.socket()).ok();
    assertThat(shell.tyger("login", "https://example.com").failed().err())
        .contains("https://example.com", "only this user's agent");
    shell.tyger("logout").ok();
  }

  @Test
  void showIndentsAsTheToolDoes() {
    create("n", "--", "a").ok();
    assertThat(show("n"))
        .startsWith("{\n    \"kind\": \"job\",\n    \"name\": \"n\",\n    \"version\": 1,\n")
        .contains("\n    \"args\": [\n      \"a\"\n    ],\n")
        .endsWith("\n  }\n");
  }

  @Test
  void eachOptionIsKept() {
    create(
            "n",
            "-i",
            "a,b",
            "-i",
            "c",
            "-o",
            "d",
            "-e",
            "K=1,2",
            "-e",
            "E=",
            "--gpu",
            "0",
            "--cpu-request",
            "500m",
            "--memory-request",
            "1G",
            "--cpu-limit",
            "1",
            "--memory-limit",
            "2Gi",
            "--shm",
            "1Gi",
            "--identity",
            "me",
            "-r",
            "3",
            "--command",
            "--",
            "sh",
            "-c",
            "x y")
        .ok();
    assertThat(show("n").replaceAll("\\s+", ""))
        .contains("\"buffers\":{\"inputs\":[\"a\",\"b\",\"c\"],\"outputs\":[\"d\"]}")
        .contains("\"command\":[\"sh\",\"-c\",\"xy\"]")
        .contains("\"env\":{\"K\":\"1,2\",\"E\":\"\"}")
        .contains("\"requests\":{\"cpu\":\"500m\",\"memory\":\"1G\"}")
        .contains("\"limits\":{\"cpu\":\"1\",\"memory\":\"2Gi\"}")
        .contains("\"shm\":\"1Gi\"")
        .contains("\"identity\":\"me\"")
        .contains("\"maxReplicas\":3")
        .doesNotContain("\"args\"");
  }

  @Test
  void aWorkerHasEndpoints() {
    create("w", "-k", "worker", "--endpoint", "web=80,db=81").ok();
    assertThat(show("w").replaceAll("\\s+", "")).contains("\"endpoints\":{\"web\":80,\"db\":81}");
  }

  @Test
  void optionsAreStrongerThanTheFile() throws Exception {
    file(
        """
        name: f
        kind: job
        image: x
        env: {A: 1, B: 2}
        resources: {requests: {cpu: 1, memory: 1G}}
        """);
    String[] sent = {"codespec", "create", "-f", "f.yml", "--env", "A=9", "--cpu-request", "2"};
    assertThat(shell.tyger(sent).ok().out()).isEqualTo("1\n");
    assertThat(show("f").replaceAll("\\s+", ""))
        .contains("\"env\":{\"A\":\"9\"}")
        .contains("\"requests\":{\"cpu\":\"2\",\"memory\":\"1G\"}");
    shell.tyger("codespec", "create", "other", "-f", "f.yml", "--kind", "worker").ok();
    assertThat(show("other")).contains("\"kind\": \"worker\"");
  }

  @Test
  void aFileComesInToo() {
    assertThat(shell.piped("name: p\nimage: x\n", "codespec", "create", "-f", "-").ok().out())
        .isEqualTo("1\n");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "--image i | if -f|--file is not provided, a name for the codespec is required",
        "--image i -- n | if -f|--file is not provided, a name for the codespec is required",
        "n extra --image i | unexpected positional args [extra]. Container arguments must be"
            + " preceded by -- and placed at the end of the command-line",
        "n extra --image i -- a | unexpected positional args before container args: [extra]",
        "Foo --image i | codespec names must contain only lower case letters (a-z)",
        "n --image i -r x | max-replicas must be an integer, got x",
        "n --image i --endpoint web=80 | job codespecs cannot have endpoints",
        "n --image i -k worker -i x | worker codespecs cannot have use buffers",
        "n --image i -k x | codespec kind must be either 'job', worker' or empty",
        "n --image i --gpu -1 | gpu value is invalid: ",
        "n --image i --cpu-request x | cpu request value is invalid: ",
        "n --image i --memory-limit 1Q | memory limit value is invalid: ",
        "n --image i --shm 1/2 | shm value is invalid: ",
        "n --image i -e K | invalid argument \"K\" for \"-e, --env\" flag",
        "n --image i -k worker --endpoint web=0 | endpoint port must be between 1 and 65535",
        "-f nosuch.yml | failed to read file nosuch.yml: ",
        "-f . | failed to read file .: ",
        "n --image i -i FOO | Buffer names must consist",
        "n --image i -i a -o a | must be unique across inputs and outputs",
        "n | image",
        "n --image i --nosuch | --nosuch",
      })
  void whatIsWrongIsToldInTheToolsWords(String arguments, String text) {
    String[] all = ("codespec create " + arguments.strip()).split(" ");
    Shell.Told told = shell.tyger(all).failed();
    assertThat(told.out()).isEmpty();
    assertThat(told.err()).contains(text.strip());
    assertThat(shell.tyger("codespec", "list").ok().out()).isEqualTo("[]\n");
  }

  @Test
  void aMisspeltKeyIsNamedAndNothingIsSent() throws Exception {
    file("name: f\nimgae: x\n");
    assertThat(shell.tyger("codespec", "create", "-f", "f.yml").failed().err())
        .contains("failed to parse file f.yml")
        .contains("imgae");
    file("image: x\n");
    assertThat(shell.tyger("codespec", "create", "-f", "f.yml").failed().err())
        .contains("a name for the codespec must be required");
  }

  @Test
  void whatIsNotThereIsNotFound() {
    create("n").ok();
    for (String version : new String[] {"7", "abc", "-1", "99999999999"}) {
      assertThat(shell.tyger("codespec", "show", "n", "--version=" + version).failed().err())
          .contains("Error: NotFound: The resource was not found");
    }
    assertThat(shell.tyger("codespec", "show", "nosuch").failed().err())
        .isEqualTo("Error: NotFound: The resource was not found\n");
  }

  @Test
  void aGroupAloneWantsACommand() {
    for (String group : new String[] {"codespec", "run", "buffer", "codespecs"}) {
      assertThat(shell.tyger(group).failed().err()).startsWith("Error: a command is required\n");
    }
  }

  @Test
  void listIsSortedAndPrefixesAreLiteral() {
    for (String name : new String[] {"b", "3d_t2", "a", "3dxt2"}) {
      create(name).ok();
    }
    create("a", "--", "x").ok();
    String all = shell.tyger("codespec", "list").ok().out().replaceAll("\\s+", "");
    assertThat(all).startsWith("[{").endsWith("}]");
    assertThat(all.replaceAll("\"name\":\"([^\"]*)\"|.", "$1 ").strip().split(" +"))
        .containsExactly("3d_t2", "3dxt2", "a", "b");
    assertThat(all).contains("\"name\":\"a\",\"version\":2");
    assertThat(shell.tyger("codespec", "list", "-p", "3d_").ok().out())
        .contains("3d_t2")
        .doesNotContain("3dxt2");
    assertThat(shell.tyger("codespec", "list", "-p", "A").ok().out()).isEqualTo("[]\n");
  }

  @Test
  void limitsAreFollowed() {
    create("a").ok();
    create("b").ok();
    assertThat(shell.tyger("codespec", "list", "-l", "1").ok().out()).doesNotContain("\"b\"");
    assertThat(shell.tyger("codespec", "list", "--limit", "1").ok().err()).isEmpty();
    assertThat(shell.tyger("codespec", "list", "-l", "3000").ok().out()).contains("\"b\"");
    for (String group : new String[] {"codespec", "run", "buffer"}) {
      assertThat(shell.tyger(group, "list", "--limit", "0").ok().out()).isEqualTo("[]\n");
      assertThat(shell.tyger(group, "list", "--limit=-1").failed().err())
          .contains("InvalidInput: Limit must be a non-negative integer");
      assertThat(shell.tyger(group, "list", "--limit", "many").failed().out()).isEmpty();
    }
  }
}
