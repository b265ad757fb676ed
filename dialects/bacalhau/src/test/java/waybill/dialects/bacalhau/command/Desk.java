package waybill.dialects.bacalhau.command;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.IntConsumer;
import waybill.cli.Exit;
import waybill.cli.FixedTerminal;
import waybill.cli.Interrupts;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.run.Abilities;
import waybill.dialects.bacalhau.run.NetworkPolicy;
import waybill.dialects.bacalhau.run.Obstacles;
import waybill.dialects.bacalhau.run.TaskImages;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.written.JobJson;
import waybill.engine.EngineClock;
import waybill.engine.room.Capacity;
import waybill.engine.testing.FakeJournal;
import waybill.images.image.Image;
import waybill.images.image.ImageProgress;
import waybill.images.user.ImageUser;
import waybill.model.task.Ids;

/** Somebody at a desk: calls bacalhau and keeps what it answers. */
final class Desk implements AutoCloseable {
  private static final Abilities ABILITIES = new Abilities(Ids.RANGE, true, Optional.empty());

  final FakeJournal journal = new FakeJournal(EngineClock.SYSTEM);
  final FakeJobs jobs = new FakeJobs(journal);

  private final Path folder;
  private final Capacity capacity = new Capacity(9, 2000, 1_000_000_000, 1_000_000_000, 0);
  private volatile IntConsumer interrupted = signal -> {};
  private String input = "";
  private NetworkPolicy networks = NetworkPolicy.OPEN;

  Desk(Path folder) {
    this.folder = folder;
  }

  /** What a command ended with. */
  record Answer(int status, String out, String err) {}

  Desk file(String name, JobSpec meaning) throws IOException {
    Files.writeString(folder.resolve(name), JobJson.write(meaning));
    return this;
  }

  Desk text(String name, String text) throws IOException {
    Files.writeString(folder.resolve(name), text);
    return this;
  }

  Desk forbidding(NetworkPolicy policy) {
    networks = policy;
    return this;
  }

  Desk typing(String text) {
    input = text;
    return this;
  }

  Answer call(String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    var labels = new LinkedHashMap<String, String>();
    labels.put("Architecture", "amd64");
    labels.put("name", "here");
    var workplace =
        new JobWorkplace(
            jobs,
            journal,
            invocation -> new Obstacles(new NoImages(), capacity, ABILITIES, networks),
            new Node("n-here", labels, capacity, ABILITIES, networks),
            "0.1.0");
    Exit exit =
        new Bacalhau(workplace)
            .run(
                new Invocation(
                    List.of(arguments),
                    new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)),
                    new PrintStream(out, true, StandardCharsets.UTF_8),
                    new PrintStream(err, true, StandardCharsets.UTF_8),
                    Map.of("APP_A", "1", "B", "2"),
                    folder,
                    FixedTerminal.NONE,
                    this::onInterrupt));
    int status = exit instanceof Exit.Status(int code) ? code : -1;
    return new Answer(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  private Interrupts.Registration onInterrupt(IntConsumer receiver) {
    interrupted = receiver;
    return () -> interrupted = signal -> {};
  }

  /** Ctrl-C. */
  void interrupt() {
    interrupted.accept(2);
  }

  private static final class NoImages implements TaskImages {
    @Override
    public Found find(String name, ImageProgress progress) {
      return new Found(
          name,
          new Image(
              "",
              List.of(),
              List.of(),
              Optional.empty(),
              List.of(),
              List.of("sh"),
              Optional.empty()),
          new ImageUser(0, 0, List.of(), "/"));
    }

    @Override
    public boolean hasFolder(Found found, String path) {
      return false;
    }
  }

  @Override
  public void close() {
    journal.close();
  }
}
