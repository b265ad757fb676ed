package waybill.dialects.bacalhau.run;

import java.nio.file.Path;
import java.util.Optional;
import java.util.function.Consumer;
import waybill.engine.Engine;
import waybill.engine.store.Journal;

/**
 * What executions need of this machine.
 *
 * @param journal gets what programs write
 * @param abilities what tasks can have here
 * @param note for people, why that is less than containers should have; said once for a version
 * @param runs folder in which each run has one of its own, by its number
 * @param removal removes a folder with all that is in it, whoever owns it; fails by a {@link
 *     waybill.model.failure.FailureException}
 */
public record ExecutionPlace(
    Engine engine,
    Journal journal,
    TaskImages images,
    Abilities abilities,
    Optional<String> note,
    Path runs,
    Consumer<Path> removal) {}
