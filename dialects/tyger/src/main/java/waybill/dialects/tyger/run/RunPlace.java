package waybill.dialects.tyger.run;

import java.nio.file.Path;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.Supplier;
import waybill.dialects.tyger.store.Buffers;
import waybill.dialects.tyger.store.Codespecs;
import waybill.dialects.tyger.store.RunRecords;
import waybill.engine.Engine;
import waybill.engine.EngineClock;
import waybill.engine.store.Journal;
import waybill.model.task.Ids;

/**
 * What runs need of this machine.
 *
 * @param streams what is in the buffers
 * @param ids which users and groups tasks can have
 * @param limits whether processors and memory can be limited
 * @param identities by name, as the configuration says now; see {@link SettingsFile}
 * @param runs folder in which each run has one of its own, by its number
 * @param removal removes a folder with all that is in it, whoever owns it; fails by a {@link
 *     waybill.model.failure.FailureException}
 * @param log gets faults of ours, a line each
 */
public record RunPlace(
    Engine engine,
    Journal journal,
    RunRecords records,
    Codespecs codespecs,
    Buffers buffers,
    BufferStreams streams,
    RunImages images,
    Ids ids,
    boolean limits,
    Supplier<Map<String, Identity>> identities,
    EngineClock clock,
    Path runs,
    Consumer<Path> removal,
    Consumer<String> log) {}
