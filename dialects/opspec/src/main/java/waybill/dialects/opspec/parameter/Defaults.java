package waybill.dialects.opspec.parameter;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.reference.Expressions.Missing;
import waybill.dialects.opspec.reference.InterpretationException;
import waybill.dialects.opspec.reference.Scope;
import waybill.dialects.opspec.reference.Scratch;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.written.ParameterType;
import waybill.dialects.opspec.written.WrittenParameter;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** What a parameter is when nobody gave it a value. Only the op's own files are in its scope. */
final class Defaults {
  private final Expressions expressions;

  Defaults(Expressions expressions) {
    this.expressions = expressions;
  }

  /**
   * The value of the default.
   *
   * @throws InterpretationException if there is none, or it has no value of the type
   */
  Value value(
      WrittenParameter parameter, Path opFolder, Optional<Path> callersDirectory, Scratch scratch) {
    if (parameter.defaultValue().isEmpty()) {
      throw new InterpretationException(required(parameter.type()));
    }
    SpecValue written = parameter.defaultValue().get();
    Scope scope = Scope.of(opFolder);
    return switch (parameter.type()) {
      case ARRAY -> expressions.array(written, scope, scratch);
      case BOOLEAN -> expressions.bool(written, scope, scratch);
      case NUMBER -> expressions.number(written, scope, scratch);
      case OBJECT -> expressions.object(written, scope, scratch);
      case SOCKET -> expressions.socket(written, scope, scratch);
      case STRING -> new StringValue(expressions.string(written, scope, scratch));
      case DIR, FILE -> path(parameter, written, scope, callersDirectory, scratch);
    };
  }

  private Value path(
      WrittenParameter parameter,
      SpecValue written,
      Scope scope,
      Optional<Path> callersDirectory,
      Scratch scratch) {
    boolean dir = parameter.type() == ParameterType.DIR;
    SpecValue expression = written;
    if (written instanceof SpecString string) {
      if (string.value().startsWith("/")) {
        expression = new SpecString("$(" + string.value() + ")", string.span());
      } else if (isRelativePath(string.value())) {
        Path path = relative(parameter, string, callersDirectory);
        return dir ? new DirValue(path) : new FileValue(path);
      }
    }
    return dir
        ? expressions.dir(expression, scope, scratch, Missing.REFUSED)
        : expressions.file(expression, scope, scratch, Missing.REFUSED);
  }

  // A blank text is no path that anybody means, and one with a reference has a value of its own.
  private static boolean isRelativePath(String text) {
    return !text.isBlank() && !text.contains("$(");
  }

  private static Path relative(
      WrittenParameter parameter, SpecString written, Optional<Path> callersDirectory) {
    Path directory =
        callersDirectory.orElseThrow(
            () ->
                new InterpretationException(
                    required(parameter.type())
                        + " (its default `"
                        + written.value()
                        + "` is a path from the directory of whoever calls from a command line)",
                    written.span()));
    try {
      return directory.resolve(written.value()).normalize();
    } catch (InvalidPathException e) {
      throw new InterpretationException(
          "the default is not a path: " + e.getReason(), written.span());
    }
  }

  private static String required(ParameterType type) {
    return switch (type) {
      case BOOLEAN, DIR, FILE, SOCKET -> type.word() + " required";
      case ARRAY, NUMBER, OBJECT, STRING -> "required";
    };
  }
}
