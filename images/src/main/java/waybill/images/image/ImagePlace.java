package waybill.images.image;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waybill.images.reference.ImageName;
import waybill.images.reference.RegistryReference;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Layer;

/** Where an image is: its name with the directory that the name was written in. */
sealed interface ImagePlace {

  /** The whole name, the same for all names that mean the same. */
  String key();

  /** The state of the file it lies in; empty for registries. */
  default String stamp() {
    return "";
  }

  /** Whether the stamp says something. */
  default boolean isSettled() {
    return true;
  }

  /** What the name leads to, where it says so itself. */
  default Optional<String> digest() {
    return Optional.empty();
  }

  /** Nothing has to be found. */
  record Ready(String key, Image image) implements ImagePlace {}

  /** In a registry. */
  record InRegistry(String key, RegistryReference reference) implements ImagePlace {
    @Override
    public Optional<String> digest() {
      Optional<String> digest = reference.digest();
      return digest.isPresent() && RegistryReference.isDigest(digest.get())
          ? digest
          : Optional.empty();
    }
  }

  /**
   * In a file or folder.
   *
   * @param path absolute
   */
  record InFile(String key, ImageName.Packed name, Path path, String stamp) implements ImagePlace {
    @Override
    public boolean isSettled() {
      return !stamp.isEmpty();
    }
  }

  /**
   * Where a name leads, seen from a directory; a folder must be there. Not by a switch over types:
   * the first one costs a fresh JVM 4 ms, and every start of a task with an image comes along here.
   */
  static ImagePlace of(ImageName name, Path directory) {
    if (name instanceof ImageName.Registry registry) {
      return new InRegistry("docker://" + registry.reference().canonical(), registry.reference());
    }
    if (name instanceof ImageName.Packed packed) {
      return file(packed, directory);
    }
    if (name instanceof ImageName.Folder folder) {
      Path path = directory.resolve(folder.path()).toAbsolutePath().normalize();
      if (!Files.isDirectory(path)) {
        // Found out here: whoever stacks layers can only say that something is missing.
        throw Failure.of(FailureCode.IMAGE_NOT_FOUND, path + " is not a folder").asException();
      }
      return new Ready("dir:" + path, only(new Layer.Folder(path)));
    }
    return new Ready("host:", only(new Layer.HostPrograms()));
  }

  private static ImagePlace file(ImageName.Packed name, Path directory) {
    Path path = directory.resolve(name.path()).toAbsolutePath().normalize();
    String key =
        name.scheme() + path + (name.reference().isPresent() ? ':' + name.reference().get() : "");
    boolean folder = name instanceof ImageName.OciFolder;
    return new InFile(key, name, path, FileStamp.of(folder ? path.resolve("index.json") : path));
  }

  private static Image only(Layer layer) {
    return new Image(
        "", List.of(layer), List.of(), Optional.empty(), List.of(), List.of(), Optional.empty());
  }
}
