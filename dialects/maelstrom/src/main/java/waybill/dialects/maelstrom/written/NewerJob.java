package waybill.dialects.maelstrom.written;

import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import waybill.model.document.Span;

/**
 * A job of the newer version.
 *
 * @param span of the whole object
 * @param timeoutSeconds 0 means none
 * @param priority -128 to 127
 * @param container what it says of itself; the rest comes from its ancestors
 * @param containers those with a name, as the stream had defined them up to the job
 */
record NewerJob(
    Span span,
    String program,
    List<String> arguments,
    OptionalLong timeoutSeconds,
    int priority,
    WrittenContainer container,
    Map<String, WrittenContainer> containers)
    implements Job {

  NewerJob {
    arguments = List.copyOf(arguments);
    containers = Map.copyOf(containers);
  }

  @Override
  public SpecVersion version() {
    return SpecVersion.NEWER;
  }

  @Override
  public Job withProgram(String otherProgram, List<String> otherArguments) {
    return new NewerJob(
        span, otherProgram, otherArguments, timeoutSeconds, priority, container, containers);
  }

  @Override
  public WrittenJob whole() {
    Inheritance all = new Inheritance(container, containers);
    return new WrittenJob(
        SpecVersion.NEWER,
        span,
        program,
        arguments,
        all.environment(),
        all.image(),
        all.writtenLayers(),
        all.mounts(),
        all.network(),
        all.writable(),
        all.directory(),
        all.user(),
        all.group(),
        timeoutSeconds,
        priority);
  }
}
