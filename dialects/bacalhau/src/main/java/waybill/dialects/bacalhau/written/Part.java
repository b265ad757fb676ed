package waybill.dialects.bacalhau.written;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SequencedMap;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.shape.ShapeWords;

/**
 * An object of a tidied job, for those who ask what it means. What is of the wrong kind is like
 * what is not there: that was told when its shape was checked.
 */
final class Part {
  private static final SpecObject NOTHING = new SpecObject(List.of(), new Span(1, 1, 1, 1, 0, 0));

  private static final SpecValue NO_OBJECT = new SpecArray(List.of(), NOTHING.span());

  private final SpecObject object;
  private final Problems problems;

  Part(SpecObject object, Problems problems) {
    this.object = object;
    this.problems = problems;
  }

  void add(Problem problem) {
    problems.add(problem);
  }

  Problems problems() {
    return problems;
  }

  boolean has(String key) {
    return object.member(key).isPresent();
  }

  /** Of the value; where there is none, of the object's beginning. */
  Span span(String key) {
    return object.member(key).map(m -> m.value().span()).orElseGet(this::span);
  }

  /** Of the key; where there is none, of the object's beginning. */
  Span keySpan(String key) {
    return object.member(key).map(SpecObject.Member::keySpan).orElseGet(this::span);
  }

  Span span() {
    return ShapeWords.firstPlace(object);
  }

  private Optional<SpecValue> value(String key) {
    return object.member(key).map(SpecObject.Member::value);
  }

  /** A text, which has no NUL character. */
  Optional<SpecString> text(String key) {
    return value(key).flatMap(value -> text(value, problems));
  }

  /** A text of which nothing is expected. */
  Optional<SpecString> content(String key) {
    return value(key).filter(SpecString.class::isInstance).map(SpecString.class::cast);
  }

  private static Optional<SpecString> text(SpecValue value, Problems problems) {
    if (!(value instanceof SpecString text)) {
      return Optional.empty();
    }
    if (text.value().indexOf('\0') >= 0) {
      problems.add(JobProblems.nul(text.span()));
      return Optional.empty();
    }
    return Optional.of(text);
  }

  OptionalLong whole(String key) {
    return value(key).orElse(NOTHING) instanceof SpecNumber number
        ? OptionalLong.of(Long.parseLong(number.text()))
        : OptionalLong.empty();
  }

  Optional<Boolean> flag(String key) {
    return value(key).orElse(NOTHING) instanceof SpecBoolean flag
        ? Optional.of(flag.value())
        : Optional.empty();
  }

  Optional<Part> part(String key) {
    return value(key).orElse(NO_OBJECT) instanceof SpecObject part
        ? Optional.of(new Part(part, problems))
        : Optional.empty();
  }

  /** An object, or what one without anything says. */
  Part partOrNothing(String key) {
    return part(key).orElseGet(() -> new Part(new SpecObject(List.of(), span(key)), problems));
  }

  /** The elements of a list; none if there is no list. */
  List<SpecValue> elements(String key) {
    return value(key).orElse(NOTHING) instanceof SpecArray array ? array.elements() : List.of();
  }

  boolean isList(String key) {
    return value(key).orElse(NOTHING) instanceof SpecArray;
  }

  List<Part> parts(String key) {
    List<Part> parts = new ArrayList<>();
    for (SpecValue element : elements(key)) {
      if (element instanceof SpecObject part) {
        parts.add(new Part(part, problems));
      }
    }
    return parts;
  }

  List<SpecString> texts(String key) {
    List<SpecString> texts = new ArrayList<>();
    for (SpecValue element : elements(key)) {
      text(element, problems).ifPresent(texts::add);
    }
    return texts;
  }

  List<String> strings(String key) {
    return texts(key).stream().map(SpecString::value).toList();
  }

  /** Members whose values are texts. */
  List<SpecObject.Member> members(String key) {
    List<SpecObject.Member> members = new ArrayList<>();
    if (value(key).orElse(NO_OBJECT) instanceof SpecObject map) {
      for (SpecObject.Member member : map.members()) {
        if (member.key().indexOf('\0') >= 0) {
          problems.add(JobProblems.nul(member.keySpan()));
        } else if (text(member.value(), problems).isPresent()) {
          members.add(member);
        }
      }
    }
    return members;
  }

  /** A mapping of texts. */
  SequencedMap<String, String> map(String key) {
    SequencedMap<String, String> map = new LinkedHashMap<>();
    for (SpecObject.Member member : members(key)) {
      map.put(member.key(), string(member));
    }
    return map;
  }

  static String string(SpecObject.Member member) {
    return member.value() instanceof SpecString text ? text.value() : "";
  }
}
