package waybill.dialects.opspec.call;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.opspec.call.Container.ContainerMount;
import waybill.images.image.Image;
import waybill.images.user.ImageUser;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Ids;
import waybill.model.task.Limits;
import waybill.model.task.Mount;
import waybill.model.task.Network;
import waybill.model.task.Program;
import waybill.model.task.Root;
import waybill.model.task.Streams;
import waybill.model.task.Task;

/** Makes tasks of containers and their images, as container engines do. */
final class ContainerTaskMaker {

  /** What Docker gives to programs of images that say nothing. */
  private static final String DEFAULT_PATH =
      "/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin";

  private static final List<String> PROXIES =
      List.of("HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY", "ALL_PROXY");

  /** Output goes to the journal while it is written. */
  private static final Streams STREAMS = new Streams.Watched();

  private final Ids ids;
  private final Map<String, String> environment;

  ContainerTaskMaker(Ids ids, Map<String, String> environment) {
    this.ids = ids;
    this.environment = environment;
  }

  /**
   * The task.
   *
   * @throws waybill.model.failure.FailureException when nobody says what to execute
   */
  Task make(Container container, RunImages.Found found) {
    Image image = found.image();
    List<String> words = words(container, image);
    ImageUser user = found.user();
    Program program =
        new Program(
            words.getFirst(),
            words.subList(1, words.size()),
            environment(container, image, user.home()),
            container.workDir().or(image::workingDirectory).orElse("/"),
            user.user(),
            user.group(),
            user.moreGroups());
    return new Task(
        new Root(image.layers(), Root.Access.WRITABLE_IN_MEMORY, Root.Missing.MADE),
        ids,
        program,
        mounts(container),
        Network.HOST,
        Limits.NONE,
        Optional.empty(),
        STREAMS);
  }

  private static List<String> words(Container container, Image image) {
    List<String> words = new ArrayList<>(container.command());
    if (words.isEmpty()) {
      words.addAll(image.entrypoint());
      words.addAll(image.command());
    }
    if (words.isEmpty()) {
      throw Failure.of(
              FailureCode.SPEC_INVALID,
              "image `" + container.image().text() + "` does not say what to execute")
          .withHelp("give the container a `cmd`")
          .asException();
    }
    return words;
  }

  private SequencedMap<String, String> environment(Container container, Image image, String home) {
    SequencedMap<String, String> all = new LinkedHashMap<>();
    all.put("PATH", DEFAULT_PATH);
    for (String name : PROXIES) {
      copyProxy(name, all);
      copyProxy(name.toLowerCase(Locale.ROOT), all);
    }
    for (String variable : image.environment()) {
      int equals = variable.indexOf('=');
      if (equals > 0) {
        all.put(variable.substring(0, equals), variable.substring(equals + 1));
      }
    }
    all.putAll(container.environment());
    all.putIfAbsent("HOME", home);
    return all;
  }

  private void copyProxy(String name, Map<String, String> all) {
    String value = environment.get(name);
    if (value != null) {
      all.put(name, value);
    }
  }

  private static List<Mount> mounts(Container container) {
    List<Mount> mounts = new ArrayList<>();
    mounts.add(new Mount.ContainerSystem());
    for (ContainerMount mount : container.mounts()) {
      mounts.add(
          new Mount.Bind(
              mount.source(),
              mount.source().toString(),
              mount.target(),
              Mount.BindAccess.READ_WRITE));
    }
    return mounts;
  }
}
