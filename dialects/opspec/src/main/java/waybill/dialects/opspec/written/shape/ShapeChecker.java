package waybill.dialects.opspec.written.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.dialects.opspec.written.problem.OpProblems;
import waybill.dialects.opspec.written.shape.Shape.Anything;
import waybill.dialects.opspec.written.shape.Shape.Either;
import waybill.dialects.opspec.written.shape.Shape.Fields;
import waybill.dialects.opspec.written.shape.Shape.Flag;
import waybill.dialects.opspec.written.shape.Shape.Helped;
import waybill.dialects.opspec.written.shape.Shape.ListOf;
import waybill.dialects.opspec.written.shape.Shape.MapOf;
import waybill.dialects.opspec.written.shape.Shape.Named;
import waybill.dialects.opspec.written.shape.Shape.Nullable;
import waybill.dialects.opspec.written.shape.Shape.Numeric;
import waybill.dialects.opspec.written.shape.Shape.Text;
import waybill.dialects.opspec.written.shape.Shape.Word;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecNumber;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecScalar;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.problem.NearestNames;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;

/** Finds everything in a document that does not have its shape. */
public final class ShapeChecker {
  private static final int SHORT = 60;

  private final Problems problems;

  public ShapeChecker(Problems problems) {
    this.problems = problems;
  }

  /** Checks a whole document. */
  public void check(SpecValue root, Shape shape) {
    check(root, shape, Where.ROOT, Optional.empty());
  }

  private void check(SpecValue value, Shape shape, Where where, Optional<String> help) {
    switch (shape) {
      case Named named -> check(value, named.shape().get(), where, help);
      case Helped helped -> check(value, helped.shape(), where, Optional.of(helped.help()));
      case Nullable nullable -> {
        if (!(value instanceof SpecNull)) {
          check(value, nullable.shape(), where, help);
        }
      }
      case Either either -> {
        for (Shape one : either.shapes()) {
          if (isOfKind(value, one)) {
            alternative(value, one, either, where, help);
            return;
          }
        }
        refuseKind(value, shape, where, help);
      }
      default -> { // the leaves, each of which takes one kind of value
        if (isOfKind(value, shape)) {
          checkInside(value, shape, where);
        } else {
          refuseKind(value, shape, where, help);
        }
      }
    }
  }

  /** A text that is wrong where another kind of value would do, too, may be meant to be that. */
  private void alternative(
      SpecValue value, Shape shape, Either either, Where where, Optional<String> help) {
    if (value instanceof SpecString text
        && shape instanceof Text expected
        && !expected.rule().allows(text.value())) {
      problems.add(
          OpProblems.badText(where.toString(), wanted(either), shorten(text.value()), text.span())
              .withHelp(help.isPresent() ? help : expected.rule().help()));
    } else {
      check(value, shape, where, help);
    }
  }

  private static boolean isOfKind(SpecValue value, Shape shape) {
    return switch (shape) {
      case Anything _ -> !(value instanceof SpecNull);
      case Nullable nullable -> value instanceof SpecNull || isOfKind(value, nullable.shape());
      case Flag _ -> value instanceof SpecBoolean;
      case Numeric _ -> value instanceof SpecNumber;
      case Text _, Word _ -> value instanceof SpecString;
      case ListOf _ -> value instanceof SpecArray;
      case MapOf _, Fields _ -> value instanceof SpecObject;
      case Either either -> either.shapes().stream().anyMatch(one -> isOfKind(value, one));
      case Named named -> isOfKind(value, named.shape().get());
      case Helped helped -> isOfKind(value, helped.shape());
    };
  }

  private void checkInside(SpecValue value, Shape shape, Where where) {
    switch (value) {
      case SpecObject object when shape instanceof Fields fields -> fields(object, fields, where);
      case SpecObject object when shape instanceof MapOf map -> map(object, map, where);
      case SpecArray array when shape instanceof ListOf list -> list(array, list, where);
      case SpecString text when shape instanceof Text rule ->
          text(text.value(), text.span(), rule.rule(), where.toString());
      case SpecString text when shape instanceof Word word -> word(text, word, where);
      case SpecNumber number when shape instanceof Numeric rule -> number(number, rule, where);
      default -> {} // all of that kind are right
    }
  }

  private void list(SpecArray array, ListOf list, Where where) {
    int index = 0;
    for (SpecValue element : array.elements()) {
      check(element, list.item(), new Where.Item(where, index), Optional.empty());
      index++;
    }
  }

  private void map(SpecObject object, MapOf map, Where where) {
    for (SpecObject.Member member : object.members()) {
      if (!map.key().allows(member.key())) {
        problems.add(
            OpProblems.badKey(
                    where.toString(), shorten(member.key()), map.key().wanted(), member.keySpan())
                .withHelp(map.key().help()));
      }
      check(member.value(), map.value(), new Where.Key(where, member.key()), Optional.empty());
    }
  }

  private void fields(SpecObject object, Fields fields, Where where) {
    for (SpecObject.Member member : object.members()) {
      Optional<Shape.Field> field = fields.field(member.key());
      if (field.isPresent()) {
        check(
            member.value(),
            field.get().shape(),
            new Where.Key(where, member.key()),
            Optional.empty());
      } else if (!fields.open()) {
        problems.add(unknown(member, fields, where));
      }
    }
    for (Shape.Field field : fields.fields()) {
      if (field.required() && object.member(field.name()).isEmpty()) {
        problems.add(OpProblems.missing(where.toString(), fields.what(), field.name(), object));
      }
    }
    alternatives(object, fields, where);
  }

