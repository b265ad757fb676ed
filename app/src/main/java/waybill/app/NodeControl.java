package waybill.app;

import java.io.IOException;
import java.nio.file.Path;
import waybill.agent.client.AgentControl;
import waybill.app.agent.AgentRelay;
import waybill.cli.Exit;
import waybill.cli.Invocation;
import waybill.engine.store.sqlite.SqliteJournal;
import waybill.files.FolderTree;
import waybill.files.Folders;
import waybill.files.OsReason;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** What {@code opctl node} does to the agent. */
final class NodeControl implements waybill.dialects.opspec.command.AgentControl {

  @Override
  public Exit serve(Invocation invocation) {
    return AgentWiring.serveInFront(invocation);
  }

  @Override
  public boolean stop(Invocation invocation) {
    return AgentControl.stop(AgentRelay.place(Installation.current().home(), invocation), true)
        .isPresent();
  }

  @Override
  public void delete(Invocation invocation) {
    Path state = new Folders(invocation.environment()).state();
    for (String name : new String[] {SqliteJournal.RUNS, SqliteJournal.FOLDER}) {
      Path folder = state.resolve(name);
      try {
        FolderTree.delete(folder);
      } catch (IOException e) {
        throw new FailureException(
            Failure.of(
                FailureCode.STORE_UNREADABLE, "cannot remove " + folder + ": " + OsReason.of(e)),
            e);
      }
    }
  }
}
