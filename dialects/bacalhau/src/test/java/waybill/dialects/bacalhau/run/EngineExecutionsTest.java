package waybill.dialects.bacalhau.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.bacalhau.run.ExecutionEnd.Fault;
import waybill.dialects.bacalhau.spec.InputSource;
import waybill.dialects.bacalhau.spec.InputSource.Source;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.NetworkSpec;
import waybill.dialects.bacalhau.spec.RestartPolicy;
import waybill.dialects.bacalhau.spec.TaskSpec;
import waybill.dialects.bacalhau.spec.Timeouts;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Outcome;
import waybill.model.task.Task;

/** Executions on an engine whose programs play. */
class EngineExecutionsTest {
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

  // BA-28, BA-29
  @Test
  void tasksRunInOrderAndTheFirstThatFailsIsTheLast() throws Exception {
    ExecutionEnd end =
        lab.run(
            Specs.job(
                Specs.task("a", "print", "one", ""),
                Specs.task("b", "exit", "19"),
                Specs.task("c", "print", "never", "")));
    assertThat(end).isEqualTo(new ExecutionEnd.ExitedWith("b", 19));
    assertThat(lab.played.started()).containsExactly("r0.1/a", "r0.1/b");
    assertThat(lab.told()).contains("r0.1/a out one");
    assertThat(lab.news).containsExactly("started 0", "started 1", "ended");
  }

  @Test
  void anExecutionWhoseProgramsAllEndWithZeroIsCompleted() throws Exception {
    assertThat(lab.run(Specs.job(Specs.task("a", "exit", "0"))))
        .isEqualTo(new ExecutionEnd.Completed());
  }

  @Test
  void aSignalIsToldAsShellsTellIt() throws Exception {
    assertThat(lab.run(Specs.job(Specs.task("a", "die", "11"))))
        .isEqualTo(new ExecutionEnd.ExitedWith("a", 139));
  }

  @Test
  void aProgramThatIsNotThereIsNamed() throws Exception {
    assertThat(lab.run(Specs.job(Specs.task("a", "missing"))))
        .isEqualTo(
            new ExecutionEnd.Failed(
                "failed to start container: executable file not found: \"missing\"", Fault.JOB));
  }

  // BA-55
  @Test
  void memoryIsNamedWithWhatWasAskedAndUsed() throws Exception {
    lab.start(Specs.job(Specs.task("a", "hang")));
    lab.played.awaitRunning(1);
    lab.played.finish("r0.1/a", new Outcome.OutOfMemory());
    assertThat(lab.await())
        .isEqualTo(
            new ExecutionEnd.Failed(
                "memory limit exceeded: task a asked for 64 MB and used 4.1 KB", Fault.JOB));
    assertThat(lab.told()).contains("r0.1/a out ready\n");
  }

  @Test
  void aTaskThatTakesTooLongIsTimedOut() throws Exception {
    TaskSpec slow =
        Specs.task(
            "slow",
            task -> {
              task.timeouts =
                  new Timeouts(
                      Optional.of(Duration.ofMillis(20)), Optional.empty(), Optional.empty());
              return task;
            },
            "hang");
    assertThat(lab.run(Specs.job(slow))).isEqualTo(new ExecutionEnd.TimedOut("slow"));
  }

  @Test
  void stoppingEndsWhatRunsAndNothingFollows() throws Exception {
    lab.start(Specs.job(Specs.task("a", "hang"), Specs.task("b", "exit", "0")));
    lab.played.awaitRunning(1);
    lab.executions.stop("e-1");
    lab.executions.stop("e-1");
    assertThat(lab.await()).isEqualTo(new ExecutionEnd.Stopped());
    lab.executions.stop("e-1");
    lab.executions.stop("e-unknown");
    assertThat(lab.played.started()).containsExactly("r0.1/a");
    assertThat(lab.news).containsOnlyOnce("ended");
  }

