package waybill.sandbox;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.SetupFailure;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/** A task that a test describes by what is special about it. */
final class Job {
  private static final int CAPTURED_BYTES = 1 << 20;

  private final Launcher launcher;
  private final String program;
  private final List<String> arguments;
  private final SequencedMap<String, String> environment = new LinkedHashMap<>();
  private final List<Mount> mounts = new ArrayList<>();
  private List<Path> layers = List.of(Layers.withBusybox());
  private List<Path> hidden = List.of();
  private Root.Access access = Root.Access.READ_ONLY;
  private Root.Missing missing = Root.Missing.REFUSED;
  private Network network = Network.DISABLED;
  private Optional<DiskFiles> disks = Optional.empty();
  private Limits limits = Limits.NONE;
  private Streams streams = new Streams.Captured(CAPTURED_BYTES);
  private String directory = "/";
  private long user;
  private long group;
  private int fault;
  private Ids ids = Ids.SINGLE;
  private List<Path> rangeLayers = List.of();
  private List<Step.File> files = List.of();
  private List<Step.Bind> devices = List.of();
  private List<Long> moreGroups = List.of();

  Job(Launcher launcher, String program, String... arguments) {
    this.launcher = launcher;
    this.program = program;
    this.arguments = List.of(arguments);
    environment.put("PATH", "/bin");
  }

  Job layers(Path... stack) {
    layers = List.of(stack);
    return this;
  }

  Job writable() {
    access = Root.Access.WRITABLE_IN_MEMORY;
    return this;
  }

  /** Writable, and what it lacks is made. */
  Job makesMissing() {
    missing = Root.Missing.MADE;
    return writable();
  }

  /** Writable, on a file of the host. */
  Job onDisk(DiskFiles files) {
    access = Root.Access.WRITABLE_ON_DISK;
    disks = Optional.of(files);
    return this;
  }

  Job files(Step.File... more) {
    files = List.of(more);
    return this;
  }

  /** A device of the host, or what a test says is one. */
  Job device(Path source, String target) {
    String written = source.toString();
    devices = List.of(new Step.Bind(source, written, target, Step.Bind.Manner.DEVICE));
    return this;
  }

  Job mounts(Mount... more) {
    mounts.addAll(List.of(more));
    return this;
  }

  Job proc() {
    return mounts(new Mount.Proc("/proc", Mount.View.PLAIN));
  }

  Job bind(Path source, String target, Mount.BindAccess bindAccess) {
    return mounts(new Mount.Bind(source, source.toString(), target, bindAccess));
  }

  Job hidden(Path... folders) {
    hidden = List.of(folders);
    return this;
  }

  Job network(Network wanted) {
    network = wanted;
    return this;
  }

  Job limits(Limits wanted) {
    limits = wanted;
    return this;
  }

  static Limits processes(long most) {
    return new Limits(OptionalLong.empty(), OptionalLong.of(most), OptionalLong.empty());
  }

  static Limits memory(long bytes) {
    return new Limits(OptionalLong.of(bytes), OptionalLong.empty(), OptionalLong.empty());
  }

  static Limits cpu(long millis) {
    return new Limits(OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(millis));
  }

  Job streams(Streams wanted) {
    streams = wanted;
    return this;
  }

  Job environment(Map<String, String> whole) {
    environment.clear();
    environment.putAll(whole);
    return this;
  }

  Job directory(String path) {
    directory = path;
    return this;
  }

  Job ids(long userId, long groupId) {
    user = userId;
    group = groupId;
    return this;
  }

  Job moreGroups(Long... more) {
    moreGroups = List.of(more);
    return this;
  }

  /** With 65,536 ids, over these layers, whose files have owners of their own. */
  Job range(Path... stack) {
    ids = Ids.RANGE;
    layers = List.of(stack);
    rangeLayers = layers;
    return this;
  }

  /** More layers, whose files are the caller's. */
  Job plus(Path... more) {
    var all = new ArrayList<>(layers);
    all.addAll(List.of(more));
    layers = all;
    return this;
  }

  /** The call of that number fails; needs a launcher built with faults. */
  Job fault(int number) {
    fault = number;
    return this;
  }

  LaunchPlan plan() {
    var task =
        new Task(
            new Root(List.of(new Layer.HostPrograms()), access, missing),
            ids,
            new Program(program, arguments, environment, directory, user, group, moreGroups),
            mounts,
            network,
            limits,
            Optional.empty(),
            streams);
    return new PlanBuilder(hidden, disks)
        .build(task, new RootFolders(layers, rangeLayers, List.of(), files, devices));
  }

  RunningTask start(OutputListener listener) {
    return launcher.launchWithFault(plan(), listener, fault);
  }

  Result run() {
    var collected = new Collected();
    return collected.result(await(start(collected)));
  }

  static LaunchReport await(RunningTask task) {
    try {
      return task.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** Keeps what a task writes. */
  static final class Collected implements OutputListener {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    @Override
    public synchronized void accept(int stream, byte[] bytes, int offset, int length) {
      (stream == 1 ? out : err).write(bytes, offset, length);
      notifyAll();
    }

    synchronized String out() {
      return out.toString(StandardCharsets.UTF_8);
    }

    synchronized String err() {
      return err.toString(StandardCharsets.UTF_8);
    }

    /** Waits until the task has written that. */
    synchronized void awaitOut(String text) {
      while (!out().contains(text)) {
        try {
          wait();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new IllegalStateException("interrupted while waiting for " + text, e);
        }
      }
    }

    /** Waits until the task has written that, or is over; then how it ended. */
    Optional<LaunchReport> awaitOutOrEnd(String text, RunningTask task) {
      var end = new AtomicReference<@Nullable LaunchReport>();
      Thread.ofVirtual()
          .start(
              () -> {
                end.set(Job.await(task));
                synchronized (this) {
                  notifyAll();
                }
              });
      synchronized (this) {
        while (!out().contains(text) && end.get() == null) {
          try {
            wait();
          } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for " + text, e);
          }
        }
      }
      return Optional.ofNullable(end.get());
    }

    Result result(LaunchReport report) {
      return new Result(report, out(), err());
    }
  }

  /** How a job ended and what it wrote. */
  record Result(LaunchReport report, String out, String err) {

    LaunchReport.Ended ended() {
      if (report instanceof LaunchReport.Ended ended) {
        return ended;
      }
      throw new AssertionError("expected a program that ran, not " + report);
    }

    int exitCode() {
      if (ended().signal() != 0) {
        throw new AssertionError("ended by signal " + ended().signal() + ": " + out + err);
      }
      return ended().exitCode();
    }

    SetupFailure refusal() {
      if (report instanceof LaunchReport.Refused refused) {
        return refused.failure();
      }
      throw new AssertionError("expected a refusal, not " + report + ": " + out + err);
    }

    /** What a program that succeeded wrote. */
    String printed() {
      if (exitCode() != 0) {
        throw new AssertionError("exit code " + exitCode() + ": " + out + err);
      }
      return out;
    }
  }
}
