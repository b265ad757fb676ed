package waybill.sandbox;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Ids;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Task;

/**
 * Turns a task into a launch plan: every policy of the sandbox and the order of its steps are
 * decided here, and nothing is done. Pure, and safe for all threads.
 *
 * <p>Reasons for the order: the control group is joined before anything is allocated for the task;
 * the root comes before all mounts, which are looked up inside it; the session and the limits
 * before the identity, which gives up the rights they need; the directory after it, so that it is
 * entered with the task's own rights; the filter last, because it takes away what the other steps
 * use.
 */
public final class PlanBuilder {
  private static final int RLIMIT_CORE = 4;
  private static final int RLIMIT_NOFILE = 7;

  /** Programs that close "all" descriptors, or use select, are built for this many. */
  private static final long OPEN_FILES = 1024;

  /**
   * Files of proc that an unprivileged id can still read and that tell facts about the host. What
   * only id 0 of the host may read needs no mask, because no task has that id.
   */
  private static final List<String> MASKED_FILES =
      List.of("keys", "key-users", "kallsyms", "latency_stats");

  /** The same for folders. */
  private static final List<String> MASKED_FOLDERS = List.of("acpi", "asound", "scsi");

  private final List<Path> hidden;
  private final Optional<DiskFiles> disks;

  /**
   * A builder for one host.
   *
   * @param hidden folders of the host that no bind may show, because connecting to a socket works
   *     even through a read-only bind: our own runtime and state folders. Real paths.
   * @param disks where roots that lie on disk have their files; empty where none can
   */
  public PlanBuilder(List<Path> hidden, Optional<DiskFiles> disks) {
    this.hidden = List.copyOf(hidden);
    this.disks = disks;
  }

  /** The same for tasks whose roots lie in memory. */
  public PlanBuilder(List<Path> hidden) {
    this(hidden, Optional.empty());
  }

  /**
   * The plan for a task whose layers have been found; bind sources are taken as real paths.
   *
   * @throws waybill.model.failure.FailureException when its root is to lie on disk and none can
   */
  public LaunchPlan build(Task task, RootFolders root) {
    var steps = new ArrayList<Step>();
    addControlGroup(steps, task);
    steps.add(new Step.Network(task.network()));
    boolean makesMissing = task.root().missing() == Root.Missing.MADE;
    steps.add(root(task, makesMissing));
    for (Step.Bind bind : root.binds()) {
      addBind(steps, bind);
    }
    steps.addAll(root.files());
    boolean writesToHost = false;
    for (Mount mount : task.mounts()) {
      writesToHost |= addMount(steps, mount, task.network());
    }
    steps.addAll(root.devices());
    if (makesMissing) {
      steps.add(new Step.Folder(task.program().directory()));
    }
    steps.add(new Step.Session());
    steps.add(new Step.ResourceLimit(RLIMIT_NOFILE, OPEN_FILES));
    steps.add(new Step.ResourceLimit(RLIMIT_CORE, 0));
    Program program = task.program();
    // Through a writable bind a file's capabilities would come to life on the host.
    List<Long> moreGroups = task.ids() == Ids.RANGE ? program.moreGroups() : List.of();
    steps.add(
        new Step.Identity(program.user(), program.group(), task.ids(), !writesToHost, moreGroups));
    steps.add(new Step.Directory(task.program().directory()));
    steps.add(new Step.Filter(writesToHost));
    steps.add(execute(task.program()));
    return new LaunchPlan(root.layers(), rangeRoot(task, root), task.streams(), steps);
  }

  private static Optional<LaunchPlan.RangeRoot> rangeRoot(Task task, RootFolders root) {
    return task.ids() == Ids.SINGLE
        ? Optional.empty()
        : Optional.of(
            new LaunchPlan.RangeRoot(
                root.rangeLayers(), task.program().user(), task.program().group()));
  }

  private Step.Root root(Task task, boolean makesMissing) {
    long disk = task.limits().diskBytes().orElse(0);
    return switch (task.root().access()) {
      case READ_ONLY -> new Step.Root(false, makesMissing, disk);
      case WRITABLE_IN_MEMORY -> new Step.Root(true, makesMissing, disk);
      case WRITABLE_ON_DISK -> new Step.Root(true, makesMissing, disk, Optional.of(files()));
    };
  }

  private DiskFiles files() {
    return disks.orElseThrow(
        () ->
            Failure.of(
                    FailureCode.SANDBOX_REFUSED,
                    "roots of tasks cannot lie on disk on this machine")
                .withHelp("`waybill doctor` says why")
                .asException());
  }

