package waybill.dialects.opspec.call;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import waybill.dialects.opspec.call.Container.ContainerMount;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Outcome;
import waybill.model.task.Outcome.Canceller;

/**
 * Runs containers whose command is a small script: commands of a few words with {@code ;} between
 * them. Paths in it are those of the container.
 *
 * <pre>
 *   say WORD...         is remembered
 *   write PATH TEXT     append PATH TEXT     copy FROM TO     (an entry of) a mounted file or dir
 *   show PATH           is remembered as PATH=CONTENT
 *   env NAME            is remembered as NAME=VALUE
 *   exit N              ends it
 *   hang                until it is killed
 *   meet N              until N containers are here
 *   until TEXT          until somebody said it
 *   refuse TEXT         its image cannot be had
 *   break               an exception that nobody expects
 * </pre>
 */
final class FakeContainers implements Containers {
  private final List<String> said = new ArrayList<>();
  private final List<Container> started = new ArrayList<>();
  private @Nullable Canceller cancelled;
  private int meeting;
  private int running;
  private int mostAtOnce;

  @Override
  public Outcome run(String path, Container container) throws InterruptedException {
    synchronized (this) {
      started.add(container);
      running++;
      mostAtOnce = Math.max(mostAtOnce, running);
      notifyAll();
    }
    try {
      List<String> command = new ArrayList<>();
      for (String word : container.command()) {
        if (word.equals(";")) {
          Optional<Outcome> end = execute(command, container);
          if (end.isPresent()) {
            return end.get();
          }
          command.clear();
        } else {
          command.add(word);
        }
      }
      return command.isEmpty()
          ? new Outcome.Exited(0)
          : execute(command, container).orElse(new Outcome.Exited(0));
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    } finally {
      synchronized (this) {
        running--;
        notifyAll();
      }
    }
  }

  private Optional<Outcome> execute(List<String> words, Container container)
      throws InterruptedException, IOException {
    if (Thread.interrupted()) {
      throw new InterruptedException();
    }
    switch (words.getFirst()) {
      case "say" -> say(String.join(" ", words.subList(1, words.size())));
      case "write" -> Files.writeString(host(words.get(1), container), words.get(2));
      case "append" ->
          Files.writeString(
              host(words.get(1), container),
              words.get(2),
              StandardOpenOption.CREATE,
              StandardOpenOption.APPEND);
      case "copy" ->
          Files.writeString(
              host(words.get(2), container), Files.readString(host(words.get(1), container)));
      case "show" -> say(words.get(1) + "=" + Files.readString(host(words.get(1), container)));
      case "env" -> say(words.get(1) + "=" + container.environment().get(words.get(1)));
      case "exit" -> {
        return Optional.of(new Outcome.Exited(Integer.parseInt(words.get(1))));
      }
      case "hang" -> {
        return Optional.of(hang());
      }
      case "meet" -> {
        return meet(Integer.parseInt(words.get(1)));
      }
      case "until" -> awaitSaid(words.get(1));
      case "refuse" -> throw Failure.of(FailureCode.IMAGE_NOT_FOUND, words.get(1)).asException();
      case "break" -> throw new IllegalStateException("the fake broke");
      default -> throw new IllegalArgumentException("no such command: " + words); // a wrong test
    }
    return Optional.empty();
  }

  private synchronized Outcome hang() throws InterruptedException {
    while (cancelled == null) {
      wait();
    }
    return new Outcome.Cancelled(cancelled);
  }

  private synchronized Optional<Outcome> meet(int count) throws InterruptedException {
    meeting++;
    notifyAll();
    while (meeting < count) {
      if (cancelled != null) {
        return Optional.of(new Outcome.Cancelled(cancelled));
      }
      wait();
    }
    return Optional.empty();
  }

  private static Path host(String target, Container container) {
    Path wanted = Path.of(target);
    ContainerMount best = null;
    for (ContainerMount mount : container.mounts()) {
      if (wanted.startsWith(mount.target())) {
        best = mount; // the innermost comes last
      }
    }
    if (best == null) {
      throw new IllegalArgumentException(target + " is not mounted in " + container.mounts());
    }
    return best.source().resolve(Path.of(best.target()).relativize(wanted).toString()).normalize();
  }

  private synchronized void say(String text) {
    said.add(text);
    notifyAll();
  }

  /** Waits until a container has said that. */
  synchronized void awaitSaid(String text) throws InterruptedException {
    while (!said.contains(text)) {
      wait();
    }
  }

  @Override
  public synchronized void cancel(Canceller by) {
    cancelled = by;
    notifyAll();
  }

  /** What containers said and showed, in the order in which they did. */
  synchronized List<String> said() {
    return List.copyOf(said);
  }

  /** All that began, in order. */
  synchronized List<Container> started() {
    return List.copyOf(started);
  }

  synchronized int runningNow() {
    return running;
  }

  synchronized int mostAtOnce() {
    return mostAtOnce;
  }
}
