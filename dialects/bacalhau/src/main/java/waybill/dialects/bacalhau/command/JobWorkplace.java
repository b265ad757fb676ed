package waybill.dialects.bacalhau.command;

import waybill.cli.Invocation;
import waybill.dialects.bacalhau.job.Jobs;
import waybill.dialects.bacalhau.run.Obstacles;
import waybill.engine.store.Journal;

/**
 * What commands work with; shared by all commands of the process.
 *
 * @param jobs the only door to jobs
 * @param journal what happened to them
 * @param obstacles looks what stands in a job's way
 * @param node this machine
 * @param version of the program, bare
 */
public record JobWorkplace(
    Jobs jobs, Journal journal, ObstacleSupply obstacles, Node node, String version) {

  /** Makes what looks for obstacles. For any number of threads. */
  @FunctionalInterface
  public interface ObstacleSupply {

    /** For one command: registries are asked as its caller would ask them. */
    Obstacles of(Invocation invocation);
  }
}
