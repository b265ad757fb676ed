package waybill.dialects.tyger.written;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import waybill.dialects.tyger.problem.CommandTexts;
import waybill.dialects.tyger.problem.FileWords;
import waybill.files.OsReason;
import waybill.model.document.Document;
import waybill.model.document.Source;
import waybill.model.document.SpecObject;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.JsonReader;
import waybill.model.reader.ReadLimits;
import waybill.model.reader.YamlReader;
import waybill.model.shape.Shape;

/**
 * Reads files of codespecs and runs, strictly as the tool does: keys in any case, unknown and
 * repeated keys refused, numbers and booleans taken where text is wanted, exactly as they were
 * written. What has to be there is not checked: options may give it.
 *
 * <p>Fails with {@link ProblemsException}, which has everything that is wrong, and with {@link
 * FailureException} where the stream cannot be read.
 */
public final class SpecFiles {
  private static final ReadLimits LIMITS = new ReadLimits(4 << 20, 32, 1 << 20, 50_000);
  private static final YamlReader YAML = new YamlReader(LIMITS).merging().keepingRepeatedKeys();
  private static final JsonReader JSON = new JsonReader().within(LIMITS).keepingRepeatedKeys();
  private static final FileWords WORDS = new FileWords();

  private SpecFiles() {}

  /** A codespec; its rules are not checked. */
  public static WrittenCodespec codespec(String name, InputStream in) {
    Problems problems = new Problems();
    Document document = document(name, bytes(name, in));
    Optional<Part> part = tree(document, SpecShapes.CODESPEC, problems);
    WrittenCodespec codespec = part.map(SpecBuilder::codespec).orElse(WrittenCodespec.NOTHING);
    problems.throwIfAnyError(document.source());
    return codespec;
  }

  /** A run; its rules are not checked. */
  public static WrittenRun run(String name, InputStream in) {
    Problems problems = new Problems();
    Document document = document(name, bytes(name, in));
    Optional<Part> part = tree(document, SpecShapes.RUN, problems);
    WrittenRun run = part.map(SpecBuilder::run).orElse(WrittenRun.NOTHING);
    problems.throwIfAnyError(document.source());
    return run;
  }

  /** What it says, if that is an object: for whoever has to find out what it is. */
  public static Optional<SpecObject> root(String name, InputStream in) {
    return document(name, bytes(name, in)).root() instanceof SpecObject root
        ? Optional.of(root)
        : Optional.empty();
  }

  static Optional<Part> tree(Document document, Shape.Fields shape, Problems problems) {
    return SpecTree.of(document, shape, WORDS, true, problems);
  }

  private static byte[] bytes(String name, InputStream in) {
    try {
      return in.readNBytes(LIMITS.bytes() + 1);
    } catch (IOException e) {
      String text = CommandTexts.unreadable(name, OsReason.of(e));
      throw new FailureException(Failure.of(FailureCode.INPUT_MISSING, text), e);
    }
  }

  static Document document(Source source) {
    return document(source.name(), source.text().getBytes(StandardCharsets.UTF_8));
  }

  /** What begins like JSON may be YAML, too; if it is neither, the name says what was meant. */
  private static Document document(String name, byte[] bytes) {
    if (!beginsLikeJson(bytes)) {
      return YAML.read(name, bytes);
    }
    try {
      return JSON.read(name, bytes);
    } catch (ProblemsException noJson) {
      if (name.endsWith(".json")) {
        throw noJson;
      }
      return YAML.read(name, bytes);
    }
  }

  private static boolean beginsLikeJson(byte[] bytes) {
    int at = bytes.length > 2 && bytes[0] == (byte) 0xef ? 3 : 0;
    while (at < bytes.length && bytes[at] <= ' ' && bytes[at] >= 0) {
      at++;
    }
    return at < bytes.length && bytes[at] == '{';
  }
}
