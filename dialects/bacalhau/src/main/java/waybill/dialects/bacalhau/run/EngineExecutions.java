package waybill.dialects.bacalhau.run;

import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import waybill.dialects.bacalhau.spec.JobSpec;

/** Executions as tasks of this machine's engine, each led by a thread of its own. */
public final class EngineExecutions implements ExecutionRunner {
  private final ExecutionPlace place;
  private final Obstacles obstacles;
  private final ConcurrentHashMap<String, Execution> running = new ConcurrentHashMap<>();

  public EngineExecutions(ExecutionPlace place) {
    this.place = place;
    this.obstacles = new Obstacles(place.images(), place.engine().capacity(), place.abilities());
  }

  @Override
  public List<String> obstacles(JobSpec spec) throws InterruptedException {
    return obstacles.all(spec).stream().map(Obstacles.Obstacle::message).toList();
  }

  /**
   * @throws IllegalArgumentException when an execution of that id runs
   */
  @Override
  public void start(ExecutionOrder order, ExecutionNews news) {
    String id = order.executionId();
    var execution = new Execution(place, order, news, () -> running.remove(id));
    if (running.putIfAbsent(id, execution) != null) {
      throw new IllegalArgumentException("runs already: " + id);
    }
    Thread.ofVirtual().name(id).start(execution);
  }

  @Override
  public void stop(String executionId) {
    Execution execution = running.get(executionId);
    if (execution != null) {
      execution.stop();
    }
  }
}
