package waybill.app;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import waybill.agent.server.AgentLog;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.access.AccessKeys;
import waybill.dialects.tyger.api.TygerApi;
import waybill.dialects.tyger.buffer.Writers;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.run.RunImages;
import waybill.dialects.tyger.run.RunPlace;
import waybill.dialects.tyger.run.Runs;
import waybill.dialects.tyger.run.SettingsFile;
import waybill.dialects.tyger.run.StoredStreams;
import waybill.dialects.tyger.store.Buffers;
import waybill.dialects.tyger.store.Codespecs;
import waybill.dialects.tyger.store.RunRecords;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.store.Ledger;
import waybill.engine.store.RunRecord;
import waybill.engine.store.sqlite.SqliteJournal;
import waybill.files.Folders;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;
import waybill.model.task.Ids;
import waybill.web.server.WebServer;

/**
 * Puts the parts of codespecs, buffers and their runs together, inside the agent, and serves their
 * API. Nothing of it is loaded before somebody wants it. For any number of threads.
 */
final class TygerWiring implements AutoCloseable {
  /** What a run is, in journal and ledger. */
  private static final String KIND = "run";

  private final Buffers buffers;
  private final Runs runs;
  private final WebServer server;
  private final CountDownLatch ending = new CountDownLatch(1);

  /**
   * What it needs of the agent.
   *
   * @param limits whether processors and memory can be limited
   * @param removal removes a folder with all that is in it, whoever owns it
   */
  record World(
      Folders folders,
      Path state,
      Engine engine,
      SqliteJournal journal,
      RunImages images,
      Ids ids,
      boolean limits,
      Consumer<Path> removal,
      AgentLog log) {}

  /** Whether runs are open that an earlier agent has left behind. */
  static boolean isLeftBehind(Ledger ledger) {
    return !ledger.open(KIND).isEmpty();
  }

  /** Where the API listens. */
  static Path socket(Folders folders) {
    return folders.socket("api.sock");
  }

  /** Opens all of it: runs that an earlier agent has left open are ended first. */
  TygerWiring(World world) {
    EngineClock clock = EngineClock.SYSTEM;
    Ledger ledger = world.journal().ledger();
    var blobs = BlobStore.open(world.state().resolve("buffers"));
    var writers = new Writers(blobs);
    var codespecs = new Codespecs(ledger, clock);
    this.buffers = new Buffers(ledger, blobs, lifetimes(world), clock, world.log()::line);
    this.runs =
        Runs.start(
            new RunPlace(
                world.engine(),
                world.journal(),
                new RunRecords(ledger),
                codespecs,
                buffers,
                new StoredStreams(blobs, writers),
                world.images(),
                world.ids(),
                world.limits(),
                () -> SettingsFile.read(world.folders().config()).identities(),
                clock,
                world.state().resolve(SqliteJournal.RUNS),
                world.removal(),
                world.log()::line));
    boolean whole = false;
    try {
      this.server = serve(world, codespecs, blobs, writers);
      whole = true;
    } finally {
      if (!whole) {
        runs.close();
        buffers.close();
      }
    }
  }

  /** Read once: what is in the buffers was made by them. */
  private static Buffers.Lifetimes lifetimes(World world) {
    try {
      return SettingsFile.read(world.folders().config()).lifetimes();
    } catch (ProblemsException unclear) {
      throw unclear.asFailure("cannot tell how long buffers are kept: ");
    }
  }

  private WebServer serve(
      World world, Codespecs codespecs, BlobStore blobs, Writers writers) {
    Path socket = socket(world.folders());
    var keys = AccessKeys.open(world.state().resolve("access.key"));
    var api =
        new TygerApi(
            new TygerApi.World(
                codespecs,
                buffers,
                blobs,
                writers,
                keys,
                runs,
                socket,
                EngineClock.SYSTEM,
                world.log()::line));
    try {
      WebServer listening = WebServer.listen(socket, api, world.log()::line);
      world.log().line("the API listens at " + socket);
      return listening;
    } catch (UncheckedIOException e) {
      throw new FailureException(
          Failure.of(FailureCode.AGENT_BUSY, String.valueOf(e.getMessage())), e);
    }
  }

  /** The program of a command that uses the API: holds it open until the caller is gone. */
  Exit hold(Invocation invocation) {
    invocation.out().print('\n');
    invocation.out().flush();
    try {
      ending.await();
    } catch (InterruptedException gone) {
      return Exit.OK; // he has hung up, which is how he says that he is done
    }
    return Exit.OK;
  }

  /** Whoever holds the API open is let go. */
  void ending() {
    ending.countDown();
  }

  boolean isServing() {
    return server.active() > 0;
  }

  /** Calls this, in any thread, whenever the last request was answered. */
  void whenIdle(Runnable tell) {
    server.whenIdle(tell);
  }

  /** Ends a run; false when it is none of these, or over. */
  boolean stop(RunRecord run) {
    if (!run.kind().equals(KIND) || run.ended().isPresent()) {
      return false;
    }
    try {
      var _ = runs.cancel(run.number());
      return true;
    } catch (Refusal over) {
      return false;
    }
  }

  /** Whether {@link #stop} is for such a run. */
  static boolean isMeantBy(RunRecord run) {
    return run.kind().equals(KIND);
  }

  @Override
  public void close() {
    server.close();
    runs.close();
    buffers.close();
  }
}