  @Test
  void anExecutionIsStoppedAlone() throws Exception {
    lab.start(Specs.job(Specs.task("a", "hang")));
    var other =
        new ExecutionOrder(
            "j-1", lab.run, "r1.1", "e-2", Specs.job(Specs.task("a", "hang")), 1, 2, "");
    var ends = new ArrayList<ExecutionEnd>();
    lab.executions.start(
        other,
        new ExecutionNews() {
          @Override
          public void waiting(String executionId, int task) {}

          @Override
          public void started(String executionId, int task) {}

          @Override
          public void ended(String executionId, ExecutionEnd end) {
            ends.add(end);
          }
        });
    lab.played.awaitRunning(2);
    lab.executions.stop("e-1");
    assertThat(lab.await()).isEqualTo(new ExecutionEnd.Stopped());
    assertThat(lab.played.runningNow()).isEqualTo(1);
    assertThat(ends).isEmpty();
  }

  @Test
  void whatTheMachineHasNoRoomForWaitsAndSaysSo() throws Exception {
    lab.close();
    lab = new Lab(folder.resolve("small"), 1);
    lab.executions.start(
        new ExecutionOrder(
            "j-0", lab.run, "r9.1", "e-0", Specs.job(Specs.task("x", "hang")), 0, 1, ""),
        new Lab(folder.resolve("deaf")));
    lab.played.awaitRunning(1);
    lab.start(Specs.job(Specs.task("a", "exit", "0")));
    lab.awaitNews("waiting 0");
    lab.played.finish("r9.1/x", new Outcome.Exited(0));
    assertThat(lab.await()).isEqualTo(new ExecutionEnd.Completed());
    assertThat(lab.news).containsExactly("waiting 0", "started 0", "ended");
  }

