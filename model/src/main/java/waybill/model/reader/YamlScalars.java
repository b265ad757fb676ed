package waybill.model.reader;

import java.util.Optional;
import org.snakeyaml.engine.v2.events.ScalarEvent;
import waybill.model.document.Span;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.problem.Problems;

/** What a scalar is: by its tag, else a string if quoted, else by the rules. */
final class YamlScalars {
  private static final String CORE = "tag:yaml.org,2002:";

  private final ReadLimits limits;
  private final ScalarRules rules;
  private final Problems problems;

  YamlScalars(ReadLimits limits, ScalarRules rules, Problems problems) {
    this.limits = limits;
    this.rules = rules;
    this.problems = problems;
  }

  SpecScalar value(ScalarEvent event, Span span) {
    String text = event.getValue();
    TextFault.checkString(text, span, limits, problems);
    Optional<String> tag = event.getTag();
    if (tag.isPresent()) {
      return tagged(tag.get(), text, span);
    }
    return event.isPlain() ? plain(text, span) : new SpecString(text, span);
  }

  private SpecScalar plain(String text, Span span) {
    if (rules.isNull(text)) {
      return new SpecNull(text, true, span);
    }
    if (rules.isTrue(text) || rules.isFalse(text)) {
      return new SpecBoolean(rules.isTrue(text), text, true, span);
    }
    boolean number = rules.isInteger(text) || rules.isFloat(text);
    return number ? number(text, true, span) : new SpecString(text, true, span);
  }

  private SpecNumber number(String text, boolean plain, Span span) {
    TextFault.checkNumber(text, span, problems);
    return new SpecNumber(rules.number(text), plain, span);
  }

  private SpecScalar tagged(String tag, String text, Span span) {
    return switch (tag) {
      case CORE + "null" -> {
        check(rules.isNull(text), tag, span);
        yield new SpecNull(text, false, span);
      }
      case CORE + "bool" -> {
        check(rules.isTrue(text) || rules.isFalse(text), tag, span);
        yield new SpecBoolean(rules.isTrue(text), text, false, span);
      }
      case CORE + "int" -> {
        check(rules.isInteger(text), tag, span);
        yield number(text, false, span);
      }
      case CORE + "float" -> {
        check(rules.isInteger(text) || rules.isFloat(text), tag, span);
        yield number(text, false, span);
      }
      default -> {
        checkTag(tag, CORE + "str", span);
        yield new SpecString(text, span);
      }
    };
  }

  /** A list may be tagged as one. */
  void checkSequenceTag(Optional<String> tag, Span span) {
    tag.ifPresent(name -> checkTag(name, CORE + "seq", span));
  }

  /** A mapping may be tagged as one. */
  void checkMappingTag(Optional<String> tag, Span span) {
    tag.ifPresent(name -> checkTag(name, CORE + "map", span));
  }

  private void checkTag(String tag, String own, Span span) {
    switch (tag) {
      case "!" -> {}
      case CORE + "str", CORE + "seq", CORE + "map" -> check(tag.equals(own), tag, span);
      case CORE + "null", CORE + "bool", CORE + "int", CORE + "float" -> check(false, tag, span);
      default -> problems.add(YamlFault.UNKNOWN_TAG.at(span, shorten(tag)));
    }
  }

  private void check(boolean fits, String tag, Span span) {
    if (!fits) {
      problems.add(YamlFault.BAD_TAG.at(span, shorten(tag)));
    }
  }

  private static String shorten(String tag) {
    return tag.startsWith(CORE) ? "!!" + tag.substring(CORE.length()) : tag;
  }
}
