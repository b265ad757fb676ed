package waybill.dialects.tyger.written;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.problem.SpecWords;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.shape.Shape;
import waybill.model.shape.Shape.Either;
import waybill.model.shape.Shape.Field;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.MapOf;
import waybill.model.shape.Shape.Numeric;
import waybill.model.shape.Shape.Text;
import waybill.model.shape.ShortText;

/**
 * Makes of what people and programs write what the table says: keys in the table's spelling,
 * nothing where something is empty, and in files numbers and booleans as texts, exactly as they
 * were written, where a text belongs. What cannot be made right is left for the check that follows.
 */
final class Tidy {
  private final Problems problems;
  private final SpecWords words;
  private final boolean ofFile;

  /**
   * @param ofFile whether a person wrote it, who need not know what a text is
   */
  Tidy(Problems problems, SpecWords words, boolean ofFile) {
    this.problems = problems;
    this.words = words;
    this.ofFile = ofFile;
  }

  SpecValue tidy(SpecValue value, Fields shape) {
    return tidy(value, shape, "");
  }

  private SpecValue tidy(SpecValue value, Shape shape, String where) {
    return switch (value) {
      case SpecObject object -> object(object, shape, where);
      case SpecArray array when shape instanceof ListOf list -> list(array, list, where);
      case SpecArray array -> array;
      case SpecScalar scalar -> scalar(scalar, shape);
    };
  }

  private SpecValue object(SpecObject object, Shape shape, String where) {
    return switch (shape) {
      case Fields fields -> fields(object, fields, where);
      case MapOf map -> map(object, map, where);
      case Either either -> {
        for (Shape one : either.shapes()) {
          if (one instanceof Fields fields) {
            yield fields(object, fields, where);
          }
        }
        yield object;
      }
      default -> object; // of the wrong kind, which is told later
    };
  }

  private SpecArray list(SpecArray array, ListOf list, String where) {
    List<SpecValue> elements = new ArrayList<>();
    for (SpecValue element : array.elements()) {
      elements.add(tidy(element, list.item(), where + "[" + elements.size() + "]"));
    }
    return new SpecArray(elements, array.span());
  }

  private SpecValue scalar(SpecScalar scalar, Shape shape) {
    boolean unquoted = scalar instanceof SpecNumber || scalar instanceof SpecBoolean;
    if (ofFile && unquoted && takesText(shape, scalar)) {
      return new SpecString(scalar.written(), scalar.span());
    }
    if (scalar instanceof SpecNull && shape instanceof Text) {
      return new SpecString("", scalar.span());
    }
    return scalar;
  }

  private static boolean takesText(Shape shape, SpecScalar scalar) {
    if (shape instanceof Either either) {
      boolean takesNumbers = either.shapes().stream().anyMatch(Numeric.class::isInstance);
      return either.shapes().stream().anyMatch(Text.class::isInstance)
          && !(takesNumbers && scalar instanceof SpecNumber);
    }
    return shape instanceof Text;
  }

  private SpecObject map(SpecObject object, MapOf map, String where) {
    List<SpecObject.Member> members = new ArrayList<>();
    Map<String, Span> first = new HashMap<>();
    for (SpecObject.Member member : object.members()) {
      String inside = where + "." + ShortText.of(member.key());
      Span before = first.putIfAbsent(member.key(), member.keySpan());
      if (before != null) {
        problems.add(words.repeatedKey(where, member, before));
      } else if (isUselessNumber(member.value(), map.value())) {
        problems.add(badNumber(inside, member.value()));
      } else {
        SpecValue value = tidy(member.value(), map.value(), inside);
        members.add(new SpecObject.Member(member.key(), member.keySpan(), value));
      }
    }
    return new SpecObject(members, object.span());
  }

  private SpecObject fields(SpecObject object, Fields fields, String where) {
    List<SpecObject.Member> members = new ArrayList<>();
    Map<String, Span> first = new HashMap<>();
    for (SpecObject.Member member : object.members()) {
      Span before = first.putIfAbsent(member.key().toLowerCase(Locale.ROOT), member.keySpan());
      if (before != null) {
        problems.add(words.repeatedKey(where, member, before));
        continue;
      }
      Optional<Field> field = field(fields, member.key());
      if (field.isEmpty()) {
        members.add(member);
        continue;
      }
      String name = field.get().name();
      Shape shape = field.get().shape();
      String inside = where.isEmpty() ? name : where + "." + name;
      if (isUselessNumber(member.value(), shape)) {
        problems.add(badNumber(inside, member.value()));
        continue;
      }
      SpecValue value = tidy(member.value(), shape, inside);
      if (!isEmpty(member.value(), value, field.get()) && !SpecShapes.isIgnored(shape)) {
        members.add(new SpecObject.Member(name, member.keySpan(), value));
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

  /**
   * Whether nothing is said; what had something in it that is wrong was told. For a program an
   * empty list is as good as an empty object, for a person it is a mistake.
   */
  private boolean isEmpty(SpecValue written, SpecValue tidy, Field field) {
    boolean list = field.shape() instanceof ListOf;
    boolean scalar = field.shape() instanceof Text || field.shape() instanceof Numeric;
    return switch (tidy) {
      case SpecObject object -> object.members().isEmpty() && !(ofFile && (list || scalar));
      case SpecArray array -> array.elements().isEmpty() && (list || !ofFile);
      case SpecString text ->
          text.value().isEmpty()
              && (written instanceof SpecNull || !SpecShapes.keepsEmpty(field.name()));
      case SpecNull _ -> true;
      default -> false; // a number or a boolean says something
    };
  }

  private Problem badNumber(String where, SpecValue value) {
    return words.badNumber(
        where, value instanceof SpecScalar scalar ? scalar.written() : "", value.span());
  }

  /** Whether it is a number where a whole one belongs that a program counts with. */
  private static boolean isUselessNumber(SpecValue value, Shape shape) {
    return shape instanceof Numeric && value instanceof SpecNumber number && !isInt(number.text());
  }

  private static boolean isInt(String text) {
    try {
      return text.length() <= 11 && Integer.parseInt(text) != Integer.MIN_VALUE;
    } catch (NumberFormatException notWhole) {
      return false;
    }
  }
}
