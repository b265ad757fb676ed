package waybill.dialects.bacalhau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.spec.ErrorHandling;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.RestartPolicy;
import waybill.dialects.bacalhau.spec.Timeouts;
import waybill.engine.event.Event;

/**
 * Jobs of all types on a machine, or several, where everything goes wrong, thousands of times. A
 * seed that has failed once stays in the list.
 */
class JobSimulationTest {
  private static final int SEEDS = 2000;
  private static final int STEPS = 80;

  // BA-90
  @Test
  void whateverHappensJobsKeepTheirPromises() {
    for (long seed = 0; seed < SEEDS; seed++) {
      run(seed, SimulatedMachines.here());
    }
  }

  @Test
  void alsoOnSeveralMachinesThatComeAndGo() {
    for (long seed = 0; seed < SEEDS; seed++) {
      run(seed, SimulatedMachines.several(seed));
    }
  }

  /**
   * Below 562, faults that were put there to try the simulation; from there on, of its own making:
   * a clock set back was forgotten with a failed commit; a daemon without restarts was complete.
   */
  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 5, 8, 12, 19, 93, 100, 562, 4713, 5212, 5627})
  void whatFailedOnceDoesNotFailAgain(long seed) {
    run(seed, SimulatedMachines.here());
  }

  private static void run(long seed, SimulatedMachines machines) {
    try {
      simulate(seed, machines);
    } catch (AssertionError | RuntimeException failed) {
      throw new AssertionError("seed " + seed + ": " + failed.getMessage(), failed);
    }
  }

  private static void simulate(long seed, SimulatedMachines machines) {
    var random = new Random(~seed);
    var world = new SimulatedWorld(seed, machines);
    for (int step = 0; step < STEPS; step++) {
      step(world, random);
      world.machinesMayChange();
      if (step % 8 == 0) {
        world.check();
      }
    }
    world.calmDown();
    rest(world);
    checkRested(world, machines);
    stopAll(world);
    rest(world);
    assertThat(world.running()).isZero();
    for (Job job : world.allVersions()) {
      assertThat(job.state().isOver()).as("over at last: " + job).isTrue();
      checkStory(world, job);
    }
  }

  private static void step(SimulatedWorld world, Random random) {
    String name = "job-" + random.nextInt(3);
    switch (random.nextInt(20)) {
      case 0, 1 -> world.submit(anyJob(name, random), random.nextBoolean(), anySeen(random));
      case 2 -> world.stop(name);
      case 3 -> world.rerun(name, random.nextBoolean() ? OptionalInt.empty() : OptionalInt.of(1));
      case 4 -> world.arrangeDeath();
      case 5 -> world.arrangeFailure();
      case 6, 7 -> world.pass(Duration.ofMillis(random.nextInt(20_000)));
      case 8 ->
          world.pass(Duration.ofSeconds(random.nextInt(10) == 0 ? random.nextInt(7200) - 3600 : 1));
      case 9, 10, 11, 12, 13 -> world.progress(false);
      default -> world.turn(); // the rest
    }
  }

  private static OptionalInt anySeen(Random random) {
    return random.nextInt(4) == 0 ? OptionalInt.of(random.nextInt(3)) : OptionalInt.empty();
  }

  private static JobSpec anyJob(String name, Random random) {
    Kind kind =
        switch (name.charAt(4)) {
          case '0' -> anyBatch(random);
          case '1' -> anyService(random);
          default -> // anything, so that types change too
              switch (random.nextInt(4)) {
                case 0 -> anyBatch(random);
                case 1 -> anyService(random);
                case 2 -> new Kind.Ops(anyHandling(random));
                default -> new Kind.Daemon(anyPolicy(random)); // the fourth of four
              };
        };
    Timeouts timeouts =
        switch (random.nextInt(4)) {
          case 0 -> TestSpecs.queue(10);
          case 1 -> TestSpecs.total(60);
          default -> Timeouts.NONE; // half of them
        };
    JobSpec spec = TestSpecs.job(name, kind, "program-" + random.nextInt(3), timeouts);
    return random.nextInt(10) == 0 ? TestSpecs.with(spec, TestSpecs.equal("env", "test")) : spec;
  }

  private static Kind anyBatch(Random random) {
    return new Kind.Batch(
        1 + random.nextInt(4),
        random.nextInt(3) == 0 ? Kind.ExecutionPlan.SEQUENTIAL : Kind.ExecutionPlan.PARALLEL,
        anyHandling(random));
  }

  private static Kind anyService(Random random) {
    int count = 1 + random.nextInt(4);
    return new Kind.Service(count, 1 + random.nextInt(count), anyPolicy(random));
  }

  private static Optional<ErrorHandling> anyHandling(Random random) {
    return switch (random.nextInt(3)) {
      case 0 -> Optional.empty();
      case 1 ->
          Optional.of(
              new ErrorHandling(
                  1 + random.nextInt(4),
                  ErrorHandling.OnFailure.RETRY,
                  ErrorHandling.Backoff.EXPONENTIAL));
      default -> // the third of three
          Optional.of(
              new ErrorHandling(3, ErrorHandling.OnFailure.FAIL, ErrorHandling.Backoff.CONSTANT));
    };
  }

  private static RestartPolicy anyPolicy(Random random) {
    var modes = RestartPolicy.Mode.values();
    return random.nextInt(3) > 0
        ? RestartPolicy.DEFAULT
        : new RestartPolicy(modes[random.nextInt(modes.length)], OptionalInt.of(random.nextInt(4)));
  }

  /** Until nothing more happens by itself. */
  private static void rest(SimulatedWorld world) {
    for (int turns = 0; turns < 10_000; turns++) {
      world.turn();
      if (!world.isQuiet() || world.isFiniteRunning()) {
        world.progress(true);
      } else if (world.firstWake().isPresent()) {
        world.pass(Duration.between(world.now(), world.firstWake().get()));
      } else {
        world.check();
        return;
      }
    }
    throw new AssertionError("it never rests");
  }

  private static boolean isFinite(JobSpec spec) {
    return spec.kind() instanceof Kind.Batch || spec.kind() instanceof Kind.Ops;
  }

  private static void checkRested(SimulatedWorld world, SimulatedMachines machines) {
    Map<String, Job> versions = new HashMap<>();
    Map<String, String> ids = new HashMap<>();
    for (Job job : world.allVersions()) {
      versions.put(job.id() + ":" + job.version(), job);
      String other = ids.putIfAbsent(job.spec().name(), job.id());
      assertThat(other == null || other.equals(job.id())).as("one job of a name").isTrue();
      if (isFinite(job.spec())) {
        assertThat(job.state().isOver()).as("ends: " + job).isTrue();
      } else if (job.state() == JobState.RUNNING) {
        assertThat(job.executions().stream().filter(Execution::isUp).count())
            .as("kept at its count: " + job)
            .isEqualTo(upOf(job, machines));
      } else if (!job.state().isOver()) {
        assertThat(job.message()).as("why it waits: " + job).contains("env = test");
      }
    }
    assertThat(versions.keySet()).as("nothing is lost").containsAll(world.promised.keySet());
    world.promised.forEach(
        (id, job) -> assertThat(versions.get(id)).extracting(Job::spec).isEqualTo(job.spec()));
  }

  /** All of them, but for such as have completed and are not to be restarted. */
  private static long upOf(Job job, SimulatedMachines machines) {
    return machines.most(job.spec())
        - job.executions().stream()
            .filter(e -> e.state() == Job.ExecutionState.COMPLETED && SimulatedWorld.isLast(job, e))
            .count();
  }

  private static void stopAll(SimulatedWorld world) {
    for (int i = 0; i < 3; i++) {
      world.stop("job-" + i);
    }
  }

  /** The journal tells of every execution's beginning and end once, and of the version's end. */
  private static void checkStory(SimulatedWorld world, Job job) {
    Set<String> begun = new HashSet<>();
    Set<String> ended = new HashSet<>();
    Map<String, Integer> runs = new HashMap<>();
    Map<String, Integer> completed = new HashMap<>();
    List<Event> events = world.journal.events(0, OptionalLong.of(job.run()), Integer.MAX_VALUE);
    for (Event event : events) {
      String path = event.taskPath();
      switch (event.fact()) {
        case Event.GroupStarted _ -> assertThat(begun.add(path)).as("begun twice").isTrue();
        case Event.GroupEnded(Event.Ending ending, _) -> {
          assertThat(ended.add(path)).as("ended twice").isTrue();
          if (ending instanceof Event.Ending.Succeeded) {
            completed.merge(replica(path), 1, Integer::sum);
          }
        }
        case Event.Remark(String text)
            when !path.isEmpty() && HistoryLine.of(text).message().equals("Running") ->
            runs.merge(replica(path), 1, Integer::sum);
        default -> {} // nothing to count
      }
    }
    assertThat(ended).isEqualTo(begun);
    assertThat(events.getLast().fact()).isInstanceOf(Event.SubmissionEnded.class);
    if (isFinite(job.spec())) {
      int most = mostTries(job.spec().kind());
      assertThat(runs.values()).as("tries").allMatch(tries -> tries <= most);
      assertThat(completed.values()).as("completed once").allMatch(times -> times == 1);
    }
  }

  private static String replica(String path) {
    return path.substring(0, path.indexOf('.'));
  }

  private static int mostTries(Kind kind) {
    Optional<ErrorHandling> handling =
        kind instanceof Kind.Batch batch
            ? batch.errorHandling()
            : ((Kind.Ops) kind).errorHandling();
    return handling
        .map(h -> h.onFailure() == ErrorHandling.OnFailure.RETRY ? h.maxAttempts() : 1)
        .orElse(2);
  }
}
