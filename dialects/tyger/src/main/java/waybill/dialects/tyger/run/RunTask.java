package waybill.dialects.tyger.run;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import java.util.Set;
import waybill.dialects.tyger.expand.Expansion;
import waybill.dialects.tyger.problem.RunEndTexts;
import waybill.dialects.tyger.spec.Codespec;
import waybill.images.image.Image;
import waybill.images.user.ImageUser;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/**
 * Makes the engine's task of a run.
 *
 * @param pipes folder in which its pipes lie; empty when it has no buffers
 */
record RunTask(
    long run, Codespec codespec, RunRoom room, Optional<Identity> identity, Optional<Path> pipes) {
  /** Folders that every task has, whatever its image has. */
  private static final Set<String> SYSTEM = Set.of("/", "/dev", "/dev/shm", "/proc", "/sys");

  /** What container engines give to programs of images that say nothing. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  /**
   * The task.
   *
   * @throws FailureException when there is nothing to execute, or no such working directory
   */
  Task make(RunImages.Found found, RunImages images, Ids ids) {
    Image image = found.image();
    String directory = directory(found, images);
    List<String> words = words(found);
    SequencedMap<String, String> environment = environment(found);
    List<String> expanded = Expansion.words(words, environment);
    ImageUser user = found.user();
    return new Task(
        new Root(image.layers(), Root.Access.WRITABLE_IN_MEMORY, Root.Missing.MADE),
        ids,
        new Program(
            expanded.getFirst(),
            expanded.subList(1, expanded.size()),
            environment,
            directory,
            user.user(),
            user.group(),
            user.moreGroups()),
        mounts(),
        Network.LOOPBACK,
        room.limits(),
        Optional.empty(), // counted from the run's creation, which a task knows nothing of
        new Streams.Watched());
  }

  /**
   * A command of the codespec takes the place of the image's entry point and drops its arguments;
   * arguments of the codespec take the place of the image's.
   */
  private List<String> words(RunImages.Found found) {
    Image image = found.image();
    boolean own = !codespec.command().isEmpty();
    List<String> words = new ArrayList<>(own ? codespec.command() : image.entrypoint());
    if (!codespec.args().isEmpty()) {
      words.addAll(codespec.args());
    } else if (!own) {
      words.addAll(image.command());
    }
    if (words.isEmpty()) {
      throw refused("image " + found.name() + " has no entrypoint or command; give `command`");
    }
    return words;
  }

  /** Lowest first: the image's, the identity's, the run's own, the codespec's. */
  private SequencedMap<String, String> environment(RunImages.Found found) {
    Map<String, String> given = new LinkedHashMap<>();
    given.put("PATH", DEFAULT_PATH);
    for (String variable : found.image().environment()) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        given.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    given.putIfAbsent("HOME", found.user().home());
    identity.ifPresent(who -> given.putAll(who.env()));
    given.put("TYGER_RUN_ID", Long.toString(run));
    codespec.inputs().forEach(name -> given.put(RunBuffers.variable(name), pipe(name)));
    codespec.outputs().forEach(name -> given.put(RunBuffers.variable(name), pipe(name)));
    return new LinkedHashMap<>(Expansion.environment(given, codespec.env()));
  }

  private String pipe(String parameter) {
    return pipesInTask() + '/' + Pumps.fileName(parameter);
  }

  private String pipesInTask() {
    return "/run/secrets/" + run + "/pipes";
  }

  private List<Mount> mounts() {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount.ContainerSystem(OptionalLong.of(room.sharedMemoryBytes())));
    // Read-only is the folder; whoever writes to a pipe in it writes to no file system.
    pipes.ifPresent(
        folder ->
            mounts.add(
                new Mount.Bind(
                    folder, folder.toString(), pipesInTask(), Mount.BindAccess.READ_ONLY)));
    identity.ifPresent(
        who ->
            who.files()
                .forEach(
                    (target, source) ->
                        mounts.add(
                            new Mount.Bind(
                                source, source.toString(), target, Mount.BindAccess.READ_ONLY))));
    return mounts;
  }

  /** One that is misspelt would else be made, empty. */
  private String directory(RunImages.Found found, RunImages images) {
    Optional<String> written = codespec.workingDir();
    if (written.isEmpty()) {
      return found.image().workingDirectory().orElse("/");
    }
    String directory = written.get();
    if (!directory.startsWith("/")) {
      throw refused("workingDir '" + directory + "' is not an absolute path");
    }
    boolean exists =
        SYSTEM.contains(Path.of(directory).normalize().toString())
            || images.hasFolder(found, directory);
    if (!exists) {
      throw refused("workingDir '" + directory + "' does not exist in image " + found.name());
    }
    return directory;
  }

  private static FailureException refused(String reason) {
    return Failure.of(FailureCode.SPEC_INVALID, RunEndTexts.NOT_STARTED + reason).asException();
  }
}
