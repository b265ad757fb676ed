package waybill.model.document;

/**
 * A value without parts. Which of the four kinds it is was decided by JSON, or by the core schema
 * of YAML 1.2; a language whose YAML reader takes other words as numbers or booleans decides anew
 * from {@link #written} and {@link #plain}.
 */
public sealed interface SpecScalar extends SpecValue
    permits SpecString, SpecNumber, SpecBoolean, SpecNull {

  /** The scalar's text, without quotes and with escapes resolved; empty for YAML's empty value. */
  String written();

  /** Whether it stood there without quotes, tag or block mark. Never true of a JSON string. */
  boolean plain();
}
