package waybill.dialects.bacalhau.job;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Random;
import java.util.Set;
import waybill.dialects.bacalhau.job.Job.Execution;
import waybill.dialects.bacalhau.job.Job.ExecutionState;
import waybill.dialects.bacalhau.job.Job.JobState;
import waybill.dialects.bacalhau.run.ExecutionEnd;
import waybill.dialects.bacalhau.run.ExecutionEnd.Fault;
import waybill.dialects.bacalhau.run.ExecutionNews;
import waybill.dialects.bacalhau.run.ExecutionOrder;
import waybill.dialects.bacalhau.run.ExecutionRunner;
import waybill.dialects.bacalhau.spec.JobSpec;
import waybill.dialects.bacalhau.spec.Kind;
import waybill.dialects.bacalhau.spec.Timeouts;
import waybill.engine.EngineClock;
import waybill.engine.testing.FakeJournal;
import waybill.engine.testing.FakeLedger;

/**
 * A machine on which everything that can happen does, at the will of one seed: the real {@link
 * JobKeeper} on a ledger that fails and dies, with a runner that completes, fails and dies, and a
 * clock that jumps. It checks what must hold at every moment; {@link JobSimulationTest} says how it
 * goes and what must hold at the end.
 */
final class SimulatedWorld implements EngineClock {
  private final Random random;
  private final TestSpecs.Shelf shelf = new TestSpecs.Shelf();
  final JobEntries entries = shelf.entries();
  private int lastId;
  final FakeJournal journal = new FakeJournal(this);
  private final SimulatedMachines machines;

  /** Whether the agent has seen which machines there are. */
  private boolean machinesSeen = true;

  /** Where a version that runs on every machine has which replica. */
  private final Map<String, Integer> replicas = new LinkedHashMap<>();

  private Instant now = Instant.parse("2026-11-21T18:00:00Z");
  FakeLedger ledger = new FakeLedger(journal);
  private Agent agent;

  /** Executions that were ever begun, by any agent. */
  private final Set<String> begun = new HashSet<>();

  /** What somebody was told: the version, by its id. */
  final Map<String, Job> promised = new LinkedHashMap<>();

  private boolean oneAtATime;

  /** So many of the runner's calls until the agent dies; negative for never. */
  private int callsToDeath = -1;

  SimulatedWorld(long seed, SimulatedMachines machines) {
    this.random = new Random(seed);
    this.machines = machines;
    this.agent = new Agent();
  }

  /** The agent has died outside the ledger. */
  static final class Death extends Error {
    private static final long serialVersionUID = 1;
  }

  @Override
  public long nanos() {
    return 0;
  }

  @Override
  public Instant now() {
    return now;
  }

