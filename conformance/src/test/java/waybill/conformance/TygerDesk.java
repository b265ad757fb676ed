package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import waybill.conformance.SocketHttp.Answer;

/**
 * Where somebody uses {@code tyger}.
 *
 * @param limited whether this user has control groups here, so that limits can be asked for
 */
record TygerDesk(OpUser user, Path folder, boolean limited) {
  private static final String VERSION = "api-version=1.0";
  private static final Pattern PROCESS = Pattern.compile("\"process\":(\\d+)");

  static TygerDesk of(OpUser user) throws IOException, InterruptedException {
    var desk = new TygerDesk(user, user.project(Map.of()), true);
    String limit = "resources: {limits: {memory: 100M}}";
    Ending tried = desk.exec("", run("true", "", "", limit));
    if (!tried.stderr().contains("cannot be enforced")) {
      return desk;
    }
    Ending _ = desk.exec("", run("true", "", "")); // has the image from now on
    return new TygerDesk(user, desk.folder, false);
  }

  /** The desk of whoever has that product. */
  static TygerDesk of(Product product, List<TygerDesk> desks) {
    return desks.stream()
        .filter(desk -> desk.user.product().name().equals(product.name()))
        .findFirst()
        .orElseThrow();
  }

  /** Another folder of the same user. */
  TygerDesk another() throws IOException {
    return new TygerDesk(user, user.project(Map.of()), limited);
  }

  /**
   * A run of a script.
   *
   * @param more lines of its codespec, of its job, and of itself
   */
  static String run(String script, String inputs, String outputs, String... more) {
    String buffers = "buffers: {inputs: [" + inputs + "], outputs: [" + outputs + "]}\n";
    String command = "command: [sh, -c, '" + script.replace("'", "''") + "', sh]\n";
    return "job:\n  codespec:\n"
        + ("image: alpine\n" + buffers + command + part(more, 0)).indent(4)
        + part(more, 1).indent(2)
        + part(more, 2);
  }

  private static String part(String[] more, int index) {
    return more.length > index ? more[index] + "\n" : "";
  }

  /** {@code tyger ARGUMENTS}. */
  Ending tyger(String... arguments) throws IOException, InterruptedException {
    return end(begin("", arguments));
  }

  Ending feed(String input, String... arguments) throws IOException, InterruptedException {
    return end(begin(input, arguments));
  }

  /** Each desk may have one that is not waited for. */
  Process begin(String input, String... arguments) throws IOException {
    var words = new ArrayList<>(List.of("tyger"));
    words.addAll(List.of(arguments));
    return user.feed(folder, input, words.toArray(String[]::new));
  }

  Ending end(Process process) throws IOException, InterruptedException {
    return user.product().end(process, folder);
  }

  /** What a command that has to succeed prints. */
  String ask(String... arguments) throws IOException, InterruptedException {
    Ending ending = tyger(arguments);
    assertThat(ending.how())
        .describedAs(String.join(" ", arguments) + ": " + ending.stderr())
        .isEqualTo("exit 0");
    return ending.stdout().strip();
  }

  /** What is said of a command that has to fail. */
  String refused(String... arguments) throws IOException, InterruptedException {
    Ending ending = tyger(arguments);
    assertThat(ending.how())
        .describedAs(String.join(" ", arguments) + ": " + ending.stdout())
        .isEqualTo("exit 1");
    return ending.stderr();
  }

  /** A file of this folder, by a name that no other has. */
  String file(String text) throws IOException {
    Path file = Files.createTempFile(folder, "spec", ".yml");
    Files.writeString(file, text);
    user.product().user().own(folder);
    return file.getFileName().toString();
  }

  /** {@code run exec} of such a run, from input to output. */
  Ending exec(String input, String text, String... options)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("run", "exec", "-f", file(text)));
    words.addAll(List.of(options));
    return feed(input, words.toArray(String[]::new));
  }

  /** What such a run, which has to succeed, writes into its output. */
  String output(String input, String text, String... options)
      throws IOException, InterruptedException {
    Ending ending = exec(input, text, options);
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    return ending.stdout();
  }

  /** {@code run create} of such a run; its number. */
  String create(String text, String... options) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("run", "create", "-f", file(text)));
    words.addAll(List.of(options));
    return ask(words.toArray(String[]::new));
  }

  /** Whatever can be asked without the command, as soon as one has opened the API. */
  Answer http(String method, String path, String body, String... headers) throws IOException {
    String target = "/" + path + (path.contains("?") ? "&" : "?") + VERSION;
    return raw(method, target, body, headers);
  }

  /** The same, with nothing put in. */
  Answer raw(String method, String target, String body, String... headers) throws IOException {
    return SocketHttp.ask(socket(), method, target, body, headers);
  }

  Path socket() {
    return user.folders().resolve("runtime/api.sock");
  }

  Answer get(String path) throws IOException {
    return http("GET", path, "");
  }

  Answer put(String name, String codespec) throws IOException {
    return http("PUT", "codespecs/" + name, codespec);
  }

  /** The version that a codespec, which has to be accepted, has. */
  int version(String name, String codespec) throws IOException {
    Answer answer = put(name, codespec);
    assertThat(answer.status()).describedAs(answer.body()).isIn(200, 201);
    return Integer.parseInt(value(answer.body(), "version"));
  }

  /** The first value of a key in JSON, without quotes; empty when there is none. */
  static String value(String json, String key) {
    Matcher value = Pattern.compile("\"" + key + "\":\\s*\"?([^\",\\n}]*)").matcher(json);
    return value.find() ? value.group(1) : "";
  }

  /** The run when it is over: who watches it is told. */
  String over(String id) throws IOException {
    Answer _ = get("runs/" + id + "?watch=true");
    return get("runs/" + id).body();
  }

  void awaitRunning(String id) throws IOException, InterruptedException {
    JobDesk.awaitThat(
        "run " + id + " is running",
        () -> value(get("runs/" + id).body(), "status").equals("Running"));
  }

  /** A new buffer with something in it. */
  String written(String content) throws IOException, InterruptedException {
    String id = ask("buffer", "create");
    Ending ending = feed(content, "buffer", "write", id);
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    return id;
  }

  String read(String buffer) throws IOException, InterruptedException {
    Ending ending = tyger("buffer", "read", buffer);
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    return ending.stdout();
  }

  /** What an access URL asks for, with a blob: a path and a query. */
  String access(String buffer, String blob, String... options)
      throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("buffer", "access", buffer));
    words.addAll(List.of(options));
    String url = ask(words.toArray(String[]::new));
    String query = url.substring(url.indexOf('?'));
    return "/containers/" + buffer + (blob.isEmpty() ? "" : "/" + blob) + query;
  }

  /** Where the agent keeps a buffer's content. */
  Path content(String buffer) {
    return user.folders().resolve("state/buffers/data").resolve(buffer);
  }

  ProcessHandle agent() throws IOException, InterruptedException {
    String said = user.waybill(folder, "agent", "status", "--output", "json").stdout();
    Matcher process = PROCESS.matcher(said);
    assertThat(process.find()).describedAs(said).isTrue();
    return ProcessHandle.of(Long.parseLong(process.group(1))).orElseThrow();
  }
}
