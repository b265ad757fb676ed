package waybill.dialects.tyger.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.spec.Ttl;
import waybill.dialects.tyger.store.Buffers;
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
 * {@code tyger.yaml} in the configuration folder: how long buffers are kept, and whom programs of
 * codespecs can run as.
 *
 * <pre>
 *   buffers:
 *     activeLifetime: 30.00:00       # then deleted, unless they say otherwise; not there: never
 *     softDeletedLifetime: 1.00:00   # then gone; a day if not said
 *   compute:
 *     identities:
 *       my-identity:
 *         files:  # in the task, read-only: of this machine
 *           /run/credentials/token: /etc/service/token
 *         env:    # never shown in logs
 *           SERVICE_KEY: 0123456789abcdef
 * </pre>
 */
public final class SettingsFile {
  /** Its name in the configuration folder. */
  public static final String NAME = "tyger.yaml";

  private static final int MAX_BYTES = 1 << 20;
  private static final String BUFFERS = "buffers";
  private static final String ACTIVE = "activeLifetime";

  private final Problems problems = new Problems();
  private final Map<String, Identity> identities = new LinkedHashMap<>();
  private Duration active = Buffers.Lifetimes.DEFAULT.active();
  private Duration deleted = Buffers.Lifetimes.DEFAULT.deleted();

  /**
   * What it says.
   *
   * @param identities by name
   */
  public record Settings(Map<String, Identity> identities, Buffers.Lifetimes lifetimes) {}

  private SettingsFile() {}

  /**
   * Reads it; without a file all is as usual.
   *
   * @param folder of the configuration; may not exist
   * @throws waybill.model.problem.ProblemsException when it says what it cannot mean
   * @throws FailureException when it cannot be read
   */
  public static Settings read(Path folder) {
    Path path = folder.resolve(NAME);
    var file = new SettingsFile();
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw unreadable(path, "it is longer than " + MAX_BYTES + " bytes").asException();
      }
      file.read(new YamlReader().read(path.toString(), Files.readAllBytes(path)));
    } catch (NoSuchFileException absent) {
      return file.settings();
    } catch (IOException e) {
      throw new FailureException(unreadable(path, OsReason.of(e)), e);
    }
    return file.settings();
  }

  private Settings settings() {
    return new Settings(identities, new Buffers.Lifetimes(active, deleted));
  }

  private static Failure unreadable(Path path, String reason) {
    return Failure.of(FailureCode.SPEC_INVALID, "cannot read " + path + ": " + reason)
        .withHelp("mend it, or remove it if it says nothing that is needed");
  }

  private void read(Document document) {
    for (SpecObject.Member top : members(document.root(), List.of(BUFFERS, "compute"))) {
      if (top.key().equals(BUFFERS)) {
        lifetimes(top.value());
        continue;
      }
      for (SpecObject.Member part : members(top.value(), List.of("identities"))) {
        for (SpecObject.Member identity : members(part.value(), List.of())) {
          identity(identity);
        }
      }
    }
    problems.throwIfAnyError(document.source());
  }

  private void lifetimes(SpecValue value) {
    for (SpecObject.Member member : members(value, List.of(ACTIVE, "softDeletedLifetime"))) {
      Optional<String> text = text(member.value());
      if (text.isPresent() && Ttl.read(text.get()) instanceof Ttl.Reading.Right(Duration right)) {
        if (member.key().equals(ACTIVE)) {
          active = right;
        } else {
          deleted = right;
        }
      } else {
        problems.add(wrong(member.value(), "a time like `1.12:30:00`: days, hours, minutes"));
      }
    }
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
