package waybill.model.reader;

/** What plain scalars mean: which texts are numbers, booleans or nothing. */
interface ScalarRules {
  boolean isNull(String text);

  boolean isTrue(String text);

  boolean isFalse(String text);

  boolean isInteger(String text);

  /** Integers are floating point numbers too. */
  boolean isFloat(String text);

  /** A number in a form that {@link CoreScalars} takes for a number as well. */
  String number(String text);

  /** What a scalar is called as a key, where keys are strings. */
  String key(String text);
}
