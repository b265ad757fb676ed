package waybill.dialects.maelstrom.resolved;

import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** The name of an image: where it comes from, said by a scheme, and which one. */
sealed interface ImageName {

  /** Of a registry: {@code docker://} and a reference of good grammar. */
  record Registry(String reference) implements ImageName {}

  /**
   * A layout of the Open Container Initiative, a folder or an archive: {@code oci:} or {@code
   * oci-archive:}, a path, and which image in it after a colon where there are many.
   */
  record Layout(String path) implements ImageName {}

  /** A folder taken as it is: {@code dir:} and a path. Not of the older program. */
  record Folder(String path) implements ImageName {}

  /** The machine's own programs: {@code host:}. Not of the older program. */
  record HostPrograms() implements ImageName {}

  /**
   * What a name says.
   *
   * @throws waybill.model.failure.FailureException when it is none
   */
  static ImageName parse(String name) {
    if (name.startsWith("docker://")) {
      String reference = name.substring("docker://".length());
      int stop = new ReferenceGrammar(reference).check();
      if (stop >= 0) {
        throw bad(name, name.length() - reference.length() + stop);
      }
      return new Registry(reference);
    }
    if (name.startsWith("oci:") || name.startsWith("oci-archive:")) {
      return new Layout(path(name));
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

  private static RuntimeException bad(String name, int index) {
    String found =
        index < name.length()
            ? "unexpected `" + Character.toString(name.codePointAt(index)) + "`"
            : "unexpected end";
    int column = name.codePointCount(0, index) + 1;
    return Failure.of(
            FailureCode.SPEC_INVALID,
            "failed to parse image name: " + found + " at column " + column + " of `" + name + "`")
        .withHelp(
            "names look like docker://ubuntu:24.04, oci:folder, oci-archive:file.tar, dir:folder or"
                + " host:")
        .asException();
  }
}
