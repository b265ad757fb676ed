package waybill.dialects.opspec.reference;

import java.util.List;
import waybill.dialects.opspec.coercion.JsonContent;
import waybill.dialects.opspec.coercion.ObjectCoercion;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.WrongValueException;

/**
 * Follows one reference, whose inner references have been replaced: a root, then steps.
 *
 * <p>The root is a path of the op ({@code /}, {@code ./}, {@code ../}) or a variable. A variable's
 * name may have dots: the longest name in scope is it, and what is left are properties.
 */
final class References {
  private final String reference;
  private final Scope scope;

  private References(String reference, Scope scope) {
    this.reference = reference;
    this.scope = scope;
  }

  /**
   * What it leads to.
   *
   * @param reference without opener and closer
   * @throws InterpretationException if a step of it cannot be made
   */
  static Found find(String reference, Scope scope) {
    References references = new References(reference, scope);
    try {
      return references.fromRoot();
    } catch (WrongValueException e) {
      throw references.failure(e.reason());
    }
  }

  /**
   * The value it leads to.
   *
   * @throws InterpretationException if there is none
   */
  static Value value(String reference, Scope scope) {
    return present(find(reference, scope));
  }

  /**
   * The value that was found.
   *
   * @throws InterpretationException if there is none
   */
  static Value present(Found found) {
    return switch (found) {
      case Found.Present present -> present.value();
      case Found.NoVariable none -> throw new InterpretationException(none.message());
      case Found.NoEntry none -> throw new InterpretationException(none.message());
      case Found.NotEmbedded none -> throw new InterpretationException(none.message());
    };
  }

  private Found fromRoot() {
    if (reference.startsWith("/")) {
      return worded(embedded());
    }
    if (reference.startsWith("./") || reference.startsWith("../")) {
      return worded(DirEntries.embedded(scope.opFolder(), reference, reference));
    }
    for (int end = endOfName(); end > 0; end = reference.lastIndexOf('.', end - 1)) {
      var value = scope.variable(reference.substring(0, end));
      if (value.isPresent()) {
        return worded(follow(value.get(), end));
      }
    }
    String name = reference.substring(0, endOfProperty(0));
    String message = text("'" + name + "' not in scope");
    int rest = name.length();
    if (!name.isEmpty() && (rest == reference.length() || reference.charAt(rest) == '/')) {
      return new Found.NoVariable(message);
    }
    throw new InterpretationException("'" + name + "' not in scope");
  }

  // The op's folder is a dir like any other, but links in it are its author's business.
  private Found embedded() {
    int depth = 0;
    for (String name : reference.split("/", -1)) {
      depth += name.equals("..") ? -1 : name.isEmpty() || name.equals(".") ? 0 : 1;
      if (depth < 0) {
        throw new InterpretationException(
            "it leads out of the op; write '../' for what lies around it");
      }
    }
    return DirEntries.embedded(scope.opFolder(), "./" + reference.substring(1), reference);
  }

  private Found follow(Value root, int from) {
    Value value = root;
    int at = from;
    while (at < reference.length()) {
      switch (reference.charAt(at)) {
        case '/' -> {
          return entry(value, reference.substring(at));
        }
        case '.' -> {
          int end = endOfProperty(at + 1);
          value = property(ObjectCoercion.toObject(value), reference.substring(at + 1, end));
          at = end;
        }
        case '[' -> {
          int end = reference.indexOf(']', at);
          if (end < 0) {
            throw new InterpretationException("expected ']'");
          }
          value = element(value, reference.substring(at + 1, end));
          at = end + 1;
        }
        // Only after a bracket can anything else stand.
        default ->
            throw new InterpretationException(
                "expected '[', '.', or '/', not '" + reference.substring(at) + "'");
      }
    }
    return new Found.Present(value);
  }

  private static Found entry(Value value, String path) {
    if (value instanceof DirValue dir) {
      return DirEntries.of(dir.path(), path);
    }
    throw new InterpretationException(
        "'" + path + "' is a path in a dir, but what is before it is of type " + value.type());
  }

  private static Value property(ObjectValue object, String name) {
    Value value = object.properties().get(name);
    if (value == null) {
      throw new InterpretationException("'" + name + "' doesn't exist");
    }
    return value;
  }

  private static Value element(Value value, String index) {
    Value held =
        value instanceof StringValue || value instanceof FileValue
            ? JsonContent.read(value, "array or object")
            : value;
    return switch (held) {
      case ArrayValue array -> item(array.items(), index);
      case ObjectValue object -> property(object, index);
      // Nothing else has parts.
      default ->
          throw new InterpretationException(
              "'["
                  + index
                  + "]' is a part of an array or object, but what is before it is of type "
                  + held.type());
    };
  }

  private static Value item(List<Value> items, String written) {
    int index = index(written);
    int fromStart = index < 0 ? items.size() + index : index;
    if (fromStart < 0 || fromStart >= items.size()) {
      throw new InterpretationException(
          "array index "
              + written
              + " out of range"
              + (items.isEmpty() ? ", the array is empty" : " 0-" + (items.size() - 1)));
    }
    return items.get(fromStart);
  }

  private static int index(String written) {
    int digits = written.startsWith("-") || written.startsWith("+") ? 1 : 0;
    boolean number = digits < written.length();
    for (int i = digits; i < written.length(); i++) {
      number &= written.charAt(i) >= '0' && written.charAt(i) <= '9';
    }
    if (!number) {
      throw new InterpretationException(
          "'" + written + "' is not the index of an item: an array has numbers, counted from 0");
    }
    try {
      return Integer.parseInt(written);
    } catch (NumberFormatException e) {
      // Larger than any array in either direction.
      return written.startsWith("-") ? Integer.MIN_VALUE : Integer.MAX_VALUE;
    }
  }

  private int endOfName() {
    int end = 0;
    while (end < reference.length() && "[/".indexOf(reference.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private int endOfProperty(int from) {
    int end = from;
    while (end < reference.length() && ".[/".indexOf(reference.charAt(end)) < 0) {
      end++;
    }
    return end;
  }

  private Found worded(Found found) {
    return switch (found) {
      case Found.Present present -> present;
      case Found.NoVariable none -> none;
      case Found.NoEntry none ->
          new Found.NoEntry(none.folder(), none.entry(), text(none.message()));
      case Found.NotEmbedded none -> new Found.NotEmbedded(text(none.message()));
    };
  }

  private InterpretationException failure(String reason) {
    return new InterpretationException(text(reason));
  }

  private String text(String reason) {
    return "unable to interpret '" + reference + "' as reference: " + reason;
  }
}
