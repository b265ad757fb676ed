package waybill.dialects.bacalhau.written;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.bacalhau.problem.JobProblems;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problems;
import waybill.model.shape.Shape;
import waybill.model.shape.Shape.Chosen;
import waybill.model.shape.Shape.Either;
import waybill.model.shape.Shape.Field;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.Flag;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.MapOf;
import waybill.model.shape.Shape.Numeric;
import waybill.model.shape.Shape.Text;

/**
 * Makes of what people write what the table says: keys in the table's own spelling, numbers as
 * texts where a text belongs, nothing where a generator left something empty, the older names of
 * things. Each is told. What cannot be made right is left for the check that follows.
 */
final class Tidy {
  private final Problems problems;

  Tidy(Problems problems) {
    this.problems = problems;
  }

  SpecValue tidy(SpecValue value, Shape shape) {
    if (shape instanceof Shape.Helped helped) {
      return tidy(value, helped.shape());
    }
    return switch (value) {
      case SpecObject object -> object(object, shape);
      case SpecArray array -> list(array, shape);
      case SpecScalar scalar -> scalar(scalar, shape);
    };
  }

  private SpecValue object(SpecObject object, Shape shape) {
    return switch (shape) {
      case Fields fields -> fields(object, fields);
      case Chosen chosen -> chosen(object, chosen);
      case MapOf map -> map(object, map);
      case Either either -> {
        for (Shape one : either.shapes()) {
          if (one instanceof Fields || one instanceof MapOf) {
            yield object(object, one);
          }
        }
        yield object;
      }
      default -> object; // of the wrong kind, which is told later
    };
  }

  private SpecValue list(SpecArray array, Shape shape) {
    Optional<ListOf> list = listOf(shape);
    if (list.isEmpty()) {
      return array;
    }
    List<SpecValue> elements = new ArrayList<>();
    for (SpecValue element : array.elements()) {
      elements.add(tidy(element, list.get().item()));
    }
    return new SpecArray(elements, array.span());
  }

  private static Optional<ListOf> listOf(Shape shape) {
    if (shape instanceof ListOf list) {
      return Optional.of(list);
    }
    if (shape instanceof Either either) {
      for (Shape one : either.shapes()) {
        if (one instanceof ListOf list) {
          return Optional.of(list);
        }
      }
    }
    return Optional.empty();
  }

  private SpecValue scalar(SpecScalar scalar, Shape shape) {
    boolean unquoted = scalar instanceof SpecNumber || scalar instanceof SpecBoolean;
    if (unquoted && takesText(shape)) {
      problems.add(JobProblems.notQuoted(scalar));
      return new SpecString(scalar.written(), scalar.span());
    }
    if (scalar instanceof SpecString text && shape instanceof Flag) {
      String word = text.value().toLowerCase(Locale.ROOT);
      if (word.equals("true") || word.equals("false")) {
        problems.add(JobProblems.quotedFlag(text));
        return new SpecBoolean(word.equals("true"), text.span());
      }
    }
    if (scalar instanceof SpecString text && shape instanceof Shape.Word word) {
      for (String known : word.words()) {
        if (known.equalsIgnoreCase(text.value())) {
          return new SpecString(known, text.span());
        }
      }
    }
    return scalar;
  }

  private static boolean takesText(Shape shape) {
    return shape instanceof Text
        || (shape instanceof Either either && either.shapes().stream().anyMatch(Tidy::takesText));
  }

  private static boolean isUselessNumber(SpecValue value, Shape shape) {
    return shape instanceof Numeric && value instanceof SpecNumber number && !isPlain(number);
  }