  private static void addControlGroup(List<Step> steps, Task task) {
    Limits limits = task.limits();
    if (!limits.needNoControlGroup()) {
      steps.add(
          new Step.ControlGroup(
              memory(task), limits.processes().orElse(0), limits.cpuMillis().orElse(0)));
    }
  }

  /**
   * What a root in memory holds is counted to whoever wrote it. A task that keeps both limits must
   * not be killed for that, so it may have the sum. Of one on disk the kernel keeps in memory only
   * what fits.
   */
  private static long memory(Task task) {
    long memory = task.limits().memoryBytes().orElse(0);
    boolean onDisk = task.root().access() == Root.Access.WRITABLE_ON_DISK;
    long disk = onDisk ? 0 : task.limits().diskBytes().orElse(0);
    return memory == 0 || memory > Long.MAX_VALUE - disk ? memory : memory + disk;
  }

  /** Whether the task can write to the host through it. */
  private boolean addMount(List<Step> steps, Mount mount, Network network) {
    switch (mount) {
      case Mount.Proc proc -> addProc(steps, proc.target(), proc.view());
      case Mount.Sys sys -> steps.add(new Step.FileSystem("sysfs", sys.target(), 0, false));
      case Mount.Tmp tmp -> steps.add(new Step.FileSystem("tmpfs", tmp.target(), 0, true));
      case Mount.DevPts pts -> steps.add(new Step.FileSystem("devpts", pts.target(), 0, false));
      case Mount.MessageQueue queue ->
          steps.add(new Step.FileSystem("mqueue", queue.target(), 0, true));
      case Mount.Devices devices -> addDevices(steps, devices);
      case Mount.ContainerSystem system -> {
        addProc(steps, "/proc", Mount.View.MASKED);
        ContainerSystem.addTo(steps, network, system.sharedMemoryBytes().orElse(0));
      }
      case Mount.Bind bind -> {
        boolean writable = bind.access() == Mount.BindAccess.READ_WRITE;
        Step.Bind.Manner manner = writable ? Step.Bind.Manner.WRITABLE : Step.Bind.Manner.READ_ONLY;
        addBind(steps, new Step.Bind(bind.source(), bind.written(), bind.target(), manner));
        return writable;
      }
    }
    return false;
  }

  private static void addProc(List<Step> steps, String target, Mount.View view) {
    steps.add(new Step.FileSystem("proc", target, 0, false));
    if (view == Mount.View.MASKED) {
      for (String file : MASKED_FILES) {
        steps.add(new Step.Mask(target + "/" + file, false));
      }
      for (String folder : MASKED_FOLDERS) {
        steps.add(new Step.Mask(target + "/" + folder, true));
      }
    }
  }

  private static void addDevices(List<Step> steps, Mount.Devices devices) {
    for (Mount.Device device : devices.devices()) {
      String target = "/dev/" + device.fileName();
      steps.add(
          device == Mount.Device.SHM
              ? new Step.FileSystem("tmpfs", target, 0, true)
              : new Step.Device(device.fileName(), target));
    }
  }

  private void addBind(List<Step> steps, Step.Bind bind) {
    steps.add(bind);
    for (Path folder : hidden) {
      if (folder.startsWith(bind.source())) {
        String below = bind.source().relativize(folder).toString();
        steps.add(
            new Step.Mask(below.isEmpty() ? bind.target() : bind.target() + "/" + below, true));
      }
    }
  }

  /** A name without a slash is sought in the task's own {@code PATH}; there is no default one. */
  private static Step.Execute execute(Program program) {
    var candidates = new ArrayList<String>();
    String path = program.environment().get("PATH");
    if (path != null && program.name().indexOf('/') < 0) {
      for (int start = 0; start <= path.length(); ) {
        int colon = path.indexOf(':', start);
        int end = colon < 0 ? path.length() : colon;
        if (end > start) {
          candidates.add(path.substring(start, end) + "/" + program.name());
        }
        start = end + 1;
      }
    }
    var arguments = new ArrayList<String>(program.arguments().size() + 1);
    arguments.add(program.name());
    arguments.addAll(program.arguments());
    var environment = new ArrayList<String>(program.environment().size());
    for (Map.Entry<String, String> variable : program.environment().entrySet()) {
      environment.add(variable.getKey() + "=" + variable.getValue());
    }
    return new Step.Execute(candidates, arguments, environment);
  }
}
