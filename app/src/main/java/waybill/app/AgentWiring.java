package waybill.app;

import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.agent.client.AgentControl;
import waybill.agent.server.AgentLog;
import waybill.agent.server.AgentProcess;
import waybill.agent.server.AgentWork;
import waybill.agent.wire.Hello;
import waybill.app.agent.AgentRelay;
import waybill.app.settings.AgentFile;
import waybill.app.settings.AgentFile.AgentSettings;
import waybill.app.verb.RunDesk;
import waybill.app.verb.RunVerbs;
import waybill.backends.local.HostCapacity;
import waybill.backends.local.LocalBackend;
import waybill.backends.local.LocalSettings;
import waybill.cli.Command;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.dialects.bacalhau.run.Abilities;
import waybill.dialects.bacalhau.run.ExecutionPlace;
import waybill.dialects.bacalhau.run.StoredImages;
import waybill.dialects.opspec.call.Containers;
import waybill.dialects.opspec.call.EngineContainers;
import waybill.dialects.opspec.command.OpWorkplace;
import waybill.dialects.opspec.command.Opctl;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.LiveRuns;
import waybill.engine.store.RunRecord;
import waybill.engine.store.sqlite.JournalSettings;
import waybill.engine.store.sqlite.SqliteJournal;
import waybill.files.FolderTree;
import waybill.files.Folders;
import waybill.images.registry.RegistrySettings.Certificates;
import waybill.images.user.ImageUsers;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;
import waybill.model.task.Ids;
import waybill.model.task.Outcome.Canceller;
import waybill.sandbox.ControlGroups;

/** Puts the parts of the agent together. */
final class AgentWiring implements AgentWork {
  private static final int MAX_WORKERS = 64;

  private final Folders folders;
  private final StoreOnDemand store;
  private final LocalBackend backend;
  private final Engine engine;
  private final SqliteJournal journal;
  private final LocalSettings.Granted granted = LocalSettings.grant(Ids.RANGE);
  private final LiveRuns runs = new LiveRuns();
  private final AgentLog log;
  private final JobWiring jobs;
  private final TygerOnDemand tyger;

  /** The agent's process: returns when it is to end. */
  static Exit serve(Invocation invocation) {
    return serve(invocation, invocation.out());
  }

  /** The same in the foreground, for {@code opctl node create}. */
  static Exit serveInFront(Invocation invocation) {
    Path home = Installation.current().home();
    var known = AgentControl.status(AgentRelay.place(home, invocation));
    if (known.isPresent()) {
      throw Failure.of(
              FailureCode.AGENT_BUSY,
              "the agent is already running, process " + known.get().agent().process())
          .withHelp("`waybill agent stop` ends it")
          .asException();
    }
    Path socket = AgentRelay.socket(new Folders(invocation.environment()));
    invocation.out().print("the agent listens at " + socket + "\n");
    invocation.out().flush();
    return serve(invocation, new PrintStream(OutputStream.nullOutputStream()));
  }

  private static Exit serve(Invocation invocation, PrintStream ready) {
    var folders = new Folders(invocation.environment());
    AgentSettings settings = AgentFile.read(folders.config());
    var log = new AgentLog(AgentRelay.log(folders));
    Hello self = AgentRelay.self(Installation.current().home(), folders);
    new AgentProcess(
            AgentRelay.socket(folders), AgentRelay.lock(folders), self, settings.idle(), log)
        .run(
            () -> new AgentWiring(folders, settings, invocation.environment(), log),
            ready,
            invocation.interrupts());
    return Exit.OK;
  }

  private AgentWiring(
      Folders folders, AgentSettings settings, Map<String, String> environment, AgentLog log) {
    this.folders = folders;
    this.log = log;
    this.store = new StoreOnDemand(folders.cache());
    this.journal =
        SqliteJournal.open(
            new JournalSettings(
                folders.state(),
                settings.keptRuns(),
                settings.keptFor(),
                JournalSettings.STREAM_BYTES,
                AgentWiring::remove),
            EngineClock.SYSTEM,
            log::line);
    List<Long> leftOpen = journal.ledger().openRuns();
    journal.endLost(Canceller.WAYBILL, Set.copyOf(leftOpen));
    sweep(log);
    var launcher =
        LocalSettings.launcher(
            Installation.current().launcher(),
            folders.runtime(),
            Math.min(Runtime.getRuntime().availableProcessors(), MAX_WORKERS),
            granted);
    HostCapacity host = HostCapacity.find(settings.slots(), folders.cache());
    host.notes().forEach(log::line);
    Path state = Wiring.real(folders.state());
    this.backend =
        new LocalBackend(
            new LocalSettings(
                launcher,
                store,
                List.of(Wiring.real(folders.runtime()), Wiring.real(store.cache()), state),
                List.of(state.resolve(SqliteJournal.RUNS)),
                host.gpus(),
                host.disks().place()));
    this.engine =
        new Engine(backend, journal, EngineClock.SYSTEM, host.capacity(), folders.spool());
    var place =
        new ExecutionPlace(
            engine,
            journal,
            stored(environment),
            new Abilities(granted.ids(), ControlGroups.find().isPresent(), host.disks().lack()),
            granted.note(),
            folders.state().resolve(SqliteJournal.RUNS),
            AgentWiring::remove);
    this.jobs =
        new JobWiring(
            place,
            journal,
            invocation -> stored(invocation.environment()),
            settings.labels(),
            () -> forbidsFullNetwork(folders.config()),
            log);
    this.tyger = new TygerOnDemand(() -> tygerWorld(environment, state));
    if (!leftOpen.isEmpty()) {
      mend();
    }
  }

