package waybill.backends.local;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.model.document.Document;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** One file of the Container Device Interface. Members that we do not use are not looked at. */
final class GpuFile {
  private static final Path DEVICES = Path.of("/dev");
  private static final int MOST_DEVICES = 256;
  private static final int MOST_EDITS = 512;

  /** Why a file is not used. */
  static final class Unusable extends Exception {
    private static final long serialVersionUID = 1L;

    Unusable(String message) {
      super(message, null, false, false);
    }
  }

  /** What one set of edits gives to a task. */
  private record Edits(
      List<Gpu.Place> devices, List<Gpu.Place> mounts, Map<String, String> environment) {}

  private GpuFile() {}

  /** The graphics processors that it describes; empty when it is about something else. */
  static Optional<List<Gpu>> read(Document document) throws Unusable {
    SpecObject root = object(document.root(), "the file");
    String kind = text(root, "kind");
    int slash = kind.indexOf('/');
    if (slash <= 0 || !kind.substring(slash).equals("/gpu")) {
      return Optional.empty();
    }
    Edits common = edits(root);
    var gpus = new ArrayList<Gpu>();
    for (SpecValue value : list(root, "devices", MOST_DEVICES)) {
      SpecObject device = object(value, "a device");
      Edits own = edits(device);
      var devices = new LinkedHashSet<>(own.devices());
      devices.addAll(common.devices());
      var mounts = new LinkedHashSet<>(common.mounts());
      mounts.addAll(own.mounts());
      var environment = new LinkedHashMap<>(common.environment());
      environment.putAll(own.environment());
      if (!own.devices().isEmpty()) {
        String name = kind + "=" + text(device, "name");
        gpus.add(new Gpu(name, List.copyOf(devices), List.copyOf(mounts), environment));
      }
    }
    return Optional.of(gpus);
  }

  private static Edits edits(SpecObject of) throws Unusable {
    var devices = new ArrayList<Gpu.Place>();
    var mounts = new ArrayList<Gpu.Place>();
    var environment = new LinkedHashMap<String, String>();
    Optional<SpecObject.Member> member = of.member("containerEdits");
    if (member.isEmpty()) {
      return new Edits(devices, mounts, environment);
    }
    SpecObject edits = object(member.get().value(), "`containerEdits`");
    for (SpecValue value : list(edits, "deviceNodes", MOST_EDITS)) {
      devices.add(device(object(value, "a device node")));
    }
    for (SpecValue value : list(edits, "mounts", MOST_EDITS)) {
      SpecObject mount = object(value, "a mount");
      mounts.add(
          new Gpu.Place(path(text(mount, "hostPath")), target(text(mount, "containerPath"))));
    }
    for (SpecValue value : list(edits, "env", MOST_EDITS)) {
      if (!(value instanceof SpecString variable) || variable.value().indexOf('=') <= 0) {
        throw new Unusable("what stands in `env` must be `NAME=value`");
      }
      String text = withoutNul(variable.value());
      int equals = text.indexOf('=');
      environment.put(text.substring(0, equals), text.substring(equals + 1));
    }
    return new Edits(devices, mounts, environment);
  }

  private static Gpu.Place device(SpecObject node) throws Unusable {
    String target = target(text(node, "path"));
    Path source =
        node.member("hostPath").isEmpty() ? Path.of(target) : path(text(node, "hostPath"));
    if (!source.startsWith(DEVICES) || source.equals(DEVICES)) {
      throw new Unusable("`" + source + "` does not lie in " + DEVICES);
    }
    return new Gpu.Place(source, target);
  }

  private static Path path(String written) throws Unusable {
    try {
      Path path = Path.of(withoutNul(written));
      if (path.isAbsolute() && path.normalize().equals(path)) {
        return path;
      }
    } catch (InvalidPathException e) {
      throw new Unusable("`" + written + "` is no path");
    }
    throw new Unusable("`" + written + "` is not an absolute path without `..`");
  }

  private static String target(String written) throws Unusable {
    Path path = path(written);
    if (path.getNameCount() == 0) {
      throw new Unusable("nothing can be attached to `/`");
    }
    return path.toString();
  }

  private static String withoutNul(String text) throws Unusable {
    if (text.indexOf('\0') >= 0) {
      throw new Unusable("a NUL character in a text");
    }
    return text;
  }

  private static String text(SpecObject object, String key) throws Unusable {
    Optional<SpecObject.Member> member = object.member(key);
    if (member.isPresent() && member.get().value() instanceof SpecString text) {
      return text.value();
    }
    throw new Unusable("a text `" + key + "` is missing");
  }

  private static List<SpecValue> list(SpecObject object, String key, int most) throws Unusable {
    Optional<SpecObject.Member> member = object.member(key);
    if (member.isEmpty()) {
      return List.of();
    }
    if (!(member.get().value() instanceof SpecArray list)) {
      throw new Unusable("`" + key + "` must be a list");
    }
    if (list.elements().size() > most) {
      throw new Unusable("`" + key + "` has more than " + most + " elements");
    }
    return list.elements();
  }

  private static SpecObject object(SpecValue value, String what) throws Unusable {
    if (value instanceof SpecObject object) {
      return object;
    }
    throw new Unusable(what + " must be an object");
  }
}