  /** A machine may come, or go with all that runs on it; it stays away until it is missed. */
  void machinesMayChange() {
    if (machinesSeen && machines.change()) {
      machinesSeen = false;
      agent.running.values().removeIf(one -> !machines.fleet().has(one.order.machine()));
    }
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** One agent of ours: what it holds is lost when it dies. */
  private final class Agent implements ExecutionRunner {
    final Deque<JobItem> inbox = new ArrayDeque<>();
    final Map<String, Running> running = new LinkedHashMap<>();
    final List<Reply> replies = new ArrayList<>();
    final JobKeeper keeper =
        new JobKeeper(
            ledger, entries, () -> "j-" + ++lastId, machines::fleet, this, inbox::add, line -> {});

    @Override
    public List<String> obstacles(JobSpec spec) {
      return List.of();
    }

    @Override
    public void start(ExecutionOrder order, ExecutionNews news) {
      mayDie();
      assertThat(begun.add(order.executionId())).as("begun twice").isTrue();
      checkMayStart(order);
      running.put(order.executionId(), new Running(order, news));
      mayDie();
    }

    private void checkMayStart(ExecutionOrder order) {
      List<Running> ofJob =
          running.values().stream().filter(r -> r.order.jobId().equals(order.jobId())).toList();
      checkMachine(order, ofJob);
      assertThat(ofJob.size()).as("running before another starts").isLessThan(order.partitions());
      boolean service = order.spec().kind() instanceof Kind.Service;
      for (Running other : ofJob) {
        boolean sameVersion = other.order.run() == order.run();
        assertThat(sameVersion && other.order.partition() == order.partition())
            .as("the same replica twice at a time")
            .isFalse();
        assertThat(service || sameVersion).as("two versions at a time").isTrue();
        assertThat(isSequential(order.spec())).as("two at a time").isFalse();
      }
    }

    private void checkMachine(ExecutionOrder order, List<Running> ofJob) {
      assertThat(machines.mayRun(order.spec(), order.machine())).as("where it may run").isTrue();
      if (order.spec().kind().isEverywhere()) {
        assertThat(ofJob)
            .as("twice on one machine")
            .noneMatch(other -> other.order.machine().equals(order.machine()));
        assertThat(
                replicas.merge(order.run() + "/" + order.machine(), order.partition(), Math::max))
            .as("the replica of that machine")
            .isEqualTo(order.partition());
      }
    }

    @Override
    public void stop(String executionId) {
      mayDie();
      Running one = running.get(executionId);
      if (one != null) {
        one.stopping = true;
        checkMayStop(one);
      }
      mayDie();
    }

    /**
     * A rolling update leaves enough of them up. Seen only when one thing is decided at a time:
     * else what is in memory is what it is after all of them.
     */
    private void checkMayStop(Running one) {
      JobLife life = keeper.life(one.order.jobId()).orElseThrow();
      if (oneAtATime
          && life.latest().isGoingOn()
          && life.latest().spec().kind() instanceof Kind.Service service
          && find(life, one).filter(e -> e.state() == ExecutionState.RUNNING).isPresent()) {
        long up =
            life.versions().stream()
                .flatMap(version -> version.executions().stream())
                .filter(Execution::isUp)
                .count();
        assertThat(up)
            .as("up during an update")
            .isGreaterThanOrEqualTo(service.count() - service.maxUnavailable());
      }
    }

    private static Optional<Execution> find(JobLife life, Running one) {
      return life.versions().stream()
          .flatMap(version -> version.executions().stream())
          .filter(execution -> execution.id().equals(one.order.executionId()))
          .findFirst();
    }
  }

  static boolean isSequential(JobSpec spec) {
    return spec.kind() instanceof Kind.Batch batch && batch.plan() == Kind.ExecutionPlan.SEQUENTIAL;
  }

  /** An execution as the machine knows it. */
  private static final class Running {
    final ExecutionOrder order;
    final ExecutionNews news;
    boolean started;
    boolean stopping;

    Running(ExecutionOrder order, ExecutionNews news) {
      this.order = order;
      this.news = news;
    }
  }

  private void mayDie() {
    if (callsToDeath >= 0 && callsToDeath-- == 0) {
      throw new Death();
    }
  }

  // What people do.

  Reply submit(JobSpec spec, boolean force, OptionalInt seen) {
    var reply = new Reply();
    agent.inbox.add(new JobItem.Submit(reply, spec, force, seen));
    agent.replies.add(reply);
    return reply;
  }

  void stop(String name) {
    var reply = new Reply();
    agent.inbox.add(new JobItem.Stop(reply, new Jobs.JobName(name, "default"), "enough"));
  }

  void rerun(String name, OptionalInt version) {
    var reply = new Reply();
    agent.inbox.add(new JobItem.Rerun(reply, new Jobs.JobName(name, "default"), version));
    agent.replies.add(reply);
  }

  // What becomes of it.

  /** What has gathered is dealt with; dying on the way if that was arranged. */
  void turn() {
    try {
      turnOf(agent);
    } catch (Death | FakeLedger.Crash death) {
      restart();
    }
  }

  private void turnOf(Agent current) {
    var items = new ArrayList<JobItem>();
    int most = 1 + random.nextInt(4);
    while (!current.inbox.isEmpty() && items.size() < most) {
      items.add(current.inbox.poll());
    }
    items.addAll(current.keeper.due(now));
    oneAtATime = items.size() == 1;
    List<JobItem> unwritten = current.keeper.turn(items, now);
    unwritten.reversed().stream().filter(i -> !i.isWake()).forEach(current.inbox::addFirst);
    if (unwritten.isEmpty()) {
      machinesSeen = true;
      current
          .keeper
          .firstWake()
          .ifPresent(wake -> assertThat(wake).as("woken for nothing").isAfter(now));
      if (current.inbox.stream().noneMatch(SimulatedWorld::isRestart)) {
        promised.values().forEach(job -> current.keeper.life(job.id()).ifPresent(this::checkTimes));
      }
    }
    takeReplies(current);
    ledger.openRuns(); // it may have died at a commit that failed
  }

  /** A job that has not been looked at since the last death has no times yet. */
  private static boolean isRestart(JobItem item) {
    return item instanceof JobItem.News news && news.event() instanceof JobEvent.Restarted;
  }

  /** No deadline has passed unseen; no pause takes longer than it is, however the clock is set. */
  private void checkTimes(JobLife life) {
    Job job = life.latest();
    Timeouts timeouts = job.spec().tasks().getFirst().timeouts();
    if (job.isGoingOn() && !job.spec().kind().goesOn()) {
      timeouts.total().ifPresent(t -> assertThat(job.submitted().plus(t)).isAfter(now));
      timeouts
          .queue()
          .ifPresent(t -> job.queued().ifPresent(q -> assertThat(q.plus(t)).isAfter(now)));
    }
    boolean older =
        life.versions().stream()
            .filter(version -> version.version() < job.version())
            .flatMap(version -> version.executions().stream())
            .anyMatch(execution -> !execution.state().isOver());
    for (Execution execution : life.latest().executions()) {
      if (!older && execution.next().isPresent() && machines.mayBeginAgain(job.spec(), execution)) {
        assertThat(execution.modified()).as("the pause has begun").isBeforeOrEqualTo(now);
      }
    }
  }

  private void takeReplies(Agent current) {
    for (Reply reply : current.replies) {
      if (reply.isAnswered()) {
        try {
          Job job = reply.result();
          promised.put(job.id() + ":" + job.version(), job);
        } catch (waybill.model.failure.FailureException refused) {
          // nothing was promised
        }
      }
    }
    current.replies.removeIf(Reply::isAnswered);
  }

  /** Another agent takes over; it may die too. */
  void restart() {
    while (true) {
      takeReplies(agent); // who was answered before the death was promised something
      callsToDeath = -1;
      ledger = ledger.restarted();
      agent = new Agent();
      if (random.nextInt(8) == 0) {
        arrangeDeath();
      }
      try {
        agent.inbox.addAll(agent.keeper.recover(journal));
        while (!agent.inbox.isEmpty()) {
          turnOf(agent);
        }
        return;
      } catch (Death | FakeLedger.Crash death) {
        // the next one takes over
      }
    }
  }

  void arrangeDeath() {
    switch (random.nextInt(3)) {
      case 0 -> ledger.dieAt(1 + random.nextInt(3), FakeLedger.Death.BEFORE);
      case 1 -> ledger.dieAt(1 + random.nextInt(3), FakeLedger.Death.AFTER);
      default -> callsToDeath = random.nextInt(6); // the third of three
    }
  }

  void arrangeFailure() {
    ledger.failAt(1 + random.nextInt(3));
  }

  /** Nothing bad happens any more. */
  void calmDown() {
    callsToDeath = -1;
    ledger.failAt(1_000_000);
    ledger.dieAt(1_000_000, FakeLedger.Death.BEFORE);
    while (!machinesSeen) {
      turn();
    }
    machines.calmDown();
  }

  /** Something happens to one of the executions. */
  void progress(boolean calm) {
    if (agent.running.isEmpty()) {
      return;
    }
    List<Running> all = List.copyOf(agent.running.values());
    Running one = all.get(random.nextInt(all.size()));
    String id = one.order.executionId();
    if (one.stopping) {
      end(one, random.nextInt(4) == 0 ? new ExecutionEnd.Completed() : new ExecutionEnd.Stopped());
    } else if (!one.started && !calm && random.nextInt(3) == 0) {
      one.news.waiting(id, 0);
    } else if (!one.started && !calm && random.nextInt(6) == 0) {
      end(one, new ExecutionEnd.Failed("no image", Fault.CIRCUMSTANCES));
    } else if (!one.started) {
      one.started = true;
      one.news.started(id, 0);
    } else if (calm) {
      if (one.order.spec().kind() instanceof Kind.Batch
          || one.order.spec().kind() instanceof Kind.Ops) {
        end(one, new ExecutionEnd.Completed());
      }
    } else {
      end(one, anyEnd());
    }
  }

  private ExecutionEnd anyEnd() {
    return switch (random.nextInt(6)) {
      case 0 -> new ExecutionEnd.ExitedWith("main", 19);
      case 1 -> new ExecutionEnd.TimedOut("main");
      case 2 -> new ExecutionEnd.Failed("no launcher", Fault.CIRCUMSTANCES);
      case 3 -> new ExecutionEnd.Failed("no program", Fault.JOB);
      default -> new ExecutionEnd.Completed(); // the rest
    };
  }

  private void end(Running one, ExecutionEnd end) {
    agent.running.remove(one.order.executionId());
    one.news.ended(one.order.executionId(), end);
  }

  // What is to be seen.

  boolean isQuiet() {
    return agent.inbox.isEmpty()
        && agent.running.values().stream().allMatch(r -> r.started && !r.stopping);
  }

  /** Whether something runs that is to end by itself. */
  boolean isFiniteRunning() {
    return agent.running.values().stream()
        .anyMatch(
            r ->
                r.order.spec().kind() instanceof Kind.Batch
                    || r.order.spec().kind() instanceof Kind.Ops);
  }

  Optional<Instant> firstWake() {
    return agent.keeper.firstWake();
  }

  int running() {
    return agent.running.size();
  }

  long running(Job version) {
    return agent.running.values().stream().filter(r -> r.order.run() == version.run()).count();
  }

  List<Job> allVersions() {
    return ledger
        .list(
            new waybill.engine.store.LedgerQuery(
                JobEntries.KIND,
                Optional.empty(),
                waybill.engine.store.LedgerQuery.Order.CREATED,
                false,
                Optional.empty(),
                1000))
        .stream()
        .flatMap(entry -> ledger.versions(JobEntries.KIND, entry.id()).stream())
        .map(entries::job)
        .toList();
  }

  static boolean isLast(Job job, Execution execution) {
    return job.executions().stream()
        .noneMatch(
            e -> e.partition() == execution.partition() && e.attempt() > execution.attempt());
  }

  /** Memory, ledger and machine say the same of every job. */
  void check() {
    Set<String> live = new HashSet<>();
    for (Job job : allVersions()) {
      Optional<JobLife> life = agent.keeper.life(job.id());
      if (!job.state().isOver()) {
        assertThat(life.orElseThrow().versions()).as("in memory as it is durable").contains(job);
      }
      long liveOfVersion = 0;
      for (Execution execution : job.executions()) {
        if (!execution.state().isOver()) {
          liveOfVersion++;
          live.add(execution.id());
        }
      }
      assertThat(job.executions())
          .as("only what is over, last and going on is tried again")
          .filteredOn(e -> e.next().isPresent())
          .allMatch(e -> e.state().isOver() && job.isGoingOn() && isLast(job, e));
      assertThat(liveOfVersion).isLessThanOrEqualTo(machines.most(job.spec()));
      if (job.state().isOver()) {
        assertThat(liveOfVersion).as("runs though over").isZero();
        assertThat(running(job)).as("runs though over").isZero();
      }
      if (job.state() == JobState.COMPLETED) {
        checkCompleted(job);
      }
    }
    if (agent.inbox.isEmpty() && machinesSeen) {
      allVersions().forEach(this::checkWaits);
      assertThat(live).as("known to run, and running").isEqualTo(agent.running.keySet());
    }
  }

  /** An ops job has an end also when its machines have gone. */
  private void checkWaits(Job job) {
    if (job.spec().kind() instanceof Kind.Ops) {
      assertThat(job.executions())
          .as("tried again on a machine that is not there")
          .noneMatch(e -> e.next().isPresent() && !machines.fleet().has(e.machine()));
    }
  }

  private static void checkCompleted(Job job) {
    List<Execution> completed =
        job.executions().stream().filter(e -> e.state() == ExecutionState.COMPLETED).toList();
    switch (job.spec().kind()) {
      case Kind.Batch _, Kind.Service _ -> assertThat(completed).hasSize(job.spec().kind().count());
      case Kind.Ops _ ->
          assertThat(completed)
              .hasSameSizeAs(job.executions().stream().filter(e -> isLast(job, e)).toList());
      case Kind.Daemon _ -> assertThat(completed).isNotEmpty();
    }
  }
}
