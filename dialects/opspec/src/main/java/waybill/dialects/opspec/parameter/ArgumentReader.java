package waybill.dialects.opspec.parameter;

import java.nio.charset.StandardCharsets;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import waybill.dialects.opspec.coercion.ArrayCoercion;
import waybill.dialects.opspec.coercion.BooleanCoercion;
import waybill.dialects.opspec.coercion.NumberCoercion;
import waybill.dialects.opspec.coercion.ObjectCoercion;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueText;
import waybill.dialects.opspec.value.WrongValueException;
import waybill.dialects.opspec.written.ParameterType;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.YamlReader;

/** Arguments that people give to a root op become values. Immutable; for any number of threads. */
public final class ArgumentReader {
  private final Path directory;

  /**
   * Of one command.
   *
   * @param directory where relative paths begin, absolute
   */
  public ArgumentReader(Path directory) {
    this.directory = directory;
  }

  /**
   * The value of a text: of an option, a variable, or a prompt. Whether a file is there, and
   * whether the value meets its constraints, shows when it is bound.
   *
   * @throws ArgumentException if no value of the type is written like this
   */
  public Value read(ParameterType type, String text) {
    try {
      return switch (type) {
        case ARRAY -> ArrayCoercion.toArray(yaml(text));
        case OBJECT -> ObjectCoercion.toObject(yaml(text));
        case BOOLEAN -> BooleanCoercion.toBoolean(new StringValue(text));
        case NUMBER -> NumberCoercion.toNumber(new StringValue(text));
        case DIR -> new DirValue(path(text));
        case FILE -> new FileValue(path(text));
        case SOCKET -> new SocketValue(path(text));
        case STRING -> new StringValue(text);
      };
    } catch (WrongValueException e) {
      throw new ArgumentException(e.reason());
    }
  }

  /**
   * A value out of the file of arguments. What is no string there is taken as its JSON text first,
   * so that {@code 5} is a fine string and {@code [1]} a fine file name.
   *
   * @throws ArgumentException if it is none of that type
   */
  public Value read(ParameterType type, SpecValue written) {
    try {
      return read(
          type,
          written instanceof SpecString string
              ? string.value()
              : JsonText.of(ValueText.of(written)));
    } catch (WrongValueException e) {
      throw new ArgumentException(e.reason());
    }
  }

  private Path path(String text) {
    try {
      return directory.resolve(text).normalize();
    } catch (InvalidPathException e) {
      throw new ArgumentException("it is not a path: " + e.getReason());
    }
  }

  // JSON is YAML, too; and what an op.yml takes for a boolean or number, an argument does.
  private static Value yaml(String text) {
    try {
      return ValueText.of(
          new YamlReader()
              .inVersion11()
              .read("argument", text.getBytes(StandardCharsets.UTF_8))
              .root());
    } catch (ProblemsException e) {
      Problem problem = e.problems().getFirst();
      throw new ArgumentException(
          "it is neither YAML nor JSON: "
              + problem.message()
              + " (line "
              + problem.span().startLine()
              + ", column "
              + problem.span().startColumn()
              + ")");
    }
  }
}
