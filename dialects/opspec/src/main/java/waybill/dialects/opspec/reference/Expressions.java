package waybill.dialects.opspec.reference;

import waybill.dialects.opspec.value.Value;
import waybill.model.document.SpecValue;

/**
 * Evaluates expressions. For any number of threads.
 *
 * <p>All methods throw {@link InterpretationException} when there is no such value.
 */
public interface Expressions {

  /** As whatever it is. */
  Value value(SpecValue expression, Scope scope, Scratch scratch);

  String string(SpecValue expression, Scope scope, Scratch scratch);

  Value.NumberValue number(SpecValue expression, Scope scope, Scratch scratch);

  Value.BooleanValue bool(SpecValue expression, Scope scope, Scratch scratch);

  Value.ArrayValue array(SpecValue expression, Scope scope, Scratch scratch);

  Value.ObjectValue object(SpecValue expression, Scope scope, Scratch scratch);

  /**
   * In a strict context: a text that is one reference is never taken as anything else.
   *
   * @param missing what becomes of a reference to what is not there
   */
  Value.FileValue file(SpecValue expression, Scope scope, Scratch scratch, Missing missing);

  Value.DirValue dir(SpecValue expression, Scope scope, Scratch scratch, Missing missing);

  /** A socket's path is also taken from a string. */
  Value.SocketValue socket(SpecValue expression, Scope scope, Scratch scratch);

  /** Whether the reference has a value. */
  boolean exists(SpecValue reference, Scope scope, Scratch scratch);

  /** What a reference to a file or dir that is not there means. */
  enum Missing {
    REFUSED,
    /** A new empty one in scratch, or inside the dir it names unless that is the op's own. */
    CREATED
  }
}
