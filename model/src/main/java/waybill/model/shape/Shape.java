package waybill.model.shape;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/** What a value may look like. Nothing, YAML's null, is only ever allowed by {@link Nullable}. */
public sealed interface Shape {

  /** Whatever is not nothing. */
  record Anything() implements Shape {}

  /** Also nothing. */
  record Nullable(Shape shape) implements Shape {}

  record Flag() implements Shape {}

  /**
   * A number.
   *
   * @param whole without a fraction
   * @param least the smallest one, or a smaller one than any where there is none
   * @param positive more than zero
   */
  record Numeric(boolean whole, long least, boolean positive) implements Shape {}

  record Text(TextRule rule) implements Shape {}

  /** One of a few words. */
  record Word(List<String> words) implements Shape {
    public Word {
      words = List.copyOf(words);
    }
  }

  record ListOf(Shape item) implements Shape {}

  /** A mapping whose keys are the author's own. */
  record MapOf(TextRule key, Shape value) implements Shape {}

  /**
   * A mapping with known keys.
   *
   * @param what it is, in a word or two, for messages
   * @param fields in the order in which they are told
   * @param exactlyOne of these keys must be there, and no second one; none if empty
   * @param atLeastOne of these keys must be there; none if empty
   * @param open whether unknown keys are allowed, with whatever value
   * @param elsewhere help for keys that once were, or belong elsewhere
   */
  record Fields(
      String what,
      List<Field> fields,
      List<String> exactlyOne,
      List<String> atLeastOne,
      boolean open,
      List<Elsewhere> elsewhere)
      implements Shape {
    public Fields {
      fields = List.copyOf(fields);
      exactlyOne = List.copyOf(exactlyOne);
      atLeastOne = List.copyOf(atLeastOne);
      elsewhere = List.copyOf(elsewhere);
    }

    public Optional<Field> field(String name) {
      for (Field field : fields) {
        if (field.name().equals(name)) {
          return Optional.of(field);
        }
      }
      return Optional.empty();
    }

    public List<String> names() {
      return fields.stream().map(Field::name).toList();
    }
  }

  /**
   * A mapping of a word and what goes with it: the shape of the one depends on the other.
   *
   * @param what it is, in a word or two, for messages
   * @param by the key of the word
   * @param content the key of what goes with it
   * @param choices the words
   * @param elsewhere help for keys that once were, or belong elsewhere
   */
  record Chosen(
      String what, String by, String content, List<Choice> choices, List<Elsewhere> elsewhere)
      implements Shape {
    public Chosen {
      choices = List.copyOf(choices);
      elsewhere = List.copyOf(elsewhere);
    }

    /** The choice of that word, in whatever case. */
    public Optional<Choice> choice(String word) {
      for (Choice choice : choices) {
        if (choice.word().equalsIgnoreCase(word)) {
          return Optional.of(choice);
        }
      }
      return Optional.empty();
    }

    public List<String> words() {
      return choices.stream().map(Choice::word).toList();
    }

    /** The mapping itself, whatever the word is. */
    public Fields outside() {
      return new Fields(
          what,
          List.of(
              new Field(by, new Text(TextRule.ANY), true, "Which " + what + " it is."),
              new Field(content, new Anything(), false, "What goes with that " + by + ".")),
          List.of(),
          List.of(),
          false,
          elsewhere);
    }
  }

  /**
   * A word of {@link Chosen}.
   *
   * @param fields of what goes with it
   */
  record Choice(String word, Fields fields) {}

  /** The first of these whose kind of value it is; no two take the same kind. */
  record Either(List<Shape> shapes) implements Shape {
    public Either {
      shapes = List.copyOf(shapes);
    }
  }

  /** A shape with a name, so that shapes may contain themselves. */
  record Named(String name, Supplier<Shape> shape) implements Shape {}

  /**
   * A shape that people are known to miss.
   *
   * @param help told where the value is of another kind; {@code %s} is what was written, if short
   */
  record Helped(Shape shape, String help) implements Shape {}

  /**
   * A key of {@link Fields}.
   *
   * @param description for editors
   */
  record Field(String name, Shape shape, boolean required, String description) {}

  /**
   * A key that is none.
   *
   * @param help what to write instead
   */
  record Elsewhere(String name, String help) {}
}
