package waybill.images.image;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import waybill.images.reference.ImageName;
import waybill.images.reference.RegistryReference;
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

  /** In a layout's folder, in its archive, or in one of Docker's. */
  enum Kind {
    OCI_FOLDER,
    OCI_ARCHIVE,
    DOCKER_ARCHIVE
  }

  /**
   * In a file or folder.
   *
   * @param path absolute
   * @param reference which image, where there are many
   */
  record InFile(String key, Kind kind, Path path, Optional<String> reference, String stamp)
      implements ImagePlace {
    @Override
    public boolean isSettled() {
      return !stamp.isEmpty();
    }
  }

  static ImagePlace of(ImageName name, Path directory) {
    return switch (name) {
      case ImageName.Registry registry ->
          new InRegistry("docker://" + registry.reference().canonical(), registry.reference());
      case ImageName.OciFolder folder ->
          file("oci:", Kind.OCI_FOLDER, directory.resolve(folder.path()), folder.reference());
      case ImageName.OciArchive archive ->
          file(
              "oci-archive:",
              Kind.OCI_ARCHIVE,
              directory.resolve(archive.path()),
              archive.reference());
      case ImageName.DockerArchive archive ->
          file(
              "docker-archive:",
              Kind.DOCKER_ARCHIVE,
              directory.resolve(archive.path()),
              archive.reference());
      case ImageName.Folder folder -> {
        Path path = directory.resolve(folder.path()).toAbsolutePath().normalize();
        yield new Ready("dir:" + path, only(new Layer.Folder(path)));
      }
      case ImageName.HostPrograms host -> new Ready("host:", only(new Layer.HostPrograms()));
    };
  }

  private static ImagePlace file(
      String scheme, Kind kind, Path written, Optional<String> reference) {
    Path path = written.toAbsolutePath().normalize();
    String key = scheme + path + (reference.isPresent() ? ':' + reference.get() : "");
    Path stamped = kind == Kind.OCI_FOLDER ? path.resolve("index.json") : path;
    return new InFile(key, kind, path, reference, FileStamp.of(stamped));
  }

  private static Image only(Layer layer) {
    return new Image(
        "", List.of(layer), List.of(), Optional.empty(), List.of(), List.of(), Optional.empty());
  }
}