  /** Read anew, so that it holds at once: jobs keep an agent alive for as long as they go on. */
  private static Optional<String> forbidsFullNetwork(Path config) {
    try {
      return AgentFile.read(config).forbidsFullNetwork();
    } catch (ProblemsException unclear) {
      throw unclear.asFailure("cannot tell whether jobs may have the network `full`: ");
    }
  }

  @Override
  public LiveRuns runs() {
    return runs;
  }

  @Override
  public List<Long> wanted() {
    return journal.ledger().openRuns();
  }

  @Override
  public boolean isWanted() {
    try {
      return tyger.isServing() || journal.ledger().isAnyOpen();
    } catch (FailureException e) {
      log.line("stays, because it cannot know what is wanted: " + e.getMessage());
      return true;
    }
  }

  @Override
  public void whenAtRest(Runnable tell) {
    runs.whenEmpty(tell);
    journal.ledger().whenNothingIsOpen(tell);
    tyger.whenIdle(tell);
  }

  @Override
  public Map<String, Command> commands() {
    var verbs = new RunVerbs(() -> new RunDesk(journal, runs, this::stop));
    return Map.of(
        "opctl",
        this::opctl,
        "bacalhau",
        this::bacalhau,
        TygerServer.PROGRAM,
        this::api,
        "ps",
        verbs.command("ps"),
        "show",
        verbs.command("show"),
        "logs",
        verbs.command("logs"),
        "cancel",
        verbs.command("cancel"));
  }

  private Exit opctl(Invocation invocation) {
    if (invocation.arguments().contains("run")) {
      backend.warmUp();
    }
    LocalImages images = images(invocation.environment());
    try {
      return new Opctl(workplace()).run(invocation);
    } finally {
      new Wiring.RoomMaker(store, images, Wiring.CACHE_BYTES).run();
    }
  }

  private Exit bacalhau(Invocation invocation) {
    if (invocation.arguments().contains("run")) {
      backend.warmUp();
    }
    try {
      return jobs.command().run(invocation);
    } finally {
      new Wiring.RoomMaker(store, images(invocation.environment()), Wiring.CACHE_BYTES).run();
    }
  }

  private void mend() {
    try {
      tyger.mend(journal.ledger());
    } catch (FailureException e) {
      log.line("runs of an earlier agent stay open for now: " + e.getMessage());
    }
  }

  /** For commands that speak to the API, which runs from then on. */
  private Exit api(Invocation invocation) {
    if (invocation.arguments().contains("run")) {
      backend.warmUp();
    }
    try {
      return tyger.hold(invocation);
    } finally {
      new Wiring.RoomMaker(store, images(invocation.environment()), Wiring.CACHE_BYTES).run();
    }
  }

  private TygerWiring.World tygerWorld(Map<String, String> environment, Path state) {
    LocalImages images = images(environment);
    return new TygerWiring.World(
        folders,
        state,
        engine,
        journal,
        new waybill.dialects.tyger.run.StoredImages(
            images::images, new ImageUsers(store), granted.ids()),
        granted.ids(),
        ControlGroups.find().isPresent(),
        AgentWiring::remove,
        log);
  }

  /** Ends a run that goes on by itself. */
  private boolean stop(RunRecord run) {
    return jobs.stop(run) || tyger.stop(run);
  }

  private StoredImages stored(Map<String, String> environment) {
    LocalImages images = images(environment);
    return new StoredImages(images::images, new ImageUsers(store), granted.ids());
  }

  private OpWorkplace workplace() {
    return new OpWorkplace(
        journal,
        runs,
        this::containers,
        folders.state().resolve(SqliteJournal.RUNS),
        AgentWiring::remove,
        Programs.VERSION);
  }

  private Containers.Supply containers(Invocation invocation) {
    return new EngineContainers(
        engine,
        images(invocation.environment()).images(),
        new ImageUsers(store),
        journal,
        granted.ids(),
        granted.note(),
        invocation.environment());
  }

  /** Registries are asked as the caller would ask them: proxies and credentials are his. */
  private LocalImages images(Map<String, String> environment) {
    return new LocalImages(store.cache(), store, folders, environment, Certificates.CHECKED);
  }

  /** What runs left behind whose agent died. */
  private void sweep(AgentLog log) {
    Path all = folders.state().resolve(SqliteJournal.RUNS);
    if (!Files.isDirectory(all)) {
      return;
    }
    try (DirectoryStream<Path> folder = Files.newDirectoryStream(all)) {
      for (Path run : folder) {
        Path scratch = run.resolve("scratch");
        if (Files.exists(scratch)) {
          remove(scratch);
        }
      }
    } catch (IOException | FailureException e) {
      log.line("scratch of earlier runs stays for now: " + e.getMessage());
    }
  }

  /** What containers made may belong to ids that we are only inside of a sandbox. */
  private static void remove(Path folder) {
    try {
      FolderTree.delete(folder);
    } catch (IOException notOurs) {
      LocalSettings.unpacker(Installation.current().launcher(), LocalSettings.grant(Ids.RANGE))
          .remove(folder, Ids.RANGE);
    }
  }

  @Override
  public void ending() {
    tyger.ending();
  }

  @Override
  public void close() {
    tyger.close();
    jobs.close();
    engine.close();
    journal.close();
  }
}
