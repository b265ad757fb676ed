package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where somebody has a folder with jobs.
 *
 * @param limited whether this user has control groups here, so that limits can be asked for
 */
record JobDesk(OpUser user, Path folder, boolean limited) {
  /** Of every job that {@link #jobText} makes. */
  private static final String LIMITS = "    Resources: {CPU: \"0.1\", Memory: 100MB}\n";

  private static final Pattern PROCESS = Pattern.compile("\"process\":(\\d+)");

  static JobDesk of(OpUser user) throws IOException, InterruptedException {
    var desk = new JobDesk(user, user.project(Map.of()), true);
    Ending tried = desk.run(jobText(newName(), "true"), "--dry-run");
    return tried.stderr().contains("cannot be enforced")
        ? new JobDesk(user, desk.folder, false)
        : desk;
  }

  /** The desk of whoever has that product. */
  static JobDesk of(Product product, List<JobDesk> desks) {
    return desks.stream()
        .filter(desk -> desk.user.product().name().equals(product.name()))
        .findFirst()
        .orElseThrow();
  }

  /** Another folder of the same user. */
  JobDesk another() throws IOException {
    return new JobDesk(user, user.project(Map.of()), limited);
  }

  /** A job with one task that runs a script; more are its type's lines, and those of its task. */
  static String jobText(String name, String script, String... more) {
    return """
    Name: %s
    %s
    Tasks:
      - Name: main
        Engine:
          Type: docker
          Params:
            Image: alpine
            Entrypoint: [sh, -c]
            Parameters: ['%s']
        Resources: {CPU: "0.1", Memory: 100MB}
    """
            .formatted(name, more.length > 0 ? more[0] : "Type: batch", script.replace("'", "''"))
        + (more.length > 1 ? more[1].indent(4) : "");
  }

  static String newName() {
    return "j" + Long.toHexString(System.nanoTime());
  }

  /** {@code bacalhau job ARGUMENTS}. */
  Ending job(String... arguments) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("job"));
    words.addAll(List.of(arguments));
    return bacalhau(words.toArray(String[]::new));
  }

  Ending bacalhau(String... arguments) throws IOException, InterruptedException {
    return waybill(bacalhauWords(arguments));
  }

  Ending waybill(String... arguments) throws IOException, InterruptedException {
    return user.waybill(folder, arguments);
  }

  private static String[] bacalhauWords(String... arguments) {
    var words = new ArrayList<>(List.of("bacalhau"));
    words.addAll(List.of(arguments));
    return words.toArray(String[]::new);
  }

  /** Starts {@code bacalhau ARGUMENTS}; each folder may have one that is not waited for. */
  Process begin(String... arguments) throws IOException {
    return user.begin(folder, bacalhauWords(arguments));
  }

  Ending end(Process process) throws IOException, InterruptedException {
    return user.product().end(process, folder);
  }

  /**
   * A job's file; each call a name that no other has. An ordinary user may have no control groups
   * here, so that what asks for limits is refused; then they are left out.
   */
  String write(String text) throws IOException {
    Path file = Files.createTempFile(folder, "job", ".yaml");
    Files.writeString(file, limited ? text : text.replace(LIMITS, ""));
    own();
    return file.getFileName().toString();
  }

  /** A file that a job may have as an input. */
  Path input(String name, String content) throws IOException {
    Path file = Files.writeString(folder.resolve(name), content);
    own();
    return file;
  }

  private void own() throws IOException {
    user.product().user().own(folder);
  }

  /** Submits a job and does not wait; its id. */
  String submit(String text) throws IOException, InterruptedException {
    Ending ending = job("run", "--wait=false", write(text));
    assertThat(ending.how()).describedAs(ending.stderr()).isEqualTo("exit 0");
    return ending.stdout().strip();
  }

  Ending run(String text, String... options) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of("run"));
    words.addAll(List.of(options));
    words.add(write(text));
    return job(words.toArray(String[]::new));
  }

  /** Behind what is said on the way. */
  static String firstError(Ending ending) {
    return ending
        .stderr()
        .lines()
        .filter(line -> line.startsWith("Error: "))
        .findFirst()
        .orElse("no error in: " + ending.stderr());
  }

  /** What programs see of a job. */
  String described(String id) throws IOException, InterruptedException {
    return job("describe", id, "--output", "json").stdout();
  }

  /** Its executions, as programs see them. */
  String executions(String id) throws IOException, InterruptedException {
    return job("executions", id, "--output", "json").stdout();
  }

  void await(String id, String part) throws IOException, InterruptedException {
    try {
      awaitThat(part, () -> described(id).contains(part));
    } catch (AssertionError late) {
      throw new AssertionError(late.getMessage() + "\n" + job("describe", id).stdout(), late);
    }
  }

  interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  static void awaitThat(String what, Condition condition) throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
    while (!condition.holds()) {
      assertThat(System.nanoTime()).describedAs("not within 60 s: " + what).isLessThan(deadline);
    }
  }

  /** Whether a program runs in whose script there is {@code : MARK}. */
  static boolean runs(String mark) {
    return count(mark) > 0;
  }

  static long count(String mark) {
    return ProcessHandle.allProcesses()
        .filter(p -> p.info().commandLine().orElse("").contains(": " + mark))
        .count();
  }

  ProcessHandle agent() throws IOException, InterruptedException {
    String said = waybill("agent", "status", "--output", "json").stdout();
    Matcher process = PROCESS.matcher(said);
    assertThat(process.find()).describedAs(said).isTrue();
    return ProcessHandle.of(Long.parseLong(process.group(1))).orElseThrow();
  }

  void killAgent() throws IOException, InterruptedException {
    kill(agent());
  }

  static void kill(ProcessHandle process) throws IOException, InterruptedException {
    assertThat(process.destroyForcibly()).isTrue();
    awaitThat("the agent is gone", () -> !process.isAlive());
  }
}
