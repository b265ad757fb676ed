package waybill.dialects.opspec.command;

import java.nio.file.Path;
import waybill.cli.Invocation;
import waybill.dialects.opspec.call.Containers;
import waybill.dialects.opspec.call.FolderRemoval;
import waybill.engine.LiveRuns;
import waybill.engine.store.Journal;

/**
 * What ops need to run and to be remembered; shared by all commands of the process.
 *
 * @param journal remembers runs
 * @param live knows those that go on
 * @param containers runs their containers, with the images and proxies of whoever calls
 * @param runs folder in which each run has one of its own, by its number
 * @param removal removes what containers left
 * @param version of the program, bare
 */
public record OpWorkplace(
    Journal journal,
    LiveRuns live,
    ContainerSupply containers,
    Path runs,
    FolderRemoval removal,
    String version) {

  /** Makes what runs containers. For any number of threads. */
  @FunctionalInterface
  public interface ContainerSupply {

    /** For the runs of one call of a command. */
    Containers.Supply of(Invocation invocation);
  }
}
