package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import waybill.model.task.Ids;
import waybill.model.task.Layer;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/** A task becomes exactly these steps, in this order. */
class PlanBuilderTest {
  private static final RootFolders ROOT =
      new RootFolders(List.of(Path.of("/layers/1"), Path.of("/layers/2")), List.of());

  private static String steps(LaunchPlan plan) {
    return plan.steps().stream().map(Step::toString).collect(Collectors.joining("\n")) + "\n";
  }

  private static Task task(
      Root.Access access, Program program, List<Mount> mounts, Network network, Limits limits) {
    return new Task(
        new Root(List.of(new Layer.Folder(Path.of("/x"))), access),
        Ids.SINGLE,
        program,
        mounts,
        network,
        limits,
        Optional.empty(),
        new Streams.Captured(5));
  }

  private static Program program(String name, Map<String, String> environment) {
    SequencedMap<String, String> ordered = new LinkedHashMap<>(environment);
    return new Program(name, List.of("a", "b"), ordered, "/d", 7, 8);
  }

  private static Task simple(String name, Map<String, String> environment) {
    return task(
        Root.Access.READ_ONLY,
        program(name, environment),
        List.of(),
        Network.DISABLED,
        Limits.NONE);
  }

  private static Task withMounts(Mount... mounts) {
    return task(
        Root.Access.READ_ONLY,
        program("/p", Map.of()),
        List.of(mounts),
        Network.DISABLED,
        Limits.NONE);
  }

  private static Mount.Bind bind(String source, String target, Mount.BindAccess access) {
    return new Mount.Bind(Path.of(source), "written", target, access);
  }

  @Test
  void theSmallestTask() {
    LaunchPlan plan = new PlanBuilder(List.of()).build(simple("/bin/p", Map.of("A", "1")), ROOT);
    assertThat(plan.layers()).isEqualTo(ROOT.layers());
    assertThat(plan.streams()).isEqualTo(new Streams.Captured(5));
    assertThat(steps(plan))
        .isEqualTo(
            """
            Network[network=DISABLED]
            Root[writable=false, makesMountPoints=false, diskBytes=0, files=Optional.empty]
            Session[]
            ResourceLimit[resource=7, soft=1024]
            ResourceLimit[resource=4, soft=0]
            Identity[user=7, group=8, ids=SINGLE, fileCapabilities=true, moreGroups=[]]
            Directory[path=/d]
            Filter[refuseSetId=false]
            Execute[candidates=[], arguments=[/bin/p, a, b], environment=[A=1]]
            """);
  }

  @Test
  void aTaskWithEverything() {
    var environment = new LinkedHashMap<String, String>();
    environment.put("PATH", "/b:/a");
    environment.put("A", "");
    Task task =
        task(
            Root.Access.WRITABLE_IN_MEMORY,
            program("p", environment),
            List.of(
                new Mount.Proc("/proc", Mount.View.MASKED),
                new Mount.Sys("/sys"),
                new Mount.Tmp("/tmp"),
                new Mount.DevPts("/dev/pts"),
                new Mount.MessageQueue("/dev/mqueue"),
                new Mount.Devices(List.of(Mount.Device.NULL, Mount.Device.SHM)),
                bind("/s", "/t", Mount.BindAccess.READ_ONLY),
                bind("/u", "/v", Mount.BindAccess.READ_WRITE)),
            Network.LOOPBACK,
            new Limits(
                OptionalLong.of(1000),
                OptionalLong.empty(),
                OptionalLong.of(250),
                OptionalLong.of(50_000),
                0));
    var root =
        new RootFolders(
            List.of(Path.of("/layer")),
            List.of(new Step.Bind(Path.of("/usr"), "/usr", "/usr", Step.Bind.Manner.READ_ONLY)));
    assertThat(steps(new PlanBuilder(List.of()).build(task, root)))
        .isEqualTo(
            """
            ControlGroup[memoryBytes=51000, processes=0, cpuMillis=250]
            Network[network=LOOPBACK]
            Root[writable=true, makesMountPoints=false, diskBytes=50000, files=Optional.empty]
            Bind[source=/usr, written=/usr, target=/usr, manner=READ_ONLY]
            FileSystem[type=proc, target=/proc, attributes=0, isTheTasks=false, mode=, size=]
            Mask[target=/proc/keys, folder=false]
            Mask[target=/proc/key-users, folder=false]
            Mask[target=/proc/kallsyms, folder=false]
            Mask[target=/proc/latency_stats, folder=false]
            Mask[target=/proc/acpi, folder=true]
            Mask[target=/proc/asound, folder=true]
            Mask[target=/proc/scsi, folder=true]
            FileSystem[type=sysfs, target=/sys, attributes=0, isTheTasks=false, mode=, size=]
            FileSystem[type=tmpfs, target=/tmp, attributes=0, isTheTasks=true, mode=, size=]
            FileSystem[type=devpts, target=/dev/pts, attributes=0, isTheTasks=false, mode=, size=]
            FileSystem[type=mqueue, target=/dev/mqueue, attributes=0, isTheTasks=true, mode=, size=]
            Device[name=null, target=/dev/null]
            FileSystem[type=tmpfs, target=/dev/shm, attributes=0, isTheTasks=true, mode=, size=]
            Bind[source=/s, written=written, target=/t, manner=READ_ONLY]
            Bind[source=/u, written=written, target=/v, manner=WRITABLE]
            Session[]
            ResourceLimit[resource=7, soft=1024]
            ResourceLimit[resource=4, soft=0]
            Identity[user=7, group=8, ids=SINGLE, fileCapabilities=false, moreGroups=[]]
            Directory[path=/d]
            Filter[refuseSetId=true]
            Execute[candidates=[/b/p, /a/p], arguments=[p, a, b], environment=[PATH=/b:/a, A=]]
            """);
  }

