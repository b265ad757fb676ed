package waybill.app.verb;

import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.maelstrom.MaelstromLanguage;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.reader.JsonReader;

/**
 * A file that a verb was given.
 *
 * @param name as it was given, for messages
 * @param path where it is
 */
record SpecFile(String name, Path path) {
  /** The only language so far; the option exists for files that do not tell. */
  static final String MAELSTROM = "maelstrom";

  private static final long MAX_WHOLE_BYTES = 16 << 20;

  static SpecFile of(String name, Path directory) {
    return new SpecFile(name, directory.resolve(name));
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
   * Makes sure that the file is of a kind we know, by its first document's keys unless the kind was
   * given.
   *
   * @throws FailureException when it is not
   * @throws waybill.model.problem.ProblemsException when its first document is no JSON
   */
  void requireKnownKind(Optional<String> kind) {
    if (kind.isPresent()) {
      if (!kind.get().equals(MAELSTROM)) {
        throw Failure.of(FailureCode.COMMAND_LINE, "there is no kind `" + kind.get() + "`")
            .withHelp("so far there is one: `--kind " + MAELSTROM + "`")
            .asException();
      }
      return;
    }
    Set<String> keys = new HashSet<>();
    try (InputStream in = open()) {
      Optional<Document> first = new JsonReader().keepingRepeatedKeys().stream(name, in).next();
      if (first.isPresent() && first.get().root() instanceof SpecObject object) {
        object.members().forEach(member -> keys.add(member.key()));
      }
    } catch (IOException e) {
      throw unreadable(e);
    }
    if (!MaelstromLanguage.isMeantBy(keys)) {
      throw Failure.of(FailureCode.SPEC_INVALID, "cannot tell what kind of file " + name + " is")
          .withHelp(
              "a job stream's first job has `program` and `layers` or `image`; say `--kind "
                  + MAELSTROM
                  + "` if it is one")
          .asException();
    }
  }
}