  @Test
  void theSameExecutionDoesNotRunTwice() throws Exception {
    lab.start(Specs.job(Specs.task("a", "hang")));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> lab.start(Specs.job(Specs.task("a", "hang"))));
    lab.executions.stop("e-1");
    lab.await();
  }

  @Test
  void anEngineThatEndsIsNoFaultOfTheJob() throws Exception {
    lab.start(Specs.job(Specs.task("a", "hang")));
    lab.played.awaitRunning(1);
    lab.close();
    assertThat(lab.await())
        .isEqualTo(new ExecutionEnd.Failed("the agent ended while it ran", Fault.CIRCUMSTANCES));
  }

  @Test
  void anImageThatCannotBeHadFailsIt() throws Exception {
    TaskSpec task =
        Specs.task(
            "a",
            built -> {
              built.engine =
                  new waybill.dialects.bacalhau.spec.EngineSpec.Docker(
                      "nosuch",
                      Optional.empty(),
                      Optional.empty(),
                      Optional.empty(),
                      new java.util.LinkedHashMap<>(),
                      List.of());
              return built;
            });
    assertThat(lab.run(Specs.job(task)))
        .isEqualTo(new ExecutionEnd.Failed("image not available: \"nosuch\"", Fault.JOB));
  }

  // BA-34, BA-38
  @Test
  void theProgramGetsWhatImageTaskEngineAndSystemSay() throws Exception {
    TaskSpec task =
        Specs.task(
            "a",
            built -> {
              built.engine =
                  Specs.docker(
                      List.of("exit"), List.of("0"), Optional.empty(), Map.of("X", "engine"));
              built.env.put("X", "task");
              built.env.put("lower", "a b \"c\" $HOME\nü");
              built.network = new NetworkSpec.None(true);
              return built;
            });
    lab.run(Specs.job(task));
    Task made = lab.tasks.getFirst();
    assertThat(made.program().environment())
        .containsEntry("PATH", "/bin")
        .containsEntry("FROM_IMAGE", "1")
        .containsEntry("X", "engine")
        .containsEntry("lower", "a b \"c\" $HOME\nü")
        .containsEntry("BACALHAU_JOB_ID", "j-1")
        .containsEntry("BACALHAU_EXECUTION_ID", "e-1")
        .containsEntry("BACALHAU_JOB_TYPE", "batch")
        .containsEntry("BACALHAU_PARTITION_INDEX", "0")
        .containsEntry("BACALHAU_PARTITION_COUNT", "1")
        .containsEntry("HOME", "/home/u");
    assertThat(made.program().user()).isEqualTo(7);
    assertThat(made.network()).isEqualTo(Network.LOOPBACK);
    assertThat(made.limits().memoryBytes()).hasValue(64_000_000);
    assertThat(made.limits().cpuMillis()).hasValue(500);
  }

  @Test
  void jobsOnEveryMachineAreNotDivided() throws Exception {
    lab.run(Specs.job(new Kind.Daemon(RestartPolicy.DEFAULT), Specs.task("a", "exit", "0")));
    assertThat(lab.tasks.getFirst().program().environment())
        .containsEntry("BACALHAU_PARTITION_COUNT", "0")
        .containsEntry("BACALHAU_JOB_TYPE", "daemon");
  }

  @Test
  void aVariableOfTheMachineIsNotForwarded() throws Exception {
    TaskSpec task =
        Specs.task(
            "a",
            built -> {
              built.env.put("DENIED_VAR", "env:DENIED_HOST_VAR");
              return built;
            },
            "exit",
            "0");
    assertThat(lab.run(Specs.job(task)))
        .isEqualTo(
            new ExecutionEnd.Failed(
                "resolve environment variable DENIED_VAR: environment variable 'DENIED_HOST_VAR'"
                    + " is not in allowed patterns",
                Fault.JOB));
    assertThat(lab.played.started()).isEmpty();
  }

  // BA-61, BA-69
  @Test
  void inputsAreThereWhileItRunsAndGoWithIt() throws Exception {
    Path data = Files.createDirectories(folder.resolve("data"));
    byte[] content = "#!/bin/bash\necho \"$PATH\"".getBytes(StandardCharsets.UTF_8);
    TaskSpec task =
        Specs.task(
            "a",
            built -> {
              built.inputs =
                  List.of(
                      new InputSource(
                          new Source.Inline(content, false), "/inputs/x/run.sh", Optional.empty()),
                      new InputSource(
                          new Source.Local(
                              data.resolve("new/one").toString(),
                              true,
                              InputSource.CreateAs.DIRECTORY),
                          "/data",
                          Optional.empty()));
              return built;
            },
            "hang");
    lab.start(Specs.job(task));
    lab.played.awaitRunning(1);
    List<Mount> mounts = lab.tasks.getFirst().mounts();
    assertThat(mounts.getFirst()).isEqualTo(new Mount.ContainerSystem());
    assertThat(mounts.get(1))
        .isEqualTo(
            new Mount.Bind(
                data.resolve("new/one"),
                data.resolve("new/one").toString(),
                "/data",
                Mount.BindAccess.READ_WRITE));
    var inline = (Mount.Bind) mounts.get(2);
    assertThat(inline.target()).isEqualTo("/inputs/x/run.sh");
    assertThat(inline.access()).isEqualTo(Mount.BindAccess.READ_ONLY);
    assertThat(Files.readAllBytes(inline.source())).isEqualTo(content);
    assertThat(data.resolve("new/one")).isDirectory();
    lab.played.finish("r0.1/a", new Outcome.Exited(0));
    lab.await();
    assertThat(lab.leftSomething()).isFalse();
  }

  // BA-8
  @Test
  void whoFailsForWantOfANetworkIsTold() throws Exception {
    lab.start(Specs.job(Specs.task("a", "hang")));
    lab.played.awaitRunning(1);
    lab.played.finish("r0.1/a", new Outcome.Exited(6));
    lab.await();
    assertThat(lab.told()).noneMatch(line -> line.contains("hint"));
    assertThat(
            NetworkHint.of(
                Specs.task("a", "curl"),
                new ExecutionEnd.ExitedWith("a", 6),
                "curl: (6) Could not resolve host: example.com"))
        .get()
        .asString()
        .contains("task a has no network");
  }
}