  @Test
  void whatIsMissingIsMadeOnlyWhereTheTaskSaysSo() {
    var program = new Program("/bin/p", List.of(), new LinkedHashMap<>(), "/d", 7, 8, List.of(9L));
    var root =
        new Root(
            List.of(new Layer.Folder(Path.of("/x"))),
            Root.Access.WRITABLE_IN_MEMORY,
            Root.Missing.MADE);
    Task plain = withMounts(bind("/s", "/t", Mount.BindAccess.READ_ONLY));
    for (Ids ids : Ids.values()) {
      var task =
          new Task(
              root,
              ids,
              program,
              plain.mounts(),
              Network.HOST,
              Limits.NONE,
              Optional.empty(),
              plain.streams());
      assertThat(new PlanBuilder(List.of()).build(task, ROOT).steps())
          .contains(new Step.Root(true, true, 0))
          .containsSubsequence(
              new Step.Bind(Path.of("/s"), "written", "/t", Step.Bind.Manner.READ_ONLY),
              new Step.Folder("/d"),
              new Step.Session(),
              new Step.Identity(7, 8, ids, true, ids == Ids.RANGE ? List.of(9L) : List.of()),
              new Step.Directory("/d"));
    }
    assertThat(new PlanBuilder(List.of()).build(plain, ROOT).steps())
        .noneMatch(Step.Folder.class::isInstance);
  }

  @Test
  void onlyAWritableBindRefusesSetIdFiles() {
    for (Mount.BindAccess access : Mount.BindAccess.values()) {
      LaunchPlan plan =
          new PlanBuilder(List.of()).build(withMounts(bind("/s", "/t", access)), ROOT);
      assertThat(plan.steps()).contains(new Step.Filter(access == Mount.BindAccess.READ_WRITE));
    }
  }

  private static List<String> candidates(String name, Map<String, String> environment) {
    LaunchPlan plan = new PlanBuilder(List.of()).build(simple(name, environment), ROOT);
    return ((Step.Execute) plan.steps().getLast()).candidates();
  }

  @Test
  void candidatesComeFromThePathOfTheTaskAlone() {
    assertThat(candidates("p", Map.of("PATH", "/a:/b"))).containsExactly("/a/p", "/b/p");
    assertThat(candidates("p", Map.of("PATH", ":/a::b:"))).containsExactly("/a/p", "b/p");
    assertThat(candidates("p", Map.of("PATH", ""))).isEmpty();
    assertThat(candidates("p", Map.of())).isEmpty();
    assertThat(candidates("./p", Map.of("PATH", "/a"))).isEmpty();
    assertThat(candidates("/p", Map.of("PATH", "/a"))).isEmpty();
  }

  private static List<String> masks(List<Path> hidden, Mount.Bind bind) {
    return new PlanBuilder(hidden)
        .build(withMounts(bind), ROOT).steps().stream()
            .filter(Step.Mask.class::isInstance)
            .map(step -> ((Step.Mask) step).target())
            .toList();
  }

  @Test
  void ourOwnFoldersAreMaskedRightAfterTheBindThatWouldShowThem() {
    List<Path> hidden = List.of(Path.of("/run/user/1/waybill"), Path.of("/home/u/.state"));
    assertThat(masks(hidden, bind("/", "/host", Mount.BindAccess.READ_ONLY)))
        .containsExactly("/host/run/user/1/waybill", "/host/home/u/.state");
    assertThat(masks(hidden, bind("/run", "/r", Mount.BindAccess.READ_WRITE)))
        .containsExactly("/r/user/1/waybill");
    assertThat(masks(hidden, bind("/home/u/.state", "/s", Mount.BindAccess.READ_ONLY)))
        .containsExactly("/s");
    assertThat(masks(hidden, bind("/home/u/.state-of-another", "/s", Mount.BindAccess.READ_ONLY)))
        .isEmpty();
    assertThat(masks(hidden, bind("/run/user/1/way", "/s", Mount.BindAccess.READ_ONLY))).isEmpty();
  }

  @Test
  void aPlanIsTheSameForTheSameTask() {
    Task task = withMounts(bind("/s", "/t", Mount.BindAccess.READ_ONLY));
    assertThat(new PlanBuilder(List.of()).build(task, ROOT))
        .isEqualTo(new PlanBuilder(List.of()).build(task, ROOT));
  }

  @Test
  void aLimitOfTheDiskAloneNeedsNoControlGroup() {
    var disk =
        new Limits(
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.empty(),
            OptionalLong.of(9),
            0);
    Task task =
        task(
            Root.Access.WRITABLE_IN_MEMORY,
            program("/p", Map.of()),
            List.of(),
            Network.DISABLED,
            disk);
    assertThat(new PlanBuilder(List.of()).build(task, ROOT).steps())
        .noneMatch(Step.ControlGroup.class::isInstance)
        .contains(new Step.Root(true, false, 9));
  }

  @Test
  void devicesOfTheHostComeAfterAllMounts() {
    var device =
        new Step.Bind(Path.of("/dev/gpu0"), "/dev/gpu0", "/dev/gpu0", Step.Bind.Manner.DEVICE);
    List<Step> steps =
        new PlanBuilder(List.of())
            .build(withMounts(new Mount.Tmp("/dev")), ROOT.withDevices(List.of(device)))
            .steps();
    assertThat(steps.indexOf(device))
        .isEqualTo(steps.indexOf(new Step.FileSystem("tmpfs", "/dev", 0, true)) + 1);
  }
}
