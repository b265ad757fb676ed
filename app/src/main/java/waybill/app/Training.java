package waybill.app;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import waybill.app.agent.AgentRelay;
import waybill.cli.Exit;
import waybill.cli.FixedTerminal;
import waybill.cli.Invocation;
import waybill.files.FolderTree;

/**
 * What the JVM's AOT caches are trained with: the commands whose start should be fast, one after
 * the other in one process. The agent has a cache of its own, because a JVM loads all that is in
 * its cache: what only the agent needs would cost every command. Their program is the launcher
 * itself, which is always there and ends at once. That a command fails, on a machine that refuses
 * sandboxes, does no harm: the cache then holds what it came to.
 */
final class Training {
  private static final String JOB =
      """
      {"layers": [{"paths": ["waybill-launcher"]}, {"stubs": ["/{proc,tmp}/"]}],
       "program": "/waybill-launcher", "arguments": ["a"], "environment": {"A": "$env{HOME:-b}"},
       "mounts": [{"type": "proc", "mount_point": "/proc"}, {"type": "tmp", "mount_point": "/tmp"}]}
      """;

  private static final String HOST_JOB =
      """
      {"image": {"name": "host:", "use": ["layers"]}, "program": "/bin/true",
       "enable_writable_file_system": true}
      """;

  private static final String OP =
      """
      name: op
      description: A [link](op.yml), *words*.
      run:
        container:
          image: { ref: "host:" }
          cmd: [/bin/true]
      """;

  /** An argument: train for the agent's cache, which is apart. */
  private static final String AGENT = "agent";

  /** The same for the tool that runs in its caller's process, and moves much data there. */
  private static final String TYGER = "tyger";

  private static final String RUN =
      """
      job:
        codespec:
          image: "host:"
          buffers: {outputs: [output]}
          command: [/bin/sh, -c, "echo a >$OUTPUT_PIPE"]
      """;

  /** Enough for the JVM to learn what is hot. */
  private static final int BUFFER_BYTES = 16 << 20;

  private static final long AGENT_SECONDS = 20;

  private Training() {}

  static Exit run(Invocation invocation) {
    try {
      Path work = Files.createTempDirectory("waybill-training-");
      try {
        if (invocation.arguments().contains(AGENT)) {
          trainAgent(invocation, work);
        } else if (invocation.arguments().contains(TYGER)) {
          trainTyger(invocation, work);
        } else {
          train(invocation, work);
        }
      } finally {
        FolderTree.delete(work);
      }
      return Exit.OK;
    } catch (IOException e) {
      invocation.err().print("training: " + e + "\n");
      invocation.err().flush();
      return new Exit.Status(1);
    }
  }

  private static void train(Invocation outer, Path work) throws IOException {
    Path jobs = work.resolve("jobs.json");
    Files.writeString(jobs, JOB);
    run(outer, work, JOB, "maelstrom-run", "--one");
    run(outer, work, JOB, "maelstrom-run", "--one"); // now with its layers found
    run(outer, work, HOST_JOB, "maelstrom-run", "--one");
    TrainingImage.write(work.resolve("layout"));
    String imageJob =
        """
        {"image": {"name": "oci:%s", "use": ["layers", "environment"]},
         "added_layers": [{"paths": ["waybill-launcher"]}], "program": "/waybill-launcher"}
        """
            .formatted(work.resolve("layout"));
    run(outer, work, imageJob, "maelstrom-run", "--one");
    run(outer, work, imageJob, "maelstrom-run", "--one"); // now with its layers found
    run(outer, work, JOB + JOB + JOB, "maelstrom-run");
    run(outer, work, "", "run", jobs.toString());
    run(outer, work, "", "validate", jobs.toString());
    run(outer, work, "", "explain", jobs.toString());
    run(outer, work, "", "image", "pull", "oci:" + work.resolve("layout"));
    run(outer, work, "", "image", "list");
    run(outer, work, "", "--help");
    run(outer, work, "", "version");
    run(outer, work, "", "ps"); // starts an agent
    run(outer, work, "", "opctl", "--version"); // finds it
    run(outer, work, "", "agent", "stop", "--force");
  }

  /** The agent's side, in this process; and its client's, which is small. */
  private static void trainAgent(Invocation outer, Path work) throws IOException {
    Path op = Files.createDirectories(work.resolve("op"));
    Files.writeString(op.resolve("op.yml"), OP);
    var listens = new CountDownLatch(1);
    Thread agent =
        Thread.ofPlatform()
            .daemon()
            .start(() -> run(outer, work, listening(listens), "", AgentRelay.PROCESS));
    try {
      if (listens.await(AGENT_SECONDS, TimeUnit.SECONDS)) {
        run(outer, work, "", "opctl", "run", "--no-progress", op.toString());
        run(outer, work, "", "opctl", "ls", op.toString());
        run(outer, work, "", "ps");
        run(outer, work, "", "logs", "@last");
        run(outer, work, "", "agent", "stop", "--force");
        agent.join(TimeUnit.SECONDS.toMillis(AGENT_SECONDS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void trainTyger(Invocation outer, Path work) throws IOException {
    Path file = work.resolve("run.yml");
    Files.writeString(file, RUN);
    Path bytes = work.resolve("bytes");
    Files.write(bytes, new byte[BUFFER_BYTES]);
    String buffer = written(outer, work, TYGER, "buffer", "create");
    run(outer, work, "", TYGER, "buffer", "write", buffer, "-i", bytes.toString());
    run(outer, work, "", TYGER, "buffer", "read", buffer, "-o", "/dev/null");
    run(outer, work, "", TYGER, "buffer", "show", buffer);
    run(outer, work, "", TYGER, "run", "exec", "-f", file.toString());
    run(outer, work, "", TYGER, "run", "list");
    run(outer, work, "", TYGER, "codespec", "create", "a", "--image", "host:");
    run(outer, work, "", TYGER, "codespec", "list");
    run(outer, work, "", "agent", "stop", "--force");
  }

  /** What a command writes. */
  private static String written(Invocation outer, Path work, String... arguments) {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, false, StandardCharsets.UTF_8);
    run(outer, work, stream, "", arguments);
    stream.flush();
    return out.toString(StandardCharsets.UTF_8).strip();
  }

  /** The agent closes its output when it listens. */
  private static PrintStream listening(CountDownLatch listens) {
    return new PrintStream(
        new OutputStream() {
          @Override
          public void write(int b) {}

          @Override
          public void close() {
            listens.countDown();
          }
        });
  }

  private static void run(Invocation outer, Path work, String input, String... arguments) {
    run(outer, work, nowhere(), input, arguments);
  }

  private static void run(
      Invocation outer, Path work, PrintStream out, String input, String... arguments) {
    new Programs().run(invocation(outer, work, out, input, arguments));
  }

  private static PrintStream nowhere() {
    return new PrintStream(OutputStream.nullOutputStream());
  }

  private static Invocation invocation(
      Invocation outer, Path work, PrintStream out, String input, String... arguments) {
    var environment = new HashMap<>(outer.environment());
    environment.put("WAYBILL_CACHE_DIR", work.resolve("cache").toString());
    environment.put("WAYBILL_STATE_DIR", work.resolve("state").toString());
    environment.put("WAYBILL_RUNTIME_DIR", work.resolve("run").toString());
    return new Invocation(
        List.of(arguments),
        new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
        out,
        nowhere(),
        environment,
        Installation.current().launcher().resolveSibling("."),
        FixedTerminal.NONE,
        outer.interrupts());
  }
}
