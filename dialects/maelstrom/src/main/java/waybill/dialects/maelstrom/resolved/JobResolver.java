package waybill.dialects.maelstrom.resolved;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.maelstrom.written.WrittenJob;
import waybill.dialects.maelstrom.written.WrittenMount;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;

/** Fills in what a job leaves open. Touches no file. */
final class JobResolver {
  /** The highest id there is; one more means "no id" to the kernel. */
  private static final long MAX_ID = 0xFFFF_FFFEL;

  private final Path project;
  private final JobEnvironment environment;

  /**
   * @param project what relative paths are relative to, absolute
   * @param callers the environment of whoever runs the job
   */
  JobResolver(Path project, Map<String, String> callers) {
    this.project = project;
    this.environment = new JobEnvironment(callers);
  }

  /**
   * What the job means.
   *
   * @param first the variables that it has from its image
   * @param below the working directory that it has from its image
   * @throws FailureException when it means nothing that can be run; worded like the older program
   */
  ResolvedJob resolve(WrittenJob job, Map<String, String> first, Optional<String> below) {
    boolean writable = job.enableWritableFileSystem().orElse(false);
    long seconds = job.timeoutSeconds().orElse(0);
    return new ResolvedJob(
        writable ? Root.Access.WRITABLE_IN_MEMORY : Root.Access.READ_ONLY,
        program(job, environment(job, first), below),
        mounts(job.mounts()),
        job.network().orElse(Network.DISABLED),
        seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
  }

  private static Program program(
      WrittenJob job, SequencedMap<String, String> variables, Optional<String> below) {
    Optional<String> directory =
        job.workingDirectory().isPresent() ? job.workingDirectory() : below;
    return new Program(
        withoutNul("program", job.program()),
        withoutNul("arguments", job.arguments()),
        variables,
        insideRoot("working_directory", directory.orElse("/")),
        id("user", job.user().orElse(0)),
        id("group", job.group().orElse(0)));
  }

  private SequencedMap<String, String> environment(WrittenJob job, Map<String, String> first) {
    SequencedMap<String, String> variables = environment.evaluate(first, job.environment());
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      withoutNul("environment", variable.getKey());
      withoutNul("environment", variable.getValue());
    }
    return variables;
  }

  private List<Mount> mounts(List<WrittenMount> written) {
    List<Mount> mounts = new ArrayList<>();
    for (WrittenMount mount : written) {
      mounts.add(mount(mount));
    }
    return mounts;
  }

  private Mount mount(WrittenMount written) {
    return switch (written) {
      case WrittenMount.Bind bind ->
          new Mount.Bind(
              hostPath("local_path", bind.localPath()),
              bind.localPath(),
              insideRoot("mount_point", bind.mountPoint()),
              bind.readOnly() ? Mount.BindAccess.READ_ONLY : Mount.BindAccess.READ_WRITE);
      case WrittenMount.Devices devices -> new Mount.Devices(List.copyOf(devices.devices()));
      case WrittenMount.FileSystem fileSystem -> {
        String target = insideRoot("mount_point", fileSystem.mountPoint());
        yield switch (fileSystem.kind()) {
          case DEVPTS -> new Mount.DevPts(target);
          case MQUEUE -> new Mount.MessageQueue(target);
          case PROC -> new Mount.Proc(target, Mount.View.PLAIN);
          case SYS -> new Mount.Sys(target);
          case TMP -> new Mount.Tmp(target);
        };
      }
    };
  }

  Path hostPath(String field, String path) {
    try {
      return project.resolve(path);
    } catch (InvalidPathException e) {
      throw invalid("field `" + field + "` is no path: " + e.getReason());
    }
  }

  /** Everything inside is relative to the root: nothing was entered yet when it is looked up. */
  private static String insideRoot(String field, String path) {
    String clean = withoutNul(field, path);
    return clean.startsWith("/") ? clean : "/" + clean;
  }

  private static long id(String field, long id) {
    if (id > MAX_ID) {
      throw invalid("field `" + field + "` may be at most " + MAX_ID + ", not " + id);
    }
    return id;
  }

  private static List<String> withoutNul(String field, List<String> texts) {
    for (String text : texts) {
      withoutNul(field, text);
    }
    return texts;
  }

  private static String withoutNul(String field, String text) {
    if (text.indexOf('\0') >= 0) {
      throw invalid("field `" + field + "` holds a NUL character, which the kernel cannot pass on");
    }
    return text;
  }

  static FailureException invalid(String message) {
    return Failure.of(FailureCode.SPEC_INVALID, message).asException();
  }
}
