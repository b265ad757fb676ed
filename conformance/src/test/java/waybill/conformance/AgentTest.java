package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.net.SocketException;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import waybill.testing.Needs;

/** The agent on good and on bad days, and the verbs that run in it. */
class AgentTest {
  private static final String ECHO =
      """
      name: echo
      run:
        serial:
        - container:
            image: { ref: "host:" }
            cmd: [sh, -c, "echo to out; echo to err >&2"]
        - container:
            image: { ref: "host:" }
            cmd: [sh, -c, "echo last words; exit 3"]
      """;

  /** An op that tells of its beginning and sleeps. */
  private static String sleep(Path home) {
    return """
      name: sleep
      run:
        container:
          image: { ref: "host:" }
          cmd: [sh, -c, "echo begun; sleep 300; : %s"]
      """
        .formatted(home);
  }

  private static final Pattern PROCESS = Pattern.compile("\"process\":(\\d+)");

  @TempDir private static Path folder;
  private static List<Product> products;
  private static Workshop workshop;

  @BeforeAll
  static void findProducts() throws IOException, InterruptedException {
    workshop = new Workshop(folder);
    products = workshop.products();
  }

  private interface Promise {
    void hold(Desk desk) throws IOException, InterruptedException;
  }

  @TestFactory
  Stream<DynamicTest> promises() {
    var tests = new ArrayList<DynamicTest>();
    for (Product product : products) {
      add(tests, product, "begins and ends", AgentTest::beginsAndEnds);
      add(tests, product, "two commands start it at once", AgentTest::startedAtOnce);
      add(tests, product, "runs are listed, shown, read", AgentTest::runsAreKnown);
      add(tests, product, "what is not there is told", AgentTest::whatIsNotThere);
      add(tests, product, "a run is followed and cancelled", AgentTest::followedAndCancelled);
      add(tests, product, "killed while it runs something", AgentTest::killed);
      add(tests, product, "told to end while it runs something", AgentTest::toldToEnd);
      add(tests, product, "of another build", AgentTest::ofAnotherBuild);
      add(tests, product, "wrong bytes", AgentTest::wrongBytes);
      add(tests, product, "another user", AgentTest::anotherUser);
      add(tests, product, "a long runtime folder", AgentTest::longRuntimeFolder);
      add(tests, product, "a journal of a newer Waybill", AgentTest::newerJournal);
      add(tests, product, "a full disk", AgentTest::fullDisk);
      add(tests, product, "idle", AgentTest::idle);
      add(tests, product, "a wrong setting", AgentTest::wrongSetting);
      add(tests, product, "when you log in", AgentTest::atLogin);
    }
    return tests.stream();
  }

  private static void add(List<DynamicTest> tests, Product product, String name, Promise promise) {
    tests.add(
        dynamicTest(
            product.name() + ": " + name,
            () -> {
              Desk desk = Desk.of(product);
              try {
                promise.hold(desk);
              } finally {
                Ending _ = desk.run("agent", "stop", "--force");
              }
            }));
  }

  /** Where somebody has an agent of his own. */
  private record Desk(Product product, Path project, Map<String, String> environment) {

    static Desk of(Product product) throws IOException {
      Path home = workshop.newFolder("h");
      Path project = Files.createDirectories(home.resolve("project"));
      product.user().own(home);
      return new Desk(
          product,
          project,
          Map.of(
              "HOME",
              home.toString(),
              "WAYBILL_RUNTIME_DIR",
              home.resolve("run").toString(),
              "WAYBILL_STATE_DIR",
              home.resolve("state").toString()));
    }

    Desk with(String variable, String value) {
      var more = new HashMap<>(environment);
      more.put(variable, value);
      return new Desk(product, project, more);
    }

    Desk as(Product other) {
      return new Desk(other, project, environment);
    }

    Path home() {
      return project.resolveSibling(".").normalize();
    }

    Path state() {
      return Path.of(environment.getOrDefault("WAYBILL_STATE_DIR", ""));
    }

    Path socket() {
      return home().resolve("run/agent.sock");
    }

    void write(String op, String text) throws IOException {
      Path place = Files.createDirectories(project.resolve(op));
      Files.writeString(place.resolve("op.yml"), text);
      product.user().own(project);
    }

    Ending run(String... arguments) throws IOException, InterruptedException {
      Path beside = Files.createTempDirectory(folder, "said").resolve("x");
      return product.end(start(beside, arguments), beside);
    }

