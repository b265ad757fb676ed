package waybill.dialects.opspec.written;

import java.util.Locale;

/** The types of the language. */
public enum ParameterType {
  ARRAY,
  BOOLEAN,
  DIR,
  FILE,
  NUMBER,
  OBJECT,
  SOCKET,
  STRING;

  /** As authors write it. */
  public String word() {
    return name().toLowerCase(Locale.ROOT);
  }
}