  private static Problem unknown(SpecObject.Member member, Fields fields, Where where) {
    Problem problem =
        OpProblems.unknownKey(
            where.toString(), fields.what(), shorten(member.key()), member.keySpan());
    for (Shape.Elsewhere elsewhere : fields.elsewhere()) {
      if (elsewhere.name().equals(member.key())) {
        return problem.withHelp(elsewhere.help());
      }
    }
    Optional<String> nearest = NearestNames.help(member.key(), fields.names());
    return problem.withHelp(
        nearest.isPresent() ? nearest : Optional.of(OpProblems.known(fields.names())));
  }

  private void alternatives(SpecObject object, Fields fields, Where where) {
    List<SpecObject.Member> present = new ArrayList<>();
    for (SpecObject.Member member : object.members()) {
      if (fields.exactlyOne().contains(member.key())) {
        present.add(member);
      }
    }
    // A key that is unknown, and was told to be, may stand for the one that is missing.
    boolean allKnown = object.members().stream().allMatch(m -> fields.field(m.key()).isPresent());
    if (!fields.exactlyOne().isEmpty() && present.isEmpty() && allKnown) {
      problems.add(
          OpProblems.noneOf(where.toString(), fields.what(), fields.exactlyOne(), object.span()));
    }
    if (present.size() > 1) {
      problems.add(
          OpProblems.severalOf(where.toString(), fields.what(), fields.exactlyOne(), present));
    }
    boolean any = fields.atLeastOne().stream().anyMatch(name -> object.member(name).isPresent());
    if (!fields.atLeastOne().isEmpty() && !any && allKnown) {
      problems.add(
          OpProblems.noneOf(where.toString(), fields.what(), fields.atLeastOne(), object.span()));
    }
  }

  private void text(String text, Span span, TextRule rule, String where) {
    if (!rule.allows(text)) {
      problems.add(
          OpProblems.badText(where, rule.wanted(), shorten(text), span).withHelp(rule.help()));
    }
  }

  private void word(SpecString text, Word word, Where where) {
    if (!word.words().contains(text.value())) {
      Optional<String> nearest = NearestNames.help(text.value(), word.words());
      problems.add(
          OpProblems.badText(
                  where.toString(),
                  OpProblems.oneOf(word.words()),
                  shorten(text.value()),
                  text.span())
              .withHelp(nearest));
    }
  }

  private void number(SpecNumber number, Numeric rule, Where where) {
    double value = value(number);
    boolean wrong =
        (rule.whole() && value != Math.rint(value))
            || value < rule.least()
            || (rule.positive() && value <= 0);
    if (wrong) {
      problems.add(
          OpProblems.badText(
              where.toString(), wanted(rule), shorten(number.text()), number.span()));
    }
  }

  /** The float that it becomes; what is none is told of elsewhere. */
  private static double value(SpecNumber number) {
    boolean digitLast = Character.isDigit(number.text().charAt(number.text().length() - 1));
    return digitLast || number.text().endsWith(".") ? Double.parseDouble(number.text()) : 0;
  }

  private void refuseKind(SpecValue value, Shape shape, Where where, Optional<String> help) {
    String written =
        value instanceof SpecScalar scalar && scalar.written().length() <= SHORT
            ? scalar.written()
            : "…";
    Optional<String> told =
        help.isPresent()
            ? help.map(text -> text.replace("%s", written))
            : OpProblems.kindHelp(
                value, rule(shape).isPresent(), rule(shape).flatMap(TextRule::help));
    problems.add(
        OpProblems.wrongKind(where.toString(), wanted(shape), value, shorten(written))
            .withHelp(told));
  }

  /** The rule of the text that would do, if one would. */
  private static Optional<TextRule> rule(Shape shape) {
    return switch (shape) {
      case Text text -> Optional.of(text.rule());
      case Nullable nullable -> rule(nullable.shape());
      case Either either -> either.shapes().stream().flatMap(one -> rule(one).stream()).findFirst();
      default -> Optional.empty(); // no text would do
    };
  }

  /** The end of the sentence "must be …". */
  static String wanted(Shape shape) {
    return switch (shape) {
      case Anything _ -> "a value";
      case Nullable nullable -> wanted(nullable.shape());
      case Flag _ -> "`true` or `false`";
      case Numeric rule -> {
        String bound = rule.positive() ? " above 0" : "";
        String least = rule.least() == Long.MIN_VALUE ? "" : " of at least " + rule.least();
        yield (rule.whole() ? "a whole number" : "a number") + bound + least;
      }
      case Text text -> text.rule().wanted();
      case Word word -> OpProblems.oneOf(word.words());
      case ListOf _ -> "a list";
      case MapOf _ -> "a mapping";
      case Fields fields -> "a mapping (" + fields.what() + ")";
      case Either either ->
          String.join(" or ", either.shapes().stream().map(ShapeChecker::wanted).toList());
      case Named named -> wanted(named.shape().get());
      case Helped helped -> wanted(helped.shape());
    };
  }

  private static String shorten(String text) {
    return OpProblems.shorten(text);
  }
}
