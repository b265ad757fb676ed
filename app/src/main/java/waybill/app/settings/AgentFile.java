package waybill.app.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import waybill.files.OsReason;
import waybill.model.document.Document;
import waybill.model.document.Source;
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
 * {@code agent.yaml} in the configuration folder: how the agent lives. What it does not say is as
 * here:
 *
 * <pre>
 *   idle: 10m         # after so long without commands and runs it stops by itself
 *   keep-runs: 10000  # so many runs that are over are remembered
 *   keep-for: 90d     # and none for longer
 *   slots: 4096       # so many containers at a time
 *   labels: {zone: eu, gpus: "2"}   # by which jobs choose this machine, beside its own
 *   forbid-job-network: full   # jobs that ask for this network are refused; not there: none are
 * </pre>
 */
public final class AgentFile {
  private static final String NAME = "agent.yaml";
  private static final String FORBID = "forbid-job-network";
  private static final int MAX_BYTES = 1 << 20;
  private static final List<String> KEYS =
      List.of("idle", "keep-runs", "keep-for", "slots", "labels", FORBID);
  private static final int MOST = 1_000_000;
  private static final String FULL = "full";

  /** Labels of a machine are shown in one line and written into every answer about it. */
  private static final int MOST_LABELS = 100;

  /** Characters of a label's name, and of its value. */
  private static final int LONGEST_LABEL = 256;

  private final Problems problems = new Problems();
  private Duration idle = Duration.ofMinutes(10);
  private int keptRuns = 10_000;
  private Duration keptFor = Duration.ofDays(90);
  private int slots = 4096;
  private final Map<String, String> labels = new LinkedHashMap<>();
  private Optional<String> forbidsFullNetwork = Optional.empty();

  private AgentFile() {}

  /**
   * What the file says.
   *
   * @param idle 1 s or more
   * @param keptRuns 1 or more
   * @param slots 1 or more
   * @param labels of this machine, in the order in which they stand there
   * @param forbidsFullNetwork what forbids jobs the network {@code full}, and where it stands, for
   *     people; empty when nothing does
   */
  public record AgentSettings(
      Duration idle,
      int keptRuns,
      Duration keptFor,
      int slots,
      Map<String, String> labels,
      Optional<String> forbidsFullNetwork) {}