    /** What it says goes beside that path. */
    Process start(Path beside, String... arguments) throws IOException {
      var all = new ArrayList<>(List.of("/bin/sh", "-c", "cd \"$0\" && exec \"$@\""));
      all.add(project.toString());
      all.add(product.program().toString());
      all.addAll(List.of(arguments));
      Product there =
          new Product(product.name(), product.user(), Path.of(all.getFirst()), workshop);
      Path cwd = Files.createDirectories(beside);
      return there.start(all.subList(1, all.size()), "", environment, cwd);
    }

    /** Starts an op that sleeps, and returns when its program runs. */
    Process sleeper(Path beside) throws IOException, InterruptedException {
      write("sleep", sleep(home()));
      Process process = start(beside, "opctl", "run", "sleep");
      await("its program runs", () -> task().isPresent());
      return process;
    }

    Optional<ProcessHandle> task() {
      return ProcessHandle.allProcesses()
          .filter(
              process -> {
                String line = process.info().commandLine().orElse("");
                return line.contains("sleep 300; : " + home());
              })
          .findFirst();
    }

    ProcessHandle agent() throws IOException, InterruptedException {
      String said = run("agent", "status", "--output", "json").stdout();
      Matcher process = PROCESS.matcher(said);
      assertThat(process.find()).describedAs(said).isTrue();
      return ProcessHandle.of(Long.parseLong(process.group(1))).orElseThrow();
    }

    void assertNothingIsLeft() throws IOException {
      try (Stream<Path> files = Files.list(home().resolve("run"))) {
        assertThat(files.toList()).isEmpty();
      }
      assertThat(state().resolve("journal/lock")).doesNotExist();
    }
  }

  private interface Condition {
    boolean holds() throws IOException, InterruptedException;
  }

