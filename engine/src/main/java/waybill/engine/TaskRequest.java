package waybill.engine;

import waybill.engine.room.Demand;
import waybill.model.task.Task;

/**
 * A task that somebody wants run.
 *
 * @param submission what {@link Engine#cancel} knows the task by
 * @param taskPath which task of the submission; no other one may have it at the same time
 * @param task what to run
 * @param priority higher ones first, equal ones in the order in which they came
 * @param demand what is set aside for it besides a slot
 */
public record TaskRequest(
    String submission, String taskPath, Task task, int priority, Demand demand) {}
