package waybill.images.reference;

import java.util.Optional;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** The name of an image: where it comes from, said by a scheme, and which one. Paths as written. */
public sealed interface ImageName {

  /** Of a registry: {@code docker://REFERENCE}. */
  record Registry(RegistryReference reference) implements ImageName {}

  /** In a file or folder that may hold several images. */
  sealed interface Packed extends ImageName {

    /** What its names begin with, colon included. */
    String scheme();

    String path();

    /** Which image, where there are many. */
    Optional<String> reference();
  }

  /** In a layout of the Open Container Initiative, a folder: {@code oci:PATH[:REFERENCE]}. */
  record OciFolder(String path, Optional<String> reference) implements Packed {
    @Override
    public String scheme() {
      return "oci:";
    }
  }

  /** In such a layout in a tar archive: {@code oci-archive:PATH[:REFERENCE]}. */
  record OciArchive(String path, Optional<String> reference) implements Packed {
    @Override
    public String scheme() {
      return "oci-archive:";
    }
  }

  /** In what {@code docker save} writes: {@code docker-archive:PATH[:REFERENCE]}. */
  record DockerArchive(String path, Optional<String> reference) implements Packed {
    @Override
    public String scheme() {
      return "docker-archive:";
    }
  }

  /** A folder taken as it is: {@code dir:PATH}. */
  record Folder(String path) implements ImageName {}

  /** The machine's own programs: {@code host:}. */
  record HostPrograms() implements ImageName {}

  /**
   * What a name says.
   *
   * @throws waybill.model.failure.FailureException {@code SPEC_INVALID} when it is none, naming the
   *     first character that does not belong there
   */
  static ImageName parse(String name) {
    if (name.startsWith("docker://")) {
      return registry(name, "docker://".length());
    }
    if (name.startsWith("oci:")) {
      return new OciFolder(path(name), reference(name));
    }
    if (name.startsWith("oci-archive:")) {
      return new OciArchive(path(name), reference(name));
    }
    if (name.startsWith("docker-archive:")) {
      return new DockerArchive(path(name), reference(name));
    }
    if (name.startsWith("dir:")) {
      String folder = name.substring("dir:".length());
      if (folder.isEmpty()) {
        throw bad(name, name.length());
      }
      return new Folder(folder);
    }
    if (name.equals("host:")) {
      return new HostPrograms();
    }
    throw bad(name, name.startsWith("host:") ? "host:".length() : 0);
  }

  /**
   * What a name says that was written where there is no folder: of a registry, also without the
   * scheme, or in a file or folder by its absolute path.
   *
   * @throws waybill.model.failure.FailureException {@code SPEC_INVALID} when it is none
   */
  static ImageName parseWithoutFolder(String name) {
    if (isAbsolute(name)) {
      return parse(name);
    }
    RegistryReference reference = RegistryReference.parse(name);
    reference.check();
    return new Registry(reference);
  }

  /** Whether it has a scheme and needs no folder. Without a slash {@code dir:1} is a tag. */
  private static boolean isAbsolute(String name) {
    return name.equals("host:")
        || name.startsWith("docker://")
        || name.startsWith("oci:/")
        || name.startsWith("oci-archive:/")
        || name.startsWith("docker-archive:/")
        || name.startsWith("dir:/");
  }

  private static ImageName registry(String name, int start) {
    String reference = name.substring(start);
    ReferenceGrammar grammar = new ReferenceGrammar(reference);
    int stop = grammar.check();
    if (stop >= 0) {
      throw bad(name, start + stop);
    }
    return new Registry(RegistryReference.from(reference, grammar));
  }

  /** What stands before the colon that ends a path. */
  private static String path(String name) {
    int start = name.indexOf(':') + 1;
    int colon = name.indexOf(':', start);
    String path = name.substring(start, colon < 0 ? name.length() : colon);
    if (path.isEmpty() || colon == name.length() - 1) {
      throw bad(name, path.isEmpty() ? start : name.length());
    }
    return path;
  }

  private static Optional<String> reference(String name) {
    int colon = name.indexOf(':', name.indexOf(':') + 1);
    return colon < 0 ? Optional.empty() : Optional.of(name.substring(colon + 1));
  }

  /** A name that stops being one at an index. */
  static RuntimeException bad(String name, int index) {
    String found =
        index < name.length()
            ? "unexpected `" + Character.toString(name.codePointAt(index)) + "`"
            : "unexpected end";
    int column = name.codePointCount(0, index) + 1;
    return Failure.of(
            FailureCode.SPEC_INVALID,
            "failed to parse image name: " + found + " at column " + column + " of `" + name + "`")
        .withHelp(
            "names look like docker://ubuntu:24.04, oci:folder, oci-archive:file.tar,"
                + " docker-archive:file.tar, dir:folder or host:")
        .asException();
  }
}