  private static void await(String what, Condition condition)
      throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(50);
    while (!condition.holds()) {
      if (System.nanoTime() > deadline) {
        throw new AssertionError("not within 50 s: " + what);
      }
      Thread.onSpinWait();
    }
  }

  private static Path beside() throws IOException {
    return Files.createTempDirectory(folder, "said").resolve("x");
  }

  private static void beginsAndEnds(Desk desk) throws IOException, InterruptedException {
    assertThat(desk.run("agent", "status").how()).isEqualTo("exit 1");
    Ending first = desk.run("agent", "start");
    assertThat(first.how()).describedAs(first.stderr()).isEqualTo("exit 0");
    ProcessHandle agent = desk.agent();
    assertThat(desk.run("agent", "start").stdout()).contains("" + agent.pid());
    String stat = Files.readString(Path.of("/proc/" + agent.pid() + "/stat"));
    final int session = 3; // of what comes after the name
    assertThat(stat.substring(stat.lastIndexOf(')') + 2).split(" ", 5)[session])
        .describedAs("a session of its own")
        .isEqualTo("" + agent.pid());
    assertThat(Files.readSymbolicLink(Path.of("/proc/" + agent.pid() + "/cwd")))
        .isEqualTo(Path.of("/"));
    assertThat(desk.run("agent", "stop").stdout()).contains("" + agent.pid(), "has ended");
    assertThat(agent.isAlive()).isFalse();
    desk.assertNothingIsLeft();
    assertThat(desk.run("agent", "stop").stdout()).isEqualTo("there is no agent\n");
    assertThat(desk.run("agent", "stopp").stderr()).contains("did you mean `stop`?");
  }

  private static void startedAtOnce(Desk desk) throws IOException, InterruptedException {
    var processes = new HashMap<Path, Process>();
    for (int i = 0; i < 4; i++) {
      Path beside = beside();
      processes.put(beside, desk.start(beside, "ps"));
    }
    for (Map.Entry<Path, Process> each : processes.entrySet()) {
      Ending ending = desk.product().end(each.getValue(), each.getKey());
      assertThat(ending)
          .isEqualTo(new Ending("", "nothing runs, and no run is remembered\n", "exit 0"));
    }
    assertThat(Files.readString(desk.state().resolve("agent.log"))).containsOnlyOnce("listens at");
  }

  private static void runsAreKnown(Desk desk) throws IOException, InterruptedException {
    desk.write("echo", ECHO);
    Ending run = desk.run("opctl", "run", "echo");
    assertThat(run.how()).describedAs(run.stderr()).isEqualTo("exit 1");
    assertThat(desk.run("ps").stdout()).contains("RUN", "STATUS", "op", "FAILED");
    assertThat(desk.run("ps", "--status", "ok").stderr()).contains("no run");
    assertThat(desk.run("ps", "--output", "json").stdout())
        .startsWith("{\"v\":1,\"runs\":[{\"run\":1,\"kind\":\"op\"")
        .contains("\"status\":\"failed\"");
    assertThat(desk.run("show", "@last").stdout()).contains("serial", "exit 3", "next");
    assertThat(desk.run("show", "1", "--events").stdout())
        .contains("\"type\":\"run.started\"", "\"type\":\"run.ended\"");
    assertThat(desk.run("logs", "@failed", "--no-prefix").stdout())
        .contains("to out\n", "to err\n")
        .endsWith("last words\n");
    assertThat(desk.run("logs", "1", "--no-prefix", "--failed").stdout()).isEqualTo("last words\n");
    assertThat(desk.run("logs", "1", "--no-prefix", "--stderr").stdout()).isEqualTo("to err\n");
    assertThat(desk.run("logs", "1", "--no-prefix", "--grep", "w.r", "--tail", "1").stdout())
        .isEqualTo("last words\n");
    assertThat(desk.run("logs", "1/serial/container[1]").stdout())
        .isEqualTo("serial/container[1]  │ last words\n");
    assertThat(desk.run("cancel", "1").stdout()).isEqualTo("run 1 is over already: failed\n");
    assertThat(desk.state().resolve("runs/1/scratch")).doesNotExist();
  }

  private static void whatIsNotThere(Desk desk) throws IOException, InterruptedException {
    assertThat(desk.run("show", "@last").stderr()).contains("no run is remembered");
    desk.write("echo", ECHO);
    Ending _ = desk.run("run", "echo");
    Map<List<String>, String> wrong =
        Map.of(
            List.of("show", "7"), "there is no run `7`",
            List.of("logs", "@lats"), "did you mean `@last`?",
            List.of("logs", "1", "serail"), "has no part `serail`",
            List.of("logs", "1", "--grep", "("), "no regular expression",
            List.of("logs", "1", "--tail", "-1"), "number of lines",
            List.of("cancel", "@running"), "nothing runs",
            List.of("ps", "--status", "fialed"), "did you mean `failed` or",
            List.of("ps", "--outptu", "json"), "unknown option",
            List.of("show"), "RUN");
    for (Map.Entry<List<String>, String> each : wrong.entrySet()) {
      Ending ending = desk.run(each.getKey().toArray(String[]::new));
      assertThat(ending.stderr()).describedAs("%s", each.getKey()).contains(each.getValue());
      assertThat(ending.how()).describedAs("%s", each.getKey()).isNotEqualTo("exit 0");
      assertThat(ending.stdout()).isEmpty();
    }
    assertThat(desk.run("logs", "1", "--grep", "nowhere").stderr()).contains("no line");
    assertThat(desk.run("ps", "--help").stdout()).contains("waybill ps");
  }

  private static void followedAndCancelled(Desk desk) throws IOException, InterruptedException {
    Path ran = beside();
    Path followed = beside();
    Process run = desk.sleeper(ran);
    Process follow = desk.start(followed, "logs", "-f", "@running", "--no-prefix");
    await(
        "the line is there", () -> Files.readString(Path.of(followed + ".stdout")).contains("\n"));
    assertThat(desk.run("agent", "stop").stderr()).contains("is busy with run 1");
    assertThat(desk.run("cancel", "@running").stdout()).isEqualTo("run 1 is asked to end\n");
    assertThat(desk.product().end(follow, followed)).isEqualTo(new Ending("begun\n", "", "exit 0"));
    assertThat(desk.product().end(run, ran).how()).isEqualTo("exit 137");
    assertThat(desk.task()).isEmpty();
    assertThat(desk.run("ps").stdout()).contains("killed (user)");
  }

  private static void killed(Desk desk) throws IOException, InterruptedException {
    Path ran = beside();
    Process run = desk.sleeper(ran);
    ProcessHandle task = desk.task().orElseThrow();
    desk.agent().destroyForcibly();
    Ending ending = desk.product().end(run, ran);
    assertThat(ending.stderr()).contains("the connection to the agent broke", "agent.log");
    assertThat(ending.how()).isEqualTo("exit 1");
    task.onExit().join();
    assertThat(desk.socket()).exists();
    assertThat(desk.run("ps").stdout()).contains("killed (waybill)");
    assertThat(desk.run("show", "1").stdout()).contains("the process that ran this has died");
    assertThat(desk.run("logs", "1", "--no-prefix").stdout()).isEqualTo("begun\n");
    assertThat(desk.state().resolve("runs/1/scratch")).doesNotExist();
  }

  private static void toldToEnd(Desk desk) throws IOException, InterruptedException {
    Path ran = beside();
    Process run = desk.sleeper(ran);
    ProcessHandle agent = desk.agent();
    agent.destroy();
    assertThat(desk.product().end(run, ran).how()).isEqualTo("exit 137");
    agent.onExit().join();
    assertThat(desk.task()).isEmpty();
    desk.assertNothingIsLeft();
    assertThat(desk.run("ps").stdout()).contains("killed (waybill)");
    assertThat(desk.run("show", "1").stdout()).doesNotContain("has died");
  }

  private static void ofAnotherBuild(Desk desk) throws IOException, InterruptedException {
    Desk other = desk.as(anotherBuild(desk.product()));
    ProcessHandle first = started(desk);
    assertThat(other.run("ps").how()).isEqualTo("exit 0");
    assertThat(first.isAlive()).describedAs("an idle one is replaced").isFalse();
    Path ran = beside();
    Process run = other.sleeper(ran);
    ProcessHandle busy = other.agent();
    Ending refused = desk.run("ps");
    assertThat(refused.how()).isEqualTo("exit 125");
    assertThat(refused.stderr())
        .contains("process " + busy.pid(), "build another-build", "busy with run 1");
    assertThat(busy.isAlive()).isTrue();
    assertThat(desk.run("agent", "status").stdout()).contains("another-build");
    assertThat(desk.run("agent", "stop", "--force").how()).isEqualTo("exit 0");
    assertThat(desk.product().end(run, ran).how()).isEqualTo("exit 137");
  }

  private static ProcessHandle started(Desk desk) throws IOException, InterruptedException {
    assertThat(desk.run("ps").how()).isEqualTo("exit 0");
    return desk.agent();
  }

  /** The same program, which says that it is another. */
  private static Product anotherBuild(Product product) throws IOException, InterruptedException {
    Path dist = Workshop.SOURCE_TREE.resolve(".waybill/dist").toRealPath();
    Path other = workshop.newFolder("other");
    Workshop.call("cp", "-a", dist + "/lib", dist + "/bin", dist + "/jdk", other.toString());
    Files.writeString(other.resolve("build"), "another-build\n");
    // empty: tried, goes without
    try (Stream<Path> caches = Files.list(Files.createDirectories(dist.resolve("aot")))) {
      for (Path cache : caches.toList()) {
        String name = cache.getFileName().toString();
        Files.createDirectories(other.resolve("aot"));
        Files.createFile(
            other.resolve("aot").resolve("another-build" + name.substring(name.indexOf('-'))));
      }
    }
    return new Product(product.name(), product.user(), other.resolve("bin/waybill"), workshop);
  }

  private static void wrongBytes(Desk desk) throws IOException, InterruptedException {
    if (desk.product().user().id().isPresent()) {
      return; // we are somebody else, and hung up on before anything is read
    }
    ProcessHandle agent = started(desk);
    var random = new Random(5);
    for (int i = 0; i < 200; i++) {
      byte[] garbage = new byte[random.nextInt(5000)];
      random.nextBytes(garbage);
      if (i % 2 == 0 && garbage.length > 5) {
        ByteBuffer.wrap(garbage).putInt(garbage.length - 4).put((byte) 1);
      }
      try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(desk.socket()))) {
        channel.write(ByteBuffer.wrap(garbage));
        channel.shutdownOutput();
        while (channel.read(ByteBuffer.allocate(1000)) >= 0) {
          Thread.onSpinWait();
        }
      } catch (SocketException hungUp) {
        // as good an answer as the end of the stream
      }
    }
    assertThat(desk.run("ps").how()).isEqualTo("exit 0");
    assertThat(desk.agent().pid()).isEqualTo(agent.pid());
  }

  /** Root gets to the sockets of all users, and is no more welcome than they are to each other. */
  private static void anotherUser(Desk desk) throws IOException, InterruptedException {
    Needs.root();
    ProcessHandle _ = started(desk);
    if (desk.product().user().id().isEmpty()) {
      return; // that is root's own agent, whose folder nobody else can enter
    }
    try (SocketChannel channel = SocketChannel.open(UnixDomainSocketAddress.of(desk.socket()))) {
      assertThat(channel.read(ByteBuffer.allocate(10))).isEqualTo(-1);
    }
    assertThat(Files.readString(desk.state().resolve("agent.log"))).contains("another user");
    Ending root =
        new Product(
                "root",
                new Product.User(List.of(), Optional.empty(), desk.home()),
                Workshop.SOURCE_TREE.resolve("waybill"),
                workshop)
            .run(List.of("ps"), "", desk.environment(), besideAll());
    assertThat(root.how()).isEqualTo("exit 125");
    assertThat(root.stderr()).contains("another user");
  }

  private static Path besideAll() throws IOException {
    return Files.createDirectories(Files.createTempDirectory(folder, "root").resolve("x"));
  }

  private static void longRuntimeFolder(Desk desk) throws IOException, InterruptedException {
    Path deep = desk.home().resolve("x".repeat(120));
    Ending ending = desk.with("WAYBILL_RUNTIME_DIR", deep.toString()).run("ps");
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr()).contains("107", "WAYBILL_RUNTIME_DIR");
  }

  /** The number of a database's form stands at byte 60 of it. */
  private static void newerJournal(Desk desk) throws IOException, InterruptedException {
    ProcessHandle _ = started(desk);
    assertThat(desk.run("agent", "stop").how()).isEqualTo("exit 0");
    final int userVersion = 60;
    try (var file =
        new RandomAccessFile(desk.state().resolve("journal/journal.db").toFile(), "rw")) {
      file.seek(userVersion);
      file.writeInt(999);
    }
    Ending ending = desk.run("ps");
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr())
        .contains("the agent did not start", "newer Waybill", "999", "agent.log");
    desk.assertNothingIsLeft();
  }

  private static void fullDisk(Desk desk) throws IOException, InterruptedException {
    Needs.root();
    Path small = Files.createDirectory(desk.home().resolve("small"));
    try (SmallDisk disk = new SmallDisk(small, 700)) {
      desk.product().user().id().ifPresent(id -> own(disk.folder(), id));
      Desk there = desk.with("WAYBILL_STATE_DIR", disk.folder().toString());
      there.write(
          "much",
          """
          name: much
          run:
            container:
              image: { ref: "host:" }
              cmd: [sh, -c, "head -c 3000000 /dev/zero"]
          """);
      Ending ending;
      try {
        ending = there.run("opctl", "run", "much");
      } finally {
        assertThat(there.run("agent", "stop", "--force").how()).isEqualTo("exit 0");
      }
      assertThat(ending.how()).isNotEqualTo("exit 0");
      assertThat(ending.stderr()).contains("cannot write the journal", "make room");
    }
  }

  private static void own(Path place, int id) {
    try {
      Files.setAttribute(place, "unix:uid", id, LinkOption.NOFOLLOW_LINKS);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static void idle(Desk desk) throws IOException, InterruptedException {
    Path config = Files.createDirectories(desk.home().resolve("config"));
    Files.writeString(config.resolve("agent.yaml"), "idle: 1s\n");
    desk.product().user().own(config);
    Desk there = desk.with("WAYBILL_CONFIG_DIR", config.toString());
    assertThat(there.run("ps").how()).isEqualTo("exit 0");
    await("the agent is gone", () -> !Files.exists(there.socket()));
    await("its lock is gone", () -> !Files.exists(there.home().resolve("run/agent.lock")));
  }

  private static void wrongSetting(Desk desk) throws IOException, InterruptedException {
    Path config = Files.createDirectories(desk.home().resolve("config"));
    Files.writeString(config.resolve("agent.yaml"), "idel: 1s\n");
    desk.product().user().own(config);
    Ending ending = desk.with("WAYBILL_CONFIG_DIR", config.toString()).run("ps");
    assertThat(ending.how()).isEqualTo("exit 125");
    assertThat(ending.stderr()).contains("agent.yaml:1:1", "did you mean `idle`?");
  }

  private static void atLogin(Desk desk) throws IOException, InterruptedException {
    Path bin = Files.createDirectories(desk.home().resolve("bin"));
    Path systemctl = bin.resolve("systemctl"); // this machine's own is left alone
    Files.writeString(systemctl, "#!/bin/sh\necho no bus >&2; exit 1\n");
    assertThat(systemctl.toFile().setExecutable(true, false)).isTrue();
    desk.product().user().own(bin);
    Desk there = desk.with("PATH", bin + ":" + System.getenv("PATH"));
    Ending installed = there.run("agent", "install");
    assertThat(installed.how()).describedAs(installed.stderr()).isEqualTo("exit 0");
    assertThat(installed.stdout())
        .contains("no bus", "systemctl --user enable waybill-agent.service");
    Path unit = desk.home().resolve(".config/systemd/user/waybill-agent.service");
    assertThat(unit)
        .content()
        .contains("/waybill\" agent start --foreground\n", "WAYBILL_STATE_DIR=" + desk.state());
    assertThat(there.run("agent", "uninstall").how()).isEqualTo("exit 0");
    assertThat(unit).doesNotExist();
    Files.writeString(unit, "[Unit]\n");
    assertThat(there.run("agent", "install").how()).isEqualTo("exit 125");
    assertThat(unit).hasContent("[Unit]\n");
    assertThat(desk.socket()).doesNotExist();
  }
}
