package waybill.dialects.bacalhau.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.bacalhau.run.Obstacles.Obstacle;
import waybill.dialects.bacalhau.spec.EngineSpec;
import waybill.dialects.bacalhau.spec.InputSource;
import waybill.dialects.bacalhau.spec.InputSource.Source;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.Publisher;
import waybill.dialects.bacalhau.spec.Resources;
import waybill.dialects.bacalhau.spec.ResultPath;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.engine.room.Capacity;
import waybill.model.task.Ids;

/** What stands in a job's way is said before anything runs, all of it at once. */
class ObstaclesTest {
  @TempDir Path folder;
  private Lab lab;

  @BeforeEach
  void open() {
    lab = new Lab(folder);
  }

  @AfterEach
  void close() {
    lab.close();
  }

  private List<String> of(TaskSpec... tasks) throws InterruptedException {
    return lab.executions.obstacles(Specs.job(tasks));
  }

  @Test
  void whereLimitsCannotBeEnforcedTheOnesThatSomebodyWroteAreRefused() throws Exception {
    var none = new Abilities(Ids.SINGLE, false, Optional.empty());
    var obstacles = new Obstacles(lab, lab.place.engine().capacity(), none);
    JobSpec written = Specs.job(Specs.task("a", "sh"));
    JobSpec assumed =
        Specs.job(
            Specs.task(
                "a",
                task -> {
                  task.resources = new Resources(500, 64_000_000, OptionalLong.empty(), 0, true);
                  return task;
                },
                "sh"));
    assertThat(obstacles.atOnce(written))
        .singleElement()
        .satisfies(one -> assertThat(one.message()).contains("CPU and Memory cannot be enforced"));
    assertThat(obstacles.atOnce(assumed)).isEmpty();
  }

  @Test
  void aJobThatFitsHasNone() throws Exception {
    assertThat(of(Specs.task("a", "sh"))).isEmpty();
  }

  // BA-54, BA-58, BA-118
  @Test
  void eachAmountAboveTheMachinesIsSaidInFixedWords() throws Exception {
    TaskSpec large =
        Specs.task(
            "a",
            task -> {
              task.resources =
                  new Resources(
                      128_000, 256_000_000_000L, OptionalLong.of(Long.MAX_VALUE), 8, false);
              return task;
            },
            "sh");
    assertThat(of(large))
        .containsExactly(
            "insufficient resources: CPU request exceeds node capacity",
            "insufficient resources: Memory request exceeds node capacity",
            "insufficient resources: Disk request exceeds node capacity",
            "insufficient resources: GPU request exceeds node capacity");
    assertThat(
            new Obstacles(lab, lab.place.engine().capacity(), lab.place.abilities())
                .atOnce(Specs.job(large))
                .getFirst()
                .hint())
        .hasValue("the job asks for 128, and this machine has 2 processors");
  }

  private static TaskSpec asking(long memory, long disk) throws Exception {
    return Specs.task(
        "a",
        task -> {
          task.resources = new Resources(100, memory, OptionalLong.of(disk), 0, false);
          return task;
        },
        "sh");
  }

  private List<Obstacle> obstacles(long onDisk, Optional<String> lack, TaskSpec task) {
    var capacity = new Capacity(4, 2_000, 1_000_000_000, onDisk, 0);
    return new Obstacles(lab, capacity, new Abilities(Ids.RANGE, true, lack))
        .atOnce(Specs.job(task));
  }

  @Test
  void aDiskThatTheMemoryCannotHoldIsRefusedOnceWithTheReason() throws Exception {
    Optional<String> lack = Optional.of("mkfs.ext4 is not installed");
    assertThat(obstacles(0, lack, asking(100_000_000, 2_000_000_000)))
        .containsExactly(
            new Obstacle(
                "insufficient resources: Disk request exceeds node capacity",
                Optional.of(
                    "the job asks for 2 GB, and this machine has 1 GB; a Disk lies in memory here,"
                        + " because mkfs.ext4 is not installed")));
    assertThat(obstacles(0, lack, asking(600_000_000, 500_000_000)))
        .singleElement()
        .satisfies(
            one -> {
              assertThat(one.message()).contains("Memory request exceeds");
              assertThat(one.hint().orElse(""))
                  .contains("and its Disk, which lies in memory")
                  .endsWith("because mkfs.ext4 is not installed");
            });
    assertThat(obstacles(0, lack, asking(400_000_000, 500_000_000))).isEmpty();
  }

