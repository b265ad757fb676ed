package waybill.dialects.opspec.reference;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import java.util.function.Function;
import java.util.function.Supplier;
import waybill.dialects.opspec.coercion.ArrayCoercion;
import waybill.dialects.opspec.coercion.BooleanCoercion;
import waybill.dialects.opspec.coercion.CoercionException;
import waybill.dialects.opspec.coercion.DirCoercion;
import waybill.dialects.opspec.coercion.FileCoercion;
import waybill.dialects.opspec.coercion.JsonContent;
import waybill.dialects.opspec.coercion.NumberCoercion;
import waybill.dialects.opspec.coercion.ObjectCoercion;
import waybill.dialects.opspec.coercion.SocketCoercion;
import waybill.dialects.opspec.coercion.StringCoercion;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueBounds;
import waybill.dialects.opspec.value.ValueText;
import waybill.dialects.opspec.value.WrongValueException;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;

/** Evaluates expressions. Has no state. */
public final class Evaluator implements Expressions {

  @Override
  public Value value(SpecValue expression, Scope scope, Scratch scratch) {
    return evaluated(expression, scope, value -> value);
  }

  @Override
  public String string(SpecValue expression, Scope scope, Scratch scratch) {
    return evaluated(expression, scope, StringCoercion::text);
  }

  @Override
  public NumberValue number(SpecValue expression, Scope scope, Scratch scratch) {
    return evaluated(expression, scope, NumberCoercion::toNumber);
  }

  @Override
  public BooleanValue bool(SpecValue expression, Scope scope, Scratch scratch) {
    return evaluated(expression, scope, BooleanCoercion::toBoolean);
  }

  @Override
  public ArrayValue array(SpecValue expression, Scope scope, Scratch scratch) {
    return evaluated(expression, scope, ArrayCoercion::toArray);
  }

  @Override
  public ObjectValue object(SpecValue expression, Scope scope, Scratch scratch) {
    return evaluated(expression, scope, ObjectCoercion::toObject);
  }

  @Override
  public FileValue file(SpecValue expression, Scope scope, Scratch scratch, Missing missing) {
    return at(
        expression,
        () -> FileCoercion.toFile(strict(expression, scope, scratch, missing, false), scratch));
  }

  @Override
  public DirValue dir(SpecValue expression, Scope scope, Scratch scratch, Missing missing) {
    return at(
        expression,
        () -> DirCoercion.toDir(strict(expression, scope, scratch, missing, true), scratch));
  }

  @Override
  public SocketValue socket(SpecValue expression, Scope scope, Scratch scratch) {
    return evaluated(expression, scope, SocketCoercion::toSocket);
  }

  @Override
  public boolean exists(SpecValue reference, Scope scope, Scratch scratch) {
    try {
      value(reference, scope, scratch);
      return true;
    } catch (InterpretationException e) {
      return false;
    }
  }

  private static <T> T evaluated(SpecValue expression, Scope scope, Function<Value, T> coercion) {
    return at(expression, () -> coercion.apply(plainly(expression, scope)));
  }

  // Whoever fails below knows why; here is known where.
  private static <T> T at(SpecValue expression, Supplier<T> evaluation) {
    try {
      return evaluation.get();
    } catch (InterpretationException e) {
      throw e.span().isPresent() ? e : new InterpretationException(e.reason(), expression.span());
    } catch (WrongValueException e) {
      throw new InterpretationException(e.reason(), expression.span());
    }
  }

  private static Value plainly(SpecValue expression, Scope scope) {
    return switch (expression) {
      case SpecString string -> text(string.value(), scope);
      case SpecNumber number -> ValueText.number(number);
      case SpecBoolean bool -> new BooleanValue(bool.value());
      case SpecArray array -> bounded(arrayOf(array, scope));
      case SpecObject object -> bounded(objectOf(object, scope));
      case SpecNull nothing ->
          throw new InterpretationException("unable to interpret <nil> as value: unsupported type");
    };
  }

  private static Value strict(
      SpecValue expression, Scope scope, Scratch scratch, Missing missing, boolean folder) {
    if (!(expression instanceof SpecString(String written, boolean plain, var span))
        || !Interpolation.hasEndsOfReference(written)) {
      return plainly(expression, scope);
    }
    if (!Interpolation.isOneReference(written)) {
      throw new InterpretationException(
          "unable to interpret '"
              + written
              + "' as reference: a file or dir is one reference, or a text that does not begin and"
              + " end like one");
    }
    Found found = References.find(resolved(Interpolation.inside(written), scope), scope);
    if (missing == Missing.REFUSED || found instanceof Found.Present) {
      return References.present(found);
    }
    if (found instanceof Found.NoEntry entry
        && !DirEntries.isInside(scope.opFolder(), entry.entry())) {
      return DirEntries.create(entry, folder);
    }
    return folder ? new DirValue(scratch.folder()) : new FileValue(scratch.file(new byte[0]));
  }

  private static Value text(String text, Scope scope) {
    return Interpolation.isOneReference(text)
        ? References.value(resolved(Interpolation.inside(text), scope), scope)
        : new StringValue(resolved(text, scope));
  }

  /** The text with its references replaced by their texts. */
  private static String resolved(String text, Scope scope) {
    return Interpolation.of(text, reference -> textOf(reference, scope));
  }

  private static String textOf(String reference, Scope scope) {
    Value value = References.value(reference, scope);
    try {
      return StringCoercion.text(value);
    } catch (CoercionException e) {
      throw new InterpretationException(
          "unable to interpret '" + reference + "' as text: " + e.reason());
    }
  }

  private static ArrayValue arrayOf(SpecArray array, Scope scope) {
    List<Value> items = new ArrayList<>(array.elements().size());
    for (SpecValue element : array.elements()) {
      items.add(at(element, () -> plainly(element, scope)));
    }
    return new ArrayValue(items);
  }

  private static ObjectValue objectOf(SpecObject object, Scope scope) {
    SequencedMap<String, Value> properties = new LinkedHashMap<>();
    for (SpecObject.Member member : object.members()) {
      SpecValue key = new SpecString(member.key(), member.keySpan());
      SpecValue written = member.value();
      String name = at(key, () -> resolved(member.key(), scope));
      Value value =
          written instanceof SpecNull
              ? at(key, () -> property(References.value(name, scope)))
              : at(written, () -> property(plainly(written, scope)));
      properties.put(name, value);
    }
    return new ObjectValue(properties);
  }

  private static Value property(Value value) {
    if (value instanceof DirValue) {
      throw new InterpretationException("directories aren't valid object properties");
    }
    if (value instanceof SocketValue) {
      throw new InterpretationException("sockets aren't valid object properties");
    }
    return JsonContent.plain(value);
  }

  private static Value bounded(Value value) {
    ValueBounds.objection(value)
        .ifPresent(
            objection -> {
              throw new InterpretationException(objection);
            });
    return value;
  }
}
