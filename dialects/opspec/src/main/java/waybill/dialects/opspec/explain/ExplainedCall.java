package waybill.dialects.opspec.explain;

import java.util.List;

/**
 * A call in words.
 *
 * @param kind the language's word
 * @param title what tells it from others, or nothing
 * @param line where it stands in its file
 * @param facts what is known of it, in the order in which it is told
 */
record ExplainedCall(
    String kind, String title, int line, List<Fact> facts, List<ExplainedCall> calls) {
  ExplainedCall {
    facts = List.copyOf(facts);
    calls = List.copyOf(calls);
  }

  /**
   * Something known.
   *
   * @param key the language's word
   * @param values as they were written; one, unless the language has several there
   */
  record Fact(String key, List<String> values) {
    Fact {
      values = List.copyOf(values);
    }
  }
}