  @Test
  void aDiskOnTheMachinesOwnTakesNothingOfTheMemory() throws Exception {
    long free = 50_000_000_000L;
    Optional<String> none = Optional.empty();
    assertThat(obstacles(free, none, asking(1_000_000_000, free))).isEmpty();
    assertThat(obstacles(free, none, asking(100_000_000, free + 1)))
        .singleElement()
        .satisfies(one -> assertThat(one.hint().orElse("")).endsWith("this machine has 50 GB"));
    assertThat(obstacles(free, none, asking(1_000_000_000, 200_000_000)))
        .as("small ones lie in memory and count there")
        .singleElement()
        .satisfies(one -> assertThat(one.message()).contains("Memory request exceeds"));
  }

  @Test
  void whatComesLaterIsSaidPartByPart() throws Exception {
    var url = new Source.Url("http://h/f", new LinkedHashMap<>());
    TaskSpec task =
        Specs.task(
            "a",
            built -> {
              built.engine =
                  new EngineSpec.Wasm(
                      "/m.wasm", "_start", List.of(), List.of(), new LinkedHashMap<>());
              built.inputs = List.of(new InputSource(url, "/in", Optional.empty()));
              built.results =
                  List.of(
                      new ResultPath(
                          "log",
                          "/stdout",
                          ResultPath.Type.STDOUT,
                          ResultPath.Format.RAW,
                          ResultPath.Compression.NONE,
                          OptionalInt.empty()),
                      new ResultPath(
                          "o",
                          "/o",
                          ResultPath.Type.DIRECTORY,
                          ResultPath.Format.RAW,
                          ResultPath.Compression.NONE,
                          OptionalInt.empty()));
              built.publisher = Optional.of(new Publisher.Ipfs());
              built.network =
                  new NetworkSpec.Http(List.of("x.org"), false, List.of(), List.of(), List.of());
              return built;
            });
    assertThat(of(task))
        .allMatch(text -> text.startsWith("task a: "))
        .extracting(text -> text.substring(8, text.indexOf(" cannot be used yet")))
        .containsExactly(
            "the engine `wasm`",
            "inputs of type `urlDownload`",
            "results of type `directory`",
            "the publisher `ipfs`",
            "the network `http`");
  }

  // BA-63, BA-117
  @Test
  void filesOfTheMachineMustBeThere() throws Exception {
    Path file = Files.writeString(folder.resolve("there"), "x");
    assertThat(of(withLocal(file.toString(), InputSource.CreateAs.NOTHING))).isEmpty();
    assertThat(of(withLocal("/no/such", InputSource.CreateAs.NOTHING)))
        .containsExactly("volume /no/such does not exist and creation is not allowed");
    assertThat(of(withLocal(folder + "/new", InputSource.CreateAs.FILE))).isEmpty();
    assertThat(folder.resolve("new")).doesNotExist();
  }

  private static TaskSpec withLocal(String path, InputSource.CreateAs createAs) {
    return Specs.task(
        "a",
        task -> {
          task.inputs =
              List.of(
                  new InputSource(
                      new Source.Local(path, false, createAs), "/in", Optional.empty()));
          return task;
        },
        "sh");
  }

  // BA-41, BA-43, BA-117
  @Test
  void imagesAreLookedInto() throws Exception {
    JobSpec job =
        Specs.job(
            image("nosuch", Optional.empty()), image("img", Optional.of("/nope")), Specs.task("c"));
    assertThat(lab.executions.obstacles(job))
        .containsExactly(
            "image not available: \"nosuch\"",
            "WorkingDirectory /nope does not exist in image img",
            "image img has no entrypoint or command; give Entrypoint");
    assertThat(new Obstacles(lab, lab.place.engine().capacity(), lab.place.abilities()).atOnce(job))
        .isEmpty();
  }

  private static TaskSpec image(String name, Optional<String> directory) {
    return Specs.task(
        "a",
        task -> {
          task.engine =
              new EngineSpec.Docker(
                  name,
                  Optional.of(List.of("sh")),
                  Optional.empty(),
                  directory,
                  new LinkedHashMap<>(Map.of()),
                  List.of());
          return task;
        });
  }
}
