package waybill.dialects.opspec.call;

import java.util.Map;
import java.util.Optional;
import waybill.engine.Engine;
import waybill.engine.store.Journal;
import waybill.images.image.Images;
import waybill.images.user.ImageUsers;
import waybill.model.task.Ids;

/**
 * Containers as tasks of this machine's engine.
 *
 * @param journal gets what they write
 * @param ids which users and groups tasks can have here
 * @param note for people, why that is less than containers should have; said once in a run
 * @param environment of whoever runs them; containers get the proxies that it names
 */
public record EngineContainers(
    Engine engine,
    Images images,
    ImageUsers users,
    Journal journal,
    Ids ids,
    Optional<String> note,
    Map<String, String> environment)
    implements Containers.Supply {
  public EngineContainers {
    environment = Map.copyOf(environment);
  }

  @Override
  public Containers ofRun(long run) {
    return new ContainerTasks(this, run);
  }
}
