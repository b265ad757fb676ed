package waybill.dialects.tyger.written;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import waybill.dialects.tyger.problem.RuleTexts;
import waybill.dialects.tyger.problem.SpecWords;
import waybill.dialects.tyger.problem.TygerProblems;
import waybill.dialects.tyger.spec.Quantity;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;

/**
 * An object of a tidied tree, for those who ask what it means. What is of the wrong kind is like
 * what is not there: that was told when its shape was checked.
 *
 * @param where it is, from the root, empty there
 */
record Part(SpecObject object, String where, SpecWords words, Problems problems) {
  private static final SpecObject NOTHING = new SpecObject(List.of(), new Span(1, 1, 1, 1, 0, 0));

  Optional<SpecValue> value(String key) {
    return object.member(key).map(SpecObject.Member::value);
  }

  private String inside(String key) {
    return where.isEmpty() ? key : where + "." + key;
  }

  Optional<String> text(String key) {
    return value(key).flatMap(value -> text(value, inside(key)));
  }

  private Optional<String> text(SpecValue value, String at) {
    if (!(value instanceof SpecString text)) {
      return Optional.empty();
    }
    checkNul(text.value(), at, text.span());
    return Optional.of(text.value());
  }

  private void checkNul(String text, String at, Span span) {
    if (text.indexOf('\0') >= 0) {
      problems.add(TygerProblems.error("nul", RuleTexts.nul(at), span));
    }
  }

  /** A whole number; others were told of and left out. */
  OptionalInt whole(String key) {
    return value(key).orElse(NOTHING) instanceof SpecNumber number
        ? OptionalInt.of(Integer.parseInt(number.text()))
        : OptionalInt.empty();
  }

  Optional<Quantity> quantity(String key) {
    Optional<SpecValue> value = value(key);
    if (value.isEmpty()
        || !(value.get() instanceof SpecScalar scalar)
        || !(scalar instanceof SpecString || scalar instanceof SpecNumber)) {
      return Optional.empty();
    }
    Optional<Quantity> quantity = Quantity.of(scalar.written());
    if (quantity.isEmpty()) {
      problems.add(words.badQuantity(inside(key), scalar.written(), scalar.span()));
    }
    return quantity;
  }

  /** An object, or one without anything. */
  Part part(String key) {
    return value(key).orElse(NOTHING) instanceof SpecObject part
        ? new Part(part, inside(key), words, problems)
        : new Part(NOTHING, inside(key), words, problems);
  }

  boolean hasObject(String key) {
    return value(key).isPresent() && value(key).get() instanceof SpecObject;
  }

  List<Part> parts(String key) {
    List<Part> parts = new ArrayList<>();
    if (value(key).orElse(NOTHING) instanceof SpecArray array) {
      for (SpecValue element : array.elements()) {
        SpecObject part = element instanceof SpecObject object ? object : NOTHING;
        parts.add(new Part(part, inside(key) + "[" + parts.size() + "]", words, problems));
      }
    }
    return parts;
  }

  /** Texts of a list; what is none leaves an empty one, so that places stay. */
  List<String> texts(String key) {
    List<String> texts = new ArrayList<>();
    if (value(key).orElse(NOTHING) instanceof SpecArray array) {
      for (SpecValue element : array.elements()) {
        texts.add(text(element, inside(key) + "[" + texts.size() + "]").orElse(""));
      }
    }
    return texts;
  }

  Map<String, String> map(String key) {
    Map<String, String> map = new LinkedHashMap<>();
    for (SpecObject.Member member : part(key).object.members()) {
      String at = inside(key);
      checkNul(member.key(), at, member.keySpan());
      text(member.value(), at).ifPresent(text -> map.put(member.key(), text));
    }
    return map;
  }

  Map<String, Integer> numbers(String key) {
    Map<String, Integer> map = new LinkedHashMap<>();
    Part part = part(key);
    for (SpecObject.Member member : part.object.members()) {
      checkNul(member.key(), inside(key), member.keySpan());
      part.whole(member.key()).ifPresent(number -> map.put(member.key(), number));
    }
    return map;
  }
}
