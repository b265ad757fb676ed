package waybill.dialects.opspec.parameter;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import waybill.dialects.opspec.coercion.ArrayCoercion;
import waybill.dialects.opspec.coercion.BooleanCoercion;
import waybill.dialects.opspec.coercion.DirCoercion;
import waybill.dialects.opspec.coercion.FileCoercion;
import waybill.dialects.opspec.coercion.NumberCoercion;
import waybill.dialects.opspec.coercion.ObjectCoercion;
import waybill.dialects.opspec.coercion.SocketCoercion;
import waybill.dialects.opspec.coercion.StringCoercion;
import waybill.dialects.opspec.parameter.ParametersException.Wrong;
import waybill.dialects.opspec.reference.Expressions;
import waybill.dialects.opspec.reference.Scratch;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.WrongValueException;
import waybill.dialects.opspec.written.ParameterType;
import waybill.dialects.opspec.written.WrittenParameter;

/** Gives parameters their values, one after the other, and collects what is wrong with them. */
public final class ParameterBinder implements Parameters {
  private final Defaults defaults;
  private final KnownConstraints known = new KnownConstraints();

  public ParameterBinder(Expressions expressions) {
    this.defaults = new Defaults(expressions);
  }

  @Override
  public SequencedMap<String, Value> bind(
      List<WrittenParameter> declared,
      Map<String, Value> given,
      Path opFolder,
      Optional<Path> callersDirectory,
      Scratch scratch) {
    SequencedMap<String, Value> bound = new LinkedHashMap<>();
    List<Wrong> wrong = new ArrayList<>();
    for (WrittenParameter parameter : declared) {
      try {
        Value value = value(parameter, given, opFolder, callersDirectory, scratch);
        List<String> objections = objections(parameter, value);
        objections.forEach(objection -> wrong.add(new Wrong(parameter.name(), objection)));
        bound.put(parameter.name(), value);
      } catch (WrongValueException e) {
        wrong.add(new Wrong(parameter.name(), e.reason()));
      }
    }
    if (!wrong.isEmpty()) {
      throw new ParametersException(wrong);
    }
    return bound;
  }

  private Value value(
      WrittenParameter parameter,
      Map<String, Value> given,
      Path opFolder,
      Optional<Path> callersDirectory,
      Scratch scratch) {
    Value value = given.get(parameter.name());
    return value != null
        ? coerced(value, parameter.type(), scratch)
        : defaults.value(parameter, opFolder, callersDirectory, scratch);
  }

  private static Value coerced(Value value, ParameterType type, Scratch scratch) {
    return switch (type) {
      case ARRAY -> ArrayCoercion.toArray(value);
      case BOOLEAN -> BooleanCoercion.toBoolean(value);
      case DIR -> DirCoercion.toDir(value, scratch);
      case FILE -> FileCoercion.toFile(value, scratch);
      case NUMBER -> NumberCoercion.toNumber(value);
      case OBJECT -> ObjectCoercion.toObject(value);
      case SOCKET -> SocketCoercion.toSocket(value);
      case STRING -> StringCoercion.toStringValue(value);
    };
  }

  private List<String> objections(WrittenParameter parameter, Value value) {
    return switch (value) {
      case DirValue dir when !Files.isDirectory(dir.path()) -> List.of(dir.path() + " not a dir");
      case FileValue file when !Files.isRegularFile(file.path()) ->
          List.of(file.path() + " not a file");
      case SocketValue socket when isNoSocket(socket.path()) ->
          List.of(socket.path() + " not a socket");
      case DirValue dir -> List.of();
      case FileValue file -> List.of();
      case SocketValue socket -> List.of();
      // The class that knows constraints brings a library with it: only who has some loads it.
      default ->
          parameter.constraints().isPresent()
              ? known.of(parameter.constraints().get()).objections(value)
              : List.of();
    };
  }

  private static boolean isNoSocket(Path path) {
    return !Files.exists(path) || Files.isRegularFile(path) || Files.isDirectory(path);
  }
}
