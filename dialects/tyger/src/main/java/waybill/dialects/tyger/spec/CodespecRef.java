package waybill.dialects.tyger.spec;


import java.util.OptionalInt;

/** What a run says that it wants to execute. */
public sealed interface CodespecRef {
  /** {@code NAME} or {@code NAME/versions/N}. */
  record Named(String name, OptionalInt version) implements CodespecRef {}

  /** Written out. */
  record Inline(Codespec codespec) implements CodespecRef {}
}
