package waybill.app.verb;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.bacalhau.BacalhauLanguage;
import waybill.dialects.maelstrom.MaelstromLanguage;
import waybill.dialects.opspec.OpspecLanguage;
import waybill.dialects.tyger.TygerLanguage;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;
import waybill.model.reader.YamlReader;

/**
 * A file that a verb was given.
 *
 * @param name as it was given, for messages
 * @param path where it is
 */
record SpecFile(String name, Path path) {
  /** The languages; the option exists for files that do not tell. */
  enum Kind {
    MAELSTROM,
    OPSPEC,
    BACALHAU,
    TYGER;

    /** As the user writes it. */
    String word() {
      return name().toLowerCase(Locale.ROOT);
    }

    /** All of them, as the user writes them. */
    static List<String> words() {
      return List.of(MAELSTROM.word(), OPSPEC.word(), BACALHAU.word(), TYGER.word());
    }
  }

  private static final long MAX_WHOLE_BYTES = 16 << 20;

  /** A file, or a folder with an op in it. */
  static SpecFile of(String name, Path directory) {
    Path path = directory.resolve(name);
    if (Files.isDirectory(path) && Files.isRegularFile(path.resolve(OpspecLanguage.FILE))) {
      String slash = name.endsWith("/") ? "" : "/";
      return new SpecFile(name + slash + OpspecLanguage.FILE, path.resolve(OpspecLanguage.FILE));
    }
    return new SpecFile(name, path);
  }

  /** Where it lies, absolute. */
  Path folder() {
    Path folder = path.toAbsolutePath().normalize().getParent();
    return folder == null ? Path.of("/") : folder;
  }

  InputStream open() {
    try {
      return new FileInputStream(path.toFile());
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  /** All of it, for frames around problems. */
  Source whole() {
    try {
      if (Files.size(path) > MAX_WHOLE_BYTES) {
        throw Failure.of(
                FailureCode.SPEC_INVALID,
                name + " is longer than " + (MAX_WHOLE_BYTES >> 20) + " MiB")
            .withHelp("`waybill run` takes streams of any length")
            .asException();
      }
      return new Source(name, new String(Files.readAllBytes(path), StandardCharsets.UTF_8));
    } catch (IOException e) {
      throw unreadable(e);
    }
  }

  private FailureException unreadable(IOException e) {
    Throwable cause = e;
    return new FailureException(
        Failure.of(FailureCode.INPUT_MISSING, "cannot read " + name + ": " + cause.getMessage()),
        e);
  }

  /**
   * What kind of file it is: the one that was given, else by its name, else by its first document's
   * keys.
   *
   * @throws FailureException when it is of none
   * @throws ProblemsException when it cannot be read
   */
  Kind kind(Optional<String> given) {
    for (Kind kind : Kind.values()) {
      if (given.isPresent() && given.get().equals(kind.word())) {
        return kind;
      }
    }
    if (given.isPresent()) {
      throw Failure.of(FailureCode.COMMAND_LINE, "there is no kind `" + given.get() + "`")
          .withHelp("there are " + String.join(" and ", Kind.words()))
          .asException();
    }
    String last = String.valueOf(path.getFileName());
    if (last.equals(OpspecLanguage.FILE)) {
      return Kind.OPSPEC;
    }
    Optional<SpecObject> root;
    try {
      root = root(last.endsWith(".yml") || last.endsWith(".yaml"));
    } catch (ProblemsException unreadable) {
      Optional<Kind> meant = byText();
      if (meant.isPresent()) {
        return meant.get();
      }
      throw unreadable;
    }
    Set<String> keys = new HashSet<>();
    root.ifPresent(object -> object.members().forEach(member -> keys.add(member.key())));
    if (OpspecLanguage.isMeantBy(keys)) {
      return Kind.OPSPEC;
    }
    if (MaelstromLanguage.isMeantBy(keys)) {
      return Kind.MAELSTROM;
    }
    // A job of Bacalhau's older form may consist of the key `job`, too.
    if (root.filter(TygerLanguage::isRun).isPresent()) {
      return Kind.TYGER;
    }
    if (BacalhauLanguage.isMeantBy(keys)) {
      return Kind.BACALHAU;
    }
    if (root.filter(TygerLanguage::isCodespec).isPresent()) {
      return Kind.TYGER;
    }
    if (root.isEmpty() && TygerLanguage.isMeantByText(whole().text())) {
      return Kind.TYGER;
    }
    throw Failure.of(FailureCode.SPEC_INVALID, "cannot tell what kind of file " + name + " is")
        .withHelp(
            "a job stream's first job has `program` and `layers` or `image`, an op has `name` and"
                + " `run`, a job of Bacalhau has `Tasks`, a run of Tyger has `job` with `codespec`,"
                + " a codespec has `image`; say `--kind "
                + String.join("` or `--kind ", Kind.words())
                + "` if it is one")
        .asException();
  }

  /** What a text is meant to be that cannot be read. */
  private Optional<Kind> byText() {
    String text = whole().text();
    if (TygerLanguage.isMeantByText(text)) {
      return Optional.of(Kind.TYGER);
    }
    return BacalhauLanguage.isMeantByText(text) ? Optional.of(Kind.BACALHAU) : Optional.empty();
  }

  /** Makes sure that the file is a job stream, and says what to do with another one. */
  void requireJobs(Optional<String> given) {
    switch (kind(given)) {
      case OPSPEC ->
          throw Failure.of(FailureCode.COMMAND_LINE, name + " is an op")
              .withHelp("run it with `waybill opctl run`, and the folder that it is in")
              .asException();
      case BACALHAU ->
          throw Failure.of(FailureCode.COMMAND_LINE, name + " is a job of Bacalhau")
              .withHelp("run it with `waybill bacalhau run " + name + "`")
              .asException();
      case TYGER ->
          throw Failure.of(FailureCode.COMMAND_LINE, name + " is a run or a codespec of Tyger")
              .withHelp("run it with `waybill tyger run exec -f " + name + "`")
              .asException();
      case MAELSTROM -> {}
    }
  }

  /** The first document, if that is an object. */
  private Optional<SpecObject> root(boolean yaml) {
    try (InputStream in = open()) {
      Optional<Document> first =
          yaml
              ? Optional.of(
                  new YamlReader()
                      .inVersion11()
                      .keepingRepeatedKeys()
                      .onlyFirstDocument()
                      .read(name, in))
              : new JsonReader().keepingRepeatedKeys().stream(name, in).next();
      return first.isPresent() && first.get().root() instanceof SpecObject object
          ? Optional.of(object)
          : Optional.empty();
    } catch (IOException e) {
      throw unreadable(e);
    }
  }
}