  /**
   * Reads it.
   *
   * @param folder of the configuration; may not exist
   * @throws waybill.model.problem.ProblemsException when it says what it cannot mean
   * @throws FailureException when it cannot be read
   */
  public static AgentSettings read(Path folder) {
    Path path = folder.resolve(NAME);
    var file = new AgentFile();
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

  private AgentSettings settings() {
    return new AgentSettings(idle, keptRuns, keptFor, slots, labels, forbidsFullNetwork);
  }

  private static Failure unreadable(Path path, String reason) {
    return Failure.of(FailureCode.SPEC_INVALID, "cannot read " + path + ": " + reason)
        .withHelp("mend or remove it: it only says how the agent lives");
  }

  private void read(Document document) {
    if (document.root() instanceof SpecObject settings) {
      settings.members().forEach(member -> member(member, document.source()));
    } else if (!(document.root() instanceof SpecNull)) {
      problems.add(wrong(document.root(), "settings like `idle: 10m`"));
    }
    problems.throwIfAnyError(document.source());
  }

  private void member(SpecObject.Member member, Source source) {
    switch (member.key()) {
      case "idle" -> duration(member.value()).ifPresent(time -> idle = time);
      case "keep-runs" -> number(member.value()).ifPresent(count -> keptRuns = (int) count);
      case "keep-for" -> duration(member.value()).ifPresent(time -> keptFor = time);
      case "slots" -> number(member.value()).ifPresent(count -> slots = (int) count);
      case "labels" -> labels(member.value());
      case FORBID -> forbid(member, source);
      default -> // any text can be a key
          problems.add(
              Problem.error(
                      "agent/unknown-key",
                      "`" + member.key() + "` is no setting of the agent",
                      member.keySpan())
                  .withHelp(NearestNames.help(member.key(), KEYS)));
    }
  }

  private void forbid(SpecObject.Member member, Source source) {
    if (member.value() instanceof SpecString word && word.value().equals(FULL)) {
      int line = member.keySpan().startLine();
      String place = source.name() + ":" + line;
      forbidsFullNetwork = Optional.of("`" + FORBID + ": " + FULL + "` in " + place);
    } else {
      problems.add(wrong(member.value(), "`full`, the one network that can be forbidden"));
    }
  }

  private void labels(SpecValue value) {
    if (!(value instanceof SpecObject object)) {
      problems.add(wrong(value, "labels of this machine like `zone: eu`"));
      return;
    }
    if (object.members().size() > MOST_LABELS) {
      problems.add(wrong(value, MOST_LABELS + " labels at most"));
      return;
    }
    object.members().forEach(this::label);
  }

  private void label(SpecObject.Member member) {
    String name = member.key();
    boolean named = !name.isEmpty() && name.length() <= LONGEST_LABEL;
    if (!named || !name.codePoints().allMatch(AgentFile::isOfName)) {
      problems.add(
          Problem.error(
              "agent/label-name",
              "a label's name is letters, digits and `-`, `_`, `.`, `/`, "
                  + LONGEST_LABEL
                  + " at most",
              member.keySpan()));
    }
    if (!(member.value() instanceof SpecString text)) {
      Problem wrong = wrong(member.value(), "the label's text");
      boolean bare = member.value() instanceof SpecNumber || member.value() instanceof SpecBoolean;
      problems.add(bare ? wrong.withHelp("write it in quotes, like `\"2\"`") : wrong);
    } else if (text.value().length() > LONGEST_LABEL
        || !text.value().codePoints().allMatch(AgentFile::isShown)) {
      problems.add(
          wrong(text, "one line of " + LONGEST_LABEL + " characters at most, all of them visible"));
    } else {
      labels.put(name, text.value());
    }
  }

  /** What a selector can say without quotes. */
  private static boolean isOfName(int c) {
    return Character.isLetterOrDigit(c) || "-_./".indexOf(c) >= 0;
  }

  /** Neither moves the cursor nor hides what stands beside it. */
  private static boolean isShown(int c) {
    return switch (Character.getType(c)) {
      case Character.CONTROL,
          Character.FORMAT,
          Character.SURROGATE,
          Character.LINE_SEPARATOR,
          Character.PARAGRAPH_SEPARATOR,
          Character.UNASSIGNED ->
          false;
      default -> true; // there are many other types
    };
  }

  private OptionalLong number(SpecValue value) {
    String text = value instanceof SpecNumber number ? number.text() : "";
    OptionalLong number = wholeNumber(text);
    if (number.isEmpty()) {
      problems.add(wrong(value, "a whole number from 1 to " + MOST));
    }
    return number;
  }

  private Optional<Duration> duration(SpecValue value) {
    String text = value instanceof SpecString string ? string.value() : "";
    OptionalLong number = wholeNumber(text.substring(0, Math.max(0, text.length() - 1)));
    char unit = text.isEmpty() ? ' ' : text.charAt(text.length() - 1);
    if (number.isPresent()) {
      long count = number.getAsLong();
      switch (unit) {
        case 's' -> {
          return Optional.of(Duration.ofSeconds(count));
        }
        case 'm' -> {
          return Optional.of(Duration.ofMinutes(count));
        }
        case 'h' -> {
          return Optional.of(Duration.ofHours(count));
        }
        case 'd' -> {
          return Optional.of(Duration.ofDays(count));
        }
        default -> {} // told below
      }
    }
    problems.add(wrong(value, "a time: 30s, 10m, 12h or 90d"));
    return Optional.empty();
  }

  private static OptionalLong wholeNumber(String text) {
    try {
      long number = Long.parseLong(text);
      return number >= 1 && number <= MOST ? OptionalLong.of(number) : OptionalLong.empty();
    } catch (NumberFormatException none) {
      return OptionalLong.empty();
    }
  }

  private static Problem wrong(SpecValue value, String expected) {
    return Problem.error("agent/wrong-type", "here should be " + expected, value.span());
  }
}
