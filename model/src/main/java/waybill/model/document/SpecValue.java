package waybill.model.document;

/** A value as it was written, with its place. Nothing in it is typed or defaulted yet. */
public sealed interface SpecValue permits SpecObject, SpecArray, SpecScalar {

  /** From the first to the last character of the value. */
  Span span();
}
