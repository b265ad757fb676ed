package waybill.bench;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;
import waybill.sandbox.LaunchPlan;
import waybill.sandbox.PlanBuilder;
import waybill.sandbox.RootFolders;

/** The task that is measured: {@code true} of a static busybox, with every protection on. */
final class Tasks {
  private static final Limits LIMITS =
      new Limits(OptionalLong.of(256 << 20), OptionalLong.of(64), OptionalLong.of(2000));

  private Tasks() {}

  static LaunchPlan plan(Path root, Root.Access access, boolean limited) {
    var program = new Program("/busybox", List.of("true"), new LinkedHashMap<>(), "/", 0, 0);
    List<Mount> mounts =
        List.of(
            new Mount.Proc("/proc", Mount.View.MASKED),
            new Mount.Devices(List.of(Mount.Device.NULL, Mount.Device.ZERO)),
            new Mount.Tmp("/tmp"));
    var task =
        new Task(
            new Root(List.of(new Layer.Folder(root)), access),
            Ids.SINGLE,
            program,
            mounts,
            Network.DISABLED,
            limited ? LIMITS : Limits.NONE,
            Optional.empty(),
            new Streams.Captured(1 << 20));
    return new PlanBuilder(List.of()).build(task, new RootFolders(List.of(root), List.of()));
  }

  /** The same as a container, with all that programs of images expect and the host's network. */
  static LaunchPlan container(Path root) {
    return container(root, Network.HOST);
  }

  /** What a run of a codespec is: a container with a network of its own, of which it is alone. */
  static LaunchPlan run(Path root) {
    return container(root, Network.LOOPBACK);
  }

  private static LaunchPlan container(Path root, Network network) {
    var task =
        new Task(
            new Root(
                List.of(new Layer.Folder(root)), Root.Access.WRITABLE_IN_MEMORY, Root.Missing.MADE),
            Ids.SINGLE,
            new Program("/busybox", List.of("true"), new LinkedHashMap<>(), "/", 0, 0),
            List.of(new Mount.ContainerSystem()),
            network,
            Limits.NONE,
            Optional.empty(),
            new Streams.Captured(1 << 20));
    return new PlanBuilder(List.of()).build(task, new RootFolders(List.of(root), List.of()));
  }
}
