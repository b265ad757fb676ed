package waybill.model.shape;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
import waybill.model.problem.Problems;
import waybill.model.shape.Shape.Anything;
import waybill.model.shape.Shape.Choice;
import waybill.model.shape.Shape.Chosen;
import waybill.model.shape.Shape.Either;
import waybill.model.shape.Shape.Fields;
import waybill.model.shape.Shape.Flag;
import waybill.model.shape.Shape.Helped;
import waybill.model.shape.Shape.ListOf;
import waybill.model.shape.Shape.MapOf;
import waybill.model.shape.Shape.Named;
import waybill.model.shape.Shape.Nullable;
import waybill.model.shape.Shape.Numeric;
import waybill.model.shape.Shape.Text;
import waybill.model.shape.Shape.Word;

/** Finds everything in a document that does not have its shape. */
public final class ShapeChecker {
  private static final int SHORT = 60;

  private final Problems problems;
  private final ShapeWords words;

  /**
   * @param problems gets what was found
   * @param words in which it is said
   */
  public ShapeChecker(Problems problems, ShapeWords words) {
    this.problems = problems;
    this.words = words;
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
          words
              .badText(where.toString(), wanted(either), shorten(text.value()), text.span())
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
      case MapOf _, Fields _, Chosen _ -> value instanceof SpecObject;
      case Either either -> either.shapes().stream().anyMatch(one -> isOfKind(value, one));
      case Named named -> isOfKind(value, named.shape().get());
      case Helped helped -> isOfKind(value, helped.shape());
    };
  }

  private void checkInside(SpecValue value, Shape shape, Where where) {
    switch (value) {
      case SpecObject object when shape instanceof Fields fields -> fields(object, fields, where);
      case SpecObject object when shape instanceof Chosen chosen -> chosen(object, chosen, where);
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
            words
                .badKey(
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
        problems.add(words.unknownKey(where.toString(), fields, member));
      }
    }
    for (Shape.Field field : fields.fields()) {
      if (field.required() && object.member(field.name()).isEmpty()) {
        problems.add(words.missing(where.toString(), fields, field, object));
      }
    }
    alternatives(object, fields, where);
  }

  private void chosen(SpecObject object, Chosen chosen, Where where) {
    fields(object, chosen.outside(), where);
    Optional<SpecObject.Member> word = object.member(chosen.by());
    if (word.isEmpty() || !(word.get().value() instanceof SpecString text)) {
      return;
    }
    Optional<Choice> choice = chosen.choice(text.value());
    if (choice.isEmpty()) {
      word(text, new Word(chosen.words()), new Where.Key(where, chosen.by()));
      return;
    }
    Optional<SpecObject.Member> content = object.member(chosen.content());
    if (content.isPresent()) {
      Where inside = new Where.Key(where, chosen.content());
      check(content.get().value(), choice.get().fields(), inside, Optional.empty());
    } else if (choice.get().fields().fields().stream().anyMatch(Shape.Field::required)) {
      Shape.Field field = chosen.outside().field(chosen.content()).orElseThrow();
      problems.add(words.missing(where.toString(), chosen.outside(), field, object));
    }
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
      problems.add(words.noneOf(where.toString(), fields, fields.exactlyOne(), object));
    }
    if (present.size() > 1) {
      problems.add(words.severalOf(where.toString(), fields, fields.exactlyOne(), present));
    }
    boolean any = fields.atLeastOne().stream().anyMatch(name -> object.member(name).isPresent());
    if (!fields.atLeastOne().isEmpty() && !any && allKnown) {
      problems.add(words.noneOf(where.toString(), fields, fields.atLeastOne(), object));
    }
  }

  private void text(String text, Span span, TextRule rule, String where) {
    if (!rule.allows(text)) {
      problems.add(words.badText(where, rule.wanted(), shorten(text), span).withHelp(rule.help()));
    }
  }

  private void word(SpecString text, Word word, Where where) {
    if (!word.words().contains(text.value())) {
      Optional<String> nearest = NearestNames.help(text.value(), word.words());
      problems.add(
          words
              .badText(
                  where.toString(),
                  ShapeWords.oneOf(word.words()),
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
          words.badText(where.toString(), wanted(rule), shorten(number.text()), number.span()));
    }
  }

  /** The float that it becomes; what is none is told of elsewhere. */
  private static double value(SpecNumber number) {
    boolean digitLast = Character.isDigit(number.text().charAt(number.text().length() - 1));
    try {
      return digitLast || number.text().endsWith(".") ? Double.parseDouble(number.text()) : 0;
    } catch (NumberFormatException otherBase) {
      return Double.NaN;
    }
  }

  private void refuseKind(SpecValue value, Shape shape, Where where, Optional<String> help) {
    String written =
        value instanceof SpecScalar scalar && scalar.written().length() <= SHORT
            ? scalar.written()
            : "…";
    Optional<String> told =
        help.isPresent()
            ? help.map(text -> text.replace("%s", written))
            : ShapeWords.kindHelp(
                value, rule(shape).isPresent(), rule(shape).flatMap(TextRule::help));
    problems.add(
        words.wrongKind(where.toString(), wanted(shape), value, shorten(written)).withHelp(told));
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
      case Word word -> ShapeWords.oneOf(word.words());
      case ListOf _ -> "a list";
      case MapOf _ -> "a mapping";
      case Fields fields -> "a mapping (" + fields.what() + ")";
      case Chosen chosen -> "a mapping (" + chosen.what() + ")";
      case Either either ->
          String.join(" or ", either.shapes().stream().map(ShapeChecker::wanted).toList());
      case Named named -> wanted(named.shape().get());
      case Helped helped -> wanted(helped.shape());
    };
  }

  private static String shorten(String text) {
    return ShortText.of(text);
  }
}
