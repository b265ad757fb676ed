package waybill.dialects.maelstrom.resolved;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.maelstrom.written.WrittenImage;
import waybill.dialects.maelstrom.written.WrittenImage.Use;
import waybill.dialects.maelstrom.written.WrittenJob;
import waybill.dialects.maelstrom.written.WrittenLayer;
import waybill.dialects.maelstrom.written.WrittenMount;
import waybill.images.layer.LayerSource;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Layer;
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
   * @throws FailureException when it means nothing that can be run; worded like the older program
   */
  ResolvedJob resolve(WrittenJob job) {
    Optional<Layer> base = Optional.empty();
    if (job.image().isPresent()) {
      base = Optional.of(base(job.image().get()));
    }
    boolean writable = job.enableWritableFileSystem().orElse(false);
    long seconds = job.timeoutSeconds().orElse(0);
    return new ResolvedJob(
        base,
        sources(job.layers().layers()),
        writable ? Root.Access.WRITABLE_IN_MEMORY : Root.Access.READ_ONLY,
        program(job),
        mounts(job.mounts()),
        job.network().orElse(Network.DISABLED),
        seconds == 0 ? Optional.empty() : Optional.of(Duration.ofSeconds(seconds)));
  }

  private static List<LayerSource> sources(List<WrittenLayer> layers) {
    List<LayerSource> sources = new ArrayList<>();
    for (WrittenLayer layer : layers) {
      // No switch over the types: the first one costs a fresh process 2 ms.
      if (layer instanceof WrittenLayer.Files files) {
        sources.add(files.source());
      } else if (layer instanceof WrittenLayer.Tar tar) {
        throw archiveRefused(tar.path());
      }
    }
    return sources;
  }

  private static FailureException archiveRefused(String path) {
    return Failure.of(
            FailureCode.LAYER_UNBUILDABLE,
            "layer of the archive `" + path + "`: archives cannot be used yet")
        .withHelp("unpack it and use a layer of `glob` or `paths`")
        .asException();
  }

  private Program program(WrittenJob job) {
    return new Program(
        withoutNul("program", job.program()),
        withoutNul("arguments", job.arguments()),
        environment(job),
        insideRoot("working_directory", job.workingDirectory().orElse("/")),
        id("user", job.user().orElse(0)),
        id("group", job.group().orElse(0)));
  }

  private SequencedMap<String, String> environment(WrittenJob job) {
    SequencedMap<String, String> variables = environment.evaluate(job.environment());
    for (Map.Entry<String, String> variable : variables.entrySet()) {
      withoutNul("environment", variable.getKey());
      withoutNul("environment", variable.getValue());
    }
    return variables;
  }

  private Layer base(WrittenImage image) {
    return switch (checkImage(image)) {
      case ImageName.Registry _ -> throw notYet(image.name(), "registries");
      case ImageName.Layout _ -> throw notYet(image.name(), "layouts and archives");
      case ImageName.Folder folder -> new Layer.Folder(hostPath("image", folder.path()));
      case ImageName.HostPrograms _ -> new Layer.HostPrograms();
    };
  }

  /** What the name says, when such an image has what the job uses of it. */
  static ImageName checkImage(WrittenImage image) {
    ImageName name = ImageName.parse(image.name());
    if (name instanceof ImageName.Folder || name instanceof ImageName.HostPrograms) {
      checkHasOnlyLayers(image);
    }
    return name;
  }

  private static FailureException notYet(String name, String where) {
    return Failure.of(
            FailureCode.SPEC_INVALID,
            "image " + name + ": images from " + where + " are not there yet")
        .withHelp("use an image dir:FOLDER or host:, or layers of your own")
        .asException();
  }

  private static void checkHasOnlyLayers(WrittenImage image) {
    for (Use use : image.use()) {
      String missing =
          switch (use) {
            case LAYERS -> "";
            case ENVIRONMENT -> "environment";
            case WORKING_DIRECTORY -> "working directory";
          };
      if (!missing.isEmpty()) {
        throw invalid("image " + image.name() + " has no " + missing + " to use");
      }
    }
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

  private Path hostPath(String field, String path) {
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

  private static FailureException invalid(String message) {
    return Failure.of(FailureCode.SPEC_INVALID, message).asException();
  }
}
