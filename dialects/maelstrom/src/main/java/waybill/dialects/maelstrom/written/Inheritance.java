package waybill.dialects.maelstrom.written;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import waybill.dialects.maelstrom.json.Quoted;
import waybill.dialects.maelstrom.written.WrittenImage.Use;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Network;

/**
 * A container together with its ancestors. Of a single value the nearest counts; lists are joined,
 * the farthest ancestor's first. A part that one of them does not use of its parent comes from no
 * ancestor beyond either, and when nothing is left to come the walk ends: whether the next ancestor
 * exists is not looked at.
 */
final class Inheritance {
  private final List<WrittenLayer> layers = new ArrayList<>();
  private final List<EnvironmentElement> environment = new ArrayList<>();
  private final List<WrittenMount> mounts = new ArrayList<>();
  private Optional<Boolean> writable = Optional.empty();
  private Optional<String> directory = Optional.empty();
  private Optional<Network> network = Optional.empty();
  private OptionalLong user = OptionalLong.empty();
  private OptionalLong group = OptionalLong.empty();
  private Optional<WrittenImage> image = Optional.empty();

  /** What can still come from farther ancestors. */
  private final EnumSet<Part> open = EnumSet.allOf(Part.class);

  /**
   * @throws FailureException when an ancestor is missing, or its own
   */
  Inheritance(WrittenContainer container, Map<String, WrittenContainer> containers) {
    Set<String> seen = new LinkedHashSet<>();
    take(container);
    Optional<WrittenParent> next = container.parent();
    while (next.isPresent()) {
      WrittenParent parent = next.get();
      open.retainAll(parent.use());
      if (open.isEmpty()) {
        return;
      }
      if (parent.kind() == WrittenParent.Kind.IMAGE) {
        takeImage(parent);
        return;
      }
      WrittenContainer ancestor = containers.get(parent.name());
      if (ancestor == null) {
        throw missing("couldn't find parent container " + Quoted.string(parent.name()));
      }
      if (!seen.add(parent.name())) {
        throw loop(seen, parent.name());
      }
      take(ancestor);
      next = ancestor.parent();
    }
  }

  private void take(WrittenContainer from) {
    if (open.contains(Part.LAYERS)) {
      layers.addAll(0, from.layers());
    }
    if (open.contains(Part.ENVIRONMENT)) {
      environment.addAll(0, from.environment());
    }
    if (open.contains(Part.MOUNTS)) {
      mounts.addAll(0, from.mounts());
    }
    if (open.contains(Part.ENABLE_WRITABLE_FILE_SYSTEM)) {
      writable = from.enableWritableFileSystem();
      closeWhen(writable.isPresent(), Part.ENABLE_WRITABLE_FILE_SYSTEM);
    }
    if (open.contains(Part.WORKING_DIRECTORY)) {
      directory = from.workingDirectory();
      closeWhen(directory.isPresent(), Part.WORKING_DIRECTORY);
    }
    if (open.contains(Part.NETWORK)) {
      network = from.network();
      closeWhen(network.isPresent(), Part.NETWORK);
    }
    if (open.contains(Part.USER)) {
      user = from.user();
      closeWhen(user.isPresent(), Part.USER);
    }
    if (open.contains(Part.GROUP)) {
      group = from.group();
      closeWhen(group.isPresent(), Part.GROUP);
    }
  }

  private void closeWhen(boolean found, Part part) {
    if (found) {
      open.remove(part);
    }
  }

  private void takeImage(WrittenParent parent) {
    EnumSet<Use> use = EnumSet.noneOf(Use.class);
    for (Part part : open) {
      part.ofImage().ifPresent(use::add);
    }
    if (!use.isEmpty()) {
      image = Optional.of(new WrittenImage(parent.name(), parent.nameSpan(), use));
    }
  }

  private static FailureException loop(Set<String> seen, String again) {
    StringBuilder text = new StringBuilder("parent loop found: ");
    for (String name : seen) {
      text.append(Quoted.string(name)).append(" -> ");
    }
    return missing(text.append(Quoted.string(again)).toString());
  }

  private static FailureException missing(String message) {
    return Failure.of(FailureCode.SPEC_INVALID, message).asException();
  }

  WrittenLayers writtenLayers() {
    boolean fromImage = image.isPresent() && image.get().uses(Use.LAYERS);
    return fromImage ? new WrittenLayers.OfImage(layers) : new WrittenLayers.Own(layers);
  }

  List<EnvironmentElement> environment() {
    return environment;
  }

  List<WrittenMount> mounts() {
    return mounts;
  }

  Optional<Boolean> writable() {
    return writable;
  }

  Optional<String> directory() {
    return directory;
  }

  Optional<Network> network() {
    return network;
  }

  OptionalLong user() {
    return user;
  }

  OptionalLong group() {
    return group;
  }

  /** With no part of it that a nearer ancestor has settled; empty when nothing of it is used. */
  Optional<WrittenImage> image() {
    return image;
  }
}
