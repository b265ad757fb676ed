package waybill.dialects.opspec.command;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import waybill.files.OsReason;
import waybill.model.document.Document;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecValue;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.YamlReader;

/**
 * A file with values of inputs. One serves all ops of a project, so a name that an op does not have
 * is none of its business.
 */
final class ArgumentFile {
  static final String USUAL = OpRef.CONVENTIONAL + "/args.yml";

  /** As ops are read: `no` is false here too. */
  private static final YamlReader YAML = new YamlReader().inVersion11().onlyFirstDocument();

  private ArgumentFile() {}

  /**
   * The values by name; none where there is no such file.
   *
   * @param named what the caller asked for; empty for the usual one
   * @throws ProblemsException if it is no mapping
   * @throws waybill.model.failure.FailureException if it cannot be read
   */
  static Map<String, SpecValue> read(String named, Path directory) {
    String name = named.isEmpty() ? USUAL : named;
    Path file = path(name, directory);
    if (!Files.exists(file)) {
      return Map.of();
    }
    if (!Files.isRegularFile(file)) {
      throw unreadable(name, "it is no file").asException();
    }
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readAllBytes();
      return isBlank(bytes) ? Map.of() : values(YAML.read(name, bytes));
    } catch (IOException e) {
      throw unreadable(name, OsReason.of(e)).asException();
    }
  }

  private static Path path(String name, Path directory) {
    try {
      return directory.resolve(name);
    } catch (InvalidPathException e) {
      throw unreadable(name, "there is a NUL in its name").asException();
    }
  }

  private static boolean isBlank(byte[] bytes) {
    for (byte b : bytes) {
      if (b != ' ' && b != '\n' && b != '\r' && b != '\t') {
        return false;
      }
    }
    return true;
  }

  private static Map<String, SpecValue> values(Document document) {
    if (document.root() instanceof SpecNull) {
      return Map.of();
    }
    if (!(document.root() instanceof SpecObject object)) {
      throw new ProblemsException(
          document.source(),
          Problem.error(
                  "opspec/arguments",
                  "this is a mapping of inputs' names to their values",
                  document.root().span())
              .withHelp("write `NAME: VALUE` for each"));
    }
    var values = new LinkedHashMap<String, SpecValue>();
    for (SpecObject.Member member : object.members()) {
      values.put(member.key(), member.value());
    }
    return values;
  }

  private static Failure unreadable(String name, String why) {
    return Failure.of(
        FailureCode.INPUT_MISSING, "the arguments' file " + name + " cannot be read: " + why);
  }
}