  /** A whole number in decimal that is short enough for a {@code long}. */
  private static boolean isPlain(SpecNumber number) {
    String text = number.text();
    int digits = text.startsWith("-") || text.startsWith("+") ? 1 : 0;
    for (int i = digits; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return text.length() > digits && text.length() - digits <= 18;
  }

  private SpecObject map(SpecObject object, MapOf map) {
    List<SpecObject.Member> members = new ArrayList<>();
    Map<String, Span> first = new HashMap<>();
    for (SpecObject.Member member : object.members()) {
      Span before = first.putIfAbsent(member.key(), member.keySpan());
      if (before != null) {
        problems.add(JobProblems.repeatedKey(member, before));
      } else {
        SpecValue value = tidy(member.value(), map.value());
        members.add(new SpecObject.Member(member.key(), member.keySpan(), value));
      }
    }
    return new SpecObject(members, object.span());
  }

  private SpecObject fields(SpecObject object, Fields fields) {
    List<SpecObject.Member> members = new ArrayList<>();
    Map<String, Span> first = new HashMap<>();
    for (SpecObject.Member member : object.members()) {
      Span before = first.putIfAbsent(member.key().toLowerCase(Locale.ROOT), member.keySpan());
      if (before != null) {
        problems.add(JobProblems.repeatedKey(member, before));
        continue;
      }
      Optional<Field> field = field(fields, member.key());
      if (field.isEmpty()) {
        members.add(member);
      } else if (isRemains(member.value(), field.get().shape())) {
        remains(member, field.get());
      } else if (isUselessNumber(member.value(), field.get().shape())) {
        problems.add(JobProblems.notWhole(field.get().name(), member.value()));
      } else {
        SpecValue value = tidy(member.value(), field.get().shape());
        members.add(new SpecObject.Member(field.get().name(), member.keySpan(), value));
      }
    }
    return new SpecObject(members, object.span());
  }

  private static Optional<Field> field(Fields fields, String key) {
    for (Field field : fields.fields()) {
      if (field.name().equalsIgnoreCase(key)) {
        return Optional.of(field);
      }
    }
    return Optional.empty();
  }

  /** What is missing where it has to be there is told as that, and not twice. */
  private void remains(SpecObject.Member member, Field field) {
    if (!field.required()) {
      problems.add(JobProblems.emptyRemains(member));
    }
  }

  /** Nothing at all, or a text without a character where a text says something. */
  private static boolean isRemains(SpecValue value, Shape shape) {
    if (value instanceof SpecNull) {
      return true;
    }
    if (value instanceof SpecObject object && shape instanceof Chosen) {
      return object.members().stream().allMatch(member -> isRemains(member.value(), shape));
    }
    boolean content = shape instanceof Text text && text.rule().equals(ShapeParts.CONTENT);
    return value instanceof SpecString text && text.value().isEmpty() && !content;
  }

  private SpecObject chosen(SpecObject object, Chosen chosen) {
    SpecObject outside = fields(object, chosen.outside());
    Optional<Shape.Choice> choice = Optional.empty();
    List<SpecObject.Member> members = new ArrayList<>();
    for (SpecObject.Member member : outside.members()) {
      if (member.key().equals(chosen.by()) && member.value() instanceof SpecString word) {
        SpecString modern = modern(word, chosen);
        choice = chosen.choice(modern.value());
        String known = choice.map(Shape.Choice::word).orElse(modern.value());
        members.add(
            new SpecObject.Member(
                member.key(), member.keySpan(), new SpecString(known, word.span())));
      } else {
        members.add(member);
      }
    }
    if (choice.isPresent()) {
      Fields inside = choice.get().fields();
      members.replaceAll(member -> inside(member, chosen, inside));
    }
    return new SpecObject(members, object.span());
  }

  private SpecObject.Member inside(SpecObject.Member member, Chosen chosen, Fields fields) {
    return member.key().equals(chosen.content())
        ? new SpecObject.Member(member.key(), member.keySpan(), tidy(member.value(), fields))
        : member;
  }

  /** Names that things had, or have with others. */
  private SpecString modern(SpecString word, Chosen chosen) {
    if (chosen.equals(TaskShapes.SOURCE) && word.value().equalsIgnoreCase("localDirectory")) {
      problems.add(JobProblems.localDirectory(word));
      return new SpecString("local", word.span());
    }
    return word;
  }
}
