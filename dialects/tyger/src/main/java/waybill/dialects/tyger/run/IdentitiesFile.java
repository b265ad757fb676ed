package waybill.dialects.tyger.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.files.OsReason;
import waybill.model.document.Document;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.NearestNames;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.reader.YamlReader;

/**
 * {@code tyger.yaml} in the configuration folder: whom programs of codespecs can run as.
 *
 * <pre>
 *   compute:
 *     identities:
 *       my-identity:
 *         files:  # in the task, read-only: of this machine
 *           /run/credentials/token: /srv/service/token
 *         env:    # never shown in logs
 *           SERVICE_KEY: 0123456789abcdef
 * </pre>
 */
public final class IdentitiesFile {
  /** Its name in the configuration folder. */
  public static final String NAME = "tyger.yaml";

  private static final int MAX_BYTES = 1 << 20;

  private final Problems problems = new Problems();
  private final Map<String, Identity> identities = new LinkedHashMap<>();

  private IdentitiesFile() {}

  /**
   * Reads it; there are none when there is no file.
   *
   * @param folder of the configuration; may not exist
   * @throws waybill.model.problem.ProblemsException when it says what it cannot mean
   * @throws FailureException when it cannot be read
   */
  public static Map<String, Identity> read(Path folder) {
    Path path = folder.resolve(NAME);
    var file = new IdentitiesFile();
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw unreadable(path, "it is longer than " + MAX_BYTES + " bytes").asException();
      }
      file.read(new YamlReader().read(path.toString(), Files.readAllBytes(path)));
    } catch (NoSuchFileException absent) {
      return Map.of();
    } catch (IOException e) {
      throw new FailureException(unreadable(path, OsReason.of(e)), e);
    }
    return file.identities;
  }

  private static Failure unreadable(Path path, String reason) {
    return Failure.of(FailureCode.SPEC_INVALID, "cannot read " + path + ": " + reason)
        .withHelp("mend it, or remove it if no codespec names an identity");
  }

  private void read(Document document) {
    for (SpecObject.Member top : members(document.root(), List.of("compute"))) {
      for (SpecObject.Member part : members(top.value(), List.of("identities"))) {
        for (SpecObject.Member identity : members(part.value(), List.of())) {
          identity(identity);
        }
      }
    }
    problems.throwIfAnyError(document.source());
  }

  private void identity(SpecObject.Member member) {
    Map<String, Path> files = new LinkedHashMap<>();
    Map<String, String> env = new LinkedHashMap<>();
    for (SpecObject.Member part : members(member.value(), List.of("files", "env"))) {
      for (SpecObject.Member entry : members(part.value(), List.of())) {
        Optional<String> text = text(entry.value());
        if (text.isEmpty()) {
          problems.add(wrong(entry.value(), "a text"));
        } else if (part.key().equals("env")) {
          env.put(entry.key(), text.get());
        } else {
          file(entry, text.get(), files);
        }
      }
    }
    identities.put(member.key(), new Identity(member.key(), files, env));
  }

  private void file(SpecObject.Member entry, String source, Map<String, Path> files) {
    if (!entry.key().startsWith("/") || !source.startsWith("/") || source.indexOf('\0') >= 0) {
      problems.add(wrong(entry.value(), "absolute paths, in the task and of this machine"));
      return;
    }
    files.put(entry.key(), Path.of(source));
  }

  /**
   * What stands in a mapping.
   *
   * @param known its keys; none where they are free
   */
  private List<SpecObject.Member> members(SpecValue value, List<String> known) {
    if (value instanceof SpecNull) {
      return List.of();
    }
    if (!(value instanceof SpecObject object)) {
      problems.add(wrong(value, "a mapping"));
      return List.of();
    }
    for (SpecObject.Member member : object.members()) {
      if (!known.isEmpty() && !known.contains(member.key())) {
        problems.add(
            Problem.error(
                    "tyger/unknown-setting",
                    "`" + member.key() + "` is no setting here",
                    member.keySpan())
                .withHelp(NearestNames.help(member.key(), known)));
      }
    }
    return object.members().stream()
        .filter(member -> known.isEmpty() || known.contains(member.key()))
        .toList();
  }

  private static Optional<String> text(SpecValue value) {
    return switch (value) {
      case SpecString string -> Optional.of(string.value());
      case SpecNumber number -> Optional.of(number.text());
      case SpecBoolean truth -> Optional.of(Boolean.toString(truth.value()));
      default -> Optional.empty(); // lists, mappings and nothing are no text
    };
  }

  private static Problem wrong(SpecValue value, String expected) {
    return Problem.error("tyger/wrong-setting", "here should be " + expected, value.span());
  }
}
