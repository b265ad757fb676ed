package waybill.dialects.opspec.source;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import waybill.dialects.opspec.written.OpReader;
import waybill.files.OsReason;
import waybill.model.document.Source;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.reader.ReadLimits;

/**
 * The ops of one run: an op that is called ten thousand times is read once, so that all its calls
 * mean the same. For any number of threads.
 */
public final class OpSource {

  /** What makes a folder an op. */
  public static final String FILE = "op.yml";

  private static final int MAX_BYTES = ReadLimits.DEFAULT.bytes();

  private final Consumer<String> warnings;
  private final ConcurrentHashMap<Path, LoadedOp> loaded = new ConcurrentHashMap<>();

  /**
   * Knows none yet.
   *
   * @param warnings told, once for each op, what in it deserves a word
   */
  public OpSource(Consumer<String> warnings) {
    this.warnings = warnings;
  }

  /** Makes an op known that somebody has read already. */
  public void add(LoadedOp op) {
    loaded.put(op.folder().normalize(), op);
  }

  /**
   * The folder of an op by its name: an absolute path, or one that begins at the folder of the op
   * that calls, or, as older ops have it, at the folder around that.
   *
   * @param ref as written, and no reference of the language
   * @param calling folder of the op that the call stands in, absolute
   * @throws FailureException when there is no op, with every place that was looked at
   */
  public Path resolve(String ref, Path calling) {
    List<Path> candidates = candidates(ref, calling);
    for (Path candidate : candidates) {
      if (isOp(candidate)) {
        return candidate;
      }
    }
    StringBuilder text = new StringBuilder("unable to resolve op \"").append(ref).append("\":");
    for (Path candidate : candidates) {
      text.append(candidates.getFirst().equals(candidate) ? " " : "; ")
          .append("filesystem: not found: path \"")
          .append(candidate)
          .append('"');
      if (Files.isDirectory(candidate)) {
        text.append(" has no ").append(FILE);
      }
    }
    if (looksLikeGit(ref)) {
      text.append("; git: ops from git repositories cannot be called yet");
    }
    Failure failure = Failure.of(FailureCode.INPUT_MISSING, text.toString());
    throw (looksLikeGit(ref)
            ? failure.withHelp("copy the op beside yours and call it by its relative path")
            : failure)
        .asException();
  }

  private static List<Path> candidates(String ref, Path calling) {
    try {
      Path path = Path.of(ref);
      if (path.isAbsolute()) {
        return List.of(path.normalize());
      }
      List<Path> candidates = new ArrayList<>();
      candidates.add(calling.resolve(path).normalize());
      Path around = calling.getParent();
      if (around != null) {
        candidates.add(around.resolve(path).normalize());
      }
      return candidates;
    } catch (InvalidPathException invalid) {
      throw Failure.of(
              FailureCode.SPEC_INVALID,
              "unable to resolve op \"" + ref + "\": " + invalid.getReason())
          .asException();
    }
  }

  /** Like {@code host.tld/path#tag}. */
  private static boolean looksLikeGit(String ref) {
    int slash = ref.indexOf('/');
    return slash > 0 && !ref.startsWith(".") && ref.substring(0, slash).indexOf('.') > 0;
  }

  /** Whether a folder is one. */
  public static boolean isOp(Path folder) {
    return Files.isRegularFile(folder.resolve(FILE));
  }

  /**
   * The op in a folder.
   *
   * @param folder absolute
   * @throws FailureException when there is none
   * @throws waybill.model.problem.ProblemsException when what is there is none
   */
  public LoadedOp load(Path folder) {
    Path key = folder.normalize();
    LoadedOp known = loaded.get(key);
    if (known != null) {
      return known;
    }
    // Not read under the map's lock: that takes time, and that two do it at once does no harm.
    Problems problems = new Problems();
    LoadedOp read = read(key, problems);
    LoadedOp earlier = loaded.putIfAbsent(key, read);
    if (earlier != null) {
      return earlier;
    }
    problems.list().forEach(problem -> warnings.accept(text(read, problem)));
    return read;
  }

  private static String text(LoadedOp op, Problem problem) {
    String help = problem.help().isPresent() ? " (" + problem.help().get() + ")" : "";
    return op.place(problem.span()) + ": " + problem.message() + help;
  }

  private static LoadedOp read(Path folder, Problems problems) {
    Path file = folder.resolve(FILE);
    if (!Files.isRegularFile(file)) {
      // A pipe would be waited for, and a device never ends.
      String why = Files.exists(file) ? " is not a file" : " does not exist";
      throw Failure.of(FailureCode.INPUT_MISSING, "there is no op: " + file + why).asException();
    }
    var source = new Source(file.toString(), text(file));
    return new LoadedOp(folder, OpReader.read(source, problems));
  }

  /**
   * The text of an op.yml.
   *
   * @throws FailureException when it cannot be read, or is no text
   */
  public static String text(Path file) {
    try (InputStream in = Files.newInputStream(file)) {
      byte[] bytes = in.readNBytes(MAX_BYTES + 1);
      if (bytes.length > MAX_BYTES) {
        throw unreadable(file, "it has more than " + MAX_BYTES + " bytes");
      }
      return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException notText) {
      throw unreadable(file, "it is not UTF-8 text");
    } catch (IOException failed) {
      throw new FailureException(failure(file, OsReason.of(failed)), failed);
    }
  }

  private static FailureException unreadable(Path file, String why) {
    return failure(file, why).asException();
  }

  private static Failure failure(Path file, String why) {
    return Failure.of(FailureCode.INPUT_MISSING, "cannot read " + file + ": " + why);
  }
}
