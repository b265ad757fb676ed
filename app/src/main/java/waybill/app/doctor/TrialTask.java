package waybill.app.doctor;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
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
import waybill.sandbox.DiskFiles;
import waybill.sandbox.LaunchReport;
import waybill.sandbox.Launcher;
import waybill.sandbox.OutputListener;
import waybill.sandbox.PlanBuilder;
import waybill.sandbox.RootFolders;

/**
 * A task that needs nothing of the machine: its program is the launcher itself, which says how it
 * is used and ends with 2 when nobody gives it a socket.
 */
final class TrialTask {
  private static final int USAGE = 2;

  private final Path folder;
  private final String program;
  private final Optional<DiskFiles> disks;

  TrialTask(Path launcher, Optional<DiskFiles> disks) {
    Path parent = launcher.getParent();
    if (parent == null) {
      throw new IllegalArgumentException("the launcher's path must be absolute: " + launcher);
    }
    this.folder = parent;
    this.disks = disks;
    this.program = "/" + launcher.getFileName();
  }

  /** Runs it; empty when all went well, else what went wrong. */
  Optional<String> run(
      Launcher launcher, Root.Access access, Network network, Limits limits, List<Mount> mounts)
      throws InterruptedException {
    var task =
        new Task(
            new Root(List.of(new Layer.Folder(folder)), access),
            Ids.SINGLE,
            new Program(program, List.of(), new LinkedHashMap<>(), "/", 0, 0),
            mounts,
            network,
            limits,
            Optional.empty(),
            new Streams.Captured(1024));
    var plan =
        new PlanBuilder(List.of(), disks).build(task, new RootFolders(List.of(folder), List.of()));
    return switch (launcher.launch(plan, OutputListener.NONE).await()) {
      case LaunchReport.Ended ended ->
          ended.signal() == 0 && ended.exitCode() == USAGE
              ? Optional.empty()
              : Optional.of("the trial program ended with wait status " + ended.status());
      case LaunchReport.Refused refused -> Optional.of(words(refused.failure()));
      case LaunchReport.Lost lost -> Optional.of(lost.failure().message());
    };
  }

  private static String words(SetupFailure failure) {
    return failure.subject() + ": " + failure.errno().text();
  }
}
