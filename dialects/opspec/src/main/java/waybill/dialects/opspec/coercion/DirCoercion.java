package waybill.dialects.opspec.coercion;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.files.ConfinedPath;
import waybill.files.OsReason;

/**
 * To dir: an object that says what is in it. Its keys are names of entries, by custom with a
 * leading slash; an entry with the single property {@code data} is a file with that text, any other
 * object a folder.
 */
public final class DirCoercion {
  private static final String DIR = "dir";
  private static final String DATA = "data";

  private DirCoercion() {}

  /**
   * A new folder, unless the value is one.
   *
   * @throws CoercionException if the value is neither dir nor object, or the object says something
   *     else than files and folders
   */
  public static DirValue toDir(Value value, NewFiles files) {
    return switch (value) {
      case DirValue dir -> dir;
      case ObjectValue object -> {
        checkFolder(object, object, "");
        Path folder = files.folder();
        fill(object, object, folder);
        yield new DirValue(folder);
      }
      // Nothing else says what could be in a dir.
      default -> throw CoercionException.incompatible(value, DIR);
    };
  }

  // All is checked before anything is made.
  private static void checkFolder(ObjectValue whole, ObjectValue folder, String path) {
    for (Map.Entry<String, Value> entry : folder.properties().entrySet()) {
      String name = name(entry.getKey());
      String entryPath = path + "/" + name;
      var objection = ConfinedPath.objection(name);
      if (objection.isPresent() || new ConfinedPath(name).text().isEmpty()) {
        throw wrong(whole, entryPath, objection.orElse("has no name"));
      }
      if (!(entry.getValue() instanceof ObjectValue child)) {
        throw wrong(
            whole,
            entryPath,
            "is a "
                + entry.getValue().type()
                + "; write `data: …` below it for a file, or an object for a folder");
      }
      Optional<Value> data = fileContent(child);
      if (data.isEmpty()) {
        checkFolder(whole, child, entryPath);
      } else if (!(data.get() instanceof StringValue)) {
        throw wrong(
            whole, entryPath, "has `data` that is a " + data.get().type() + ", not a string");
      }
    }
  }

  private static void fill(ObjectValue whole, ObjectValue content, Path folder) {
    for (Map.Entry<String, Value> entry : content.properties().entrySet()) {
      String key = entry.getKey();
      ObjectValue child = (ObjectValue) entry.getValue();
      try {
        Path path = new ConfinedPath(name(key)).under(folder);
        Optional<Value> data = fileContent(child);
        if (data.isEmpty()) {
          Files.createDirectories(path);
          fill(whole, child, path);
        } else {
          Files.createDirectories(Optional.ofNullable(path.getParent()).orElse(folder));
          byte[] text = StringCoercion.text(data.get()).getBytes(StandardCharsets.UTF_8);
          Files.write(path, text, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        }
      } catch (IOException e) {
        throw wrong(whole, key, "could not be made: " + OsReason.of(e));
      } catch (InvalidPathException e) {
        throw wrong(whole, key, "cannot be the name of a file here: " + e.getReason());
      }
    }
  }

  private static Optional<Value> fileContent(ObjectValue entry) {
    return entry.properties().size() == 1
        ? Optional.ofNullable(entry.properties().get(DATA))
        : Optional.empty();
  }

  private static String name(String key) {
    return key.startsWith("/") ? key.substring(1) : key;
  }

  private static CoercionException wrong(ObjectValue whole, String path, String reason) {
    return new CoercionException(whole, DIR, "entry '" + path + "' " + reason);
  }
}
