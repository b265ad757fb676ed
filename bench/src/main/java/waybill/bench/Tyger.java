package waybill.bench;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import waybill.agent.client.AgentControl;
import waybill.agent.client.AgentHold;
import waybill.agent.client.AgentPlace;
import waybill.app.agent.AgentRelay;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;

/** An agent with state of its own, and the command `tyger` that asks it. */
final class Tyger implements AutoCloseable {
  private final Path program;
  private final Path work;
  private final Path script;
  private final Map<String, String> environment;
  private final AgentPlace place;

  /** Starts the agent. */
  Tyger(Path product, Path work) throws IOException, InterruptedException {
    this.program = product.resolve("bin/waybill");
    this.work = Files.createDirectories(work);
    this.script = work.resolve("apart.sh");
    this.environment = new HashMap<>(System.getenv());
    var exports = new StringBuilder();
    for (String folder : List.of("STATE", "CACHE", "RUNTIME", "CONFIG")) {
      String name = "WAYBILL_" + folder + "_DIR";
      environment.put(name, work.resolve(folder).toString());
      exports.append("export ").append(name).append('=').append(work.resolve(folder)).append('\n');
    }
    Files.writeString(script, "cd " + work + "\n" + exports + "exec \"$@\" 2>>remarks\n");
    this.place = AgentRelay.place(product, invocation());
    words(program.toString(), "agent", "start");
  }

  private Invocation invocation() {
    var nowhere = new PrintStream(new ByteArrayOutputStream(), false, StandardCharsets.UTF_8);
    return new Invocation(
        List.of(),
        InputStream.nullInputStream(),
        nowhere,
        nowhere,
        environment,
        work,
        FixedTerminal.NONE,
        Interrupts.NONE);
  }

  Path work() {
    return work;
  }

  /** Where the API listens, while {@link #hold} is open. */
  Path socket() {
    return work.resolve("RUNTIME/api.sock");
  }

  AgentHold hold() {
    return AgentHold.open(place, "api", invocation());
  }

  /** The words of such a command; they are without spaces. */
  String command(String arguments) {
    return shell(program + " tyger " + arguments);
  }

  /** Words that run with the same state. */
  String shell(String words) {
    return "sh " + script + " " + words;
  }

  /** What such a command writes. */
  String ask(String... arguments) throws IOException, InterruptedException {
    var words = new ArrayList<>(List.of(program.toString(), "tyger"));
    words.addAll(List.of(arguments));
    return words(words.toArray(String[]::new));
  }

  private String words(String... words) throws IOException, InterruptedException {
    Process process = start(words);
    String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    if (process.waitFor() != 0) {
      throw new IllegalStateException(List.of(words) + " failed");
    }
    return out.strip();
  }

  /** A process with the same state, which says on our standard error what goes wrong. */
  Process start(String... words) throws IOException {
    var builder = new ProcessBuilder(words).directory(work.toFile());
    builder.environment().putAll(environment);
    return builder.redirectError(ProcessBuilder.Redirect.INHERIT).start();
  }

  Process tyger(String... arguments) throws IOException {
    var words = new ArrayList<>(List.of(program.toString(), "tyger"));
    words.addAll(List.of(arguments));
    return start(words.toArray(String[]::new));
  }

  /** Mebibytes of the agent: now, and the most so far. */
  Memory memory() throws IOException {
    long process = AgentControl.status(place).orElseThrow().agent().process();
    long now = 0;
    long most = 0;
    for (String line : Files.readAllLines(Path.of("/proc/" + process + "/status"))) {
      if (line.startsWith("VmRSS:")) {
        now = number(line);
      } else if (line.startsWith("VmHWM:")) {
        most = number(line);
      }
    }
    return new Memory(now >> 10, most >> 10);
  }

  private static long number(String line) {
    return Long.parseLong(line.replaceAll("\\D", ""));
  }

  /** Both in mebibytes. */
  record Memory(long now, long most) {}

  @Override
  public void close() {
    var _ = AgentControl.stop(place, true);
  }
}
