package waybill.images.pattern;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.StringJoiner;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** The automaton against a matcher that simply tries everything. */
class GlobReferenceTest {

  /** A pattern as a tree, with its text and the plainest meaning that could be given to it. */
  interface Reference {
    String text();

    /** Whether this, followed by the rest, matches the whole path. */
    boolean matches(String path, List<Reference> rest);

    static boolean all(String path, List<Reference> parts) {
      return parts.isEmpty()
          ? path.isEmpty()
          : parts.getFirst().matches(path, parts.subList(1, parts.size()));
    }
  }

  record Letter(char character) implements Reference {
    @Override
    public String text() {
      return Character.toString(character);
    }

    @Override
    public boolean matches(String path, List<Reference> rest) {
      return !path.isEmpty()
          && path.charAt(0) == character
          && Reference.all(path.substring(1), rest);
    }
  }

  record Any() implements Reference {
    @Override
    public String text() {
      return "?";
    }

    @Override
    public boolean matches(String path, List<Reference> rest) {
      return !path.isEmpty() && Reference.all(path.substring(1), rest);
    }
  }

  record Star() implements Reference {
    @Override
    public String text() {
      return "*";
    }

    @Override
    public boolean matches(String path, List<Reference> rest) {
      for (int taken = 0; taken <= path.length(); taken++) {
        if (Reference.all(path.substring(taken), rest)) {
          return true;
        }
      }
      return false;
    }
  }

  record Set(boolean negated, String members) implements Reference {
    @Override
    public String text() {
      return "[" + (negated ? "!" : "") + members + "]";
    }

    @Override
    public boolean matches(String path, List<Reference> rest) {
      return !path.isEmpty()
          && negated == (members.indexOf(path.charAt(0)) < 0)
          && Reference.all(path.substring(1), rest);
    }
  }

  record OneOf(List<List<Reference>> branches) implements Reference {
    @Override
    public String text() {
      StringJoiner text = new StringJoiner(",", "{", "}");
      for (List<Reference> branch : branches) {
        text.add(GlobReferenceTest.text(branch));
      }
      return text.toString();
    }

    @Override
    public boolean matches(String path, List<Reference> rest) {
      for (List<Reference> branch : branches) {
        List<Reference> whole = new java.util.ArrayList<>(branch);
        whole.addAll(rest);
        if (Reference.all(path, whole)) {
          return true;
        }
      }
      return false;
    }
  }

  @Property(tries = 3000)
  void theAutomatonAgreesWithTryingEverything(
      @ForAll("patterns") List<Reference> pattern, @ForAll("paths") String path) {
    assertThat(Glob.compile(text(pattern)).matches(path))
        .as(text(pattern) + " on " + path)
        .isEqualTo(Reference.all(path, pattern));
  }

  private static String text(List<Reference> parts) {
    StringBuilder text = new StringBuilder();
    for (Reference part : parts) {
      text.append(part.text());
    }
    return text.toString();
  }

  @Provide
  Arbitrary<String> paths() {
    return Arbitraries.strings().withChars("ab/.").ofMaxLength(8);
  }

  /** Two stars in a row mean something else beside a slash, so they are not put side by side. */
  @Provide
  Arbitrary<List<Reference>> patterns() {
    return sequences(2, 6).filter(parts -> !text(parts).contains("**"));
  }

  private Arbitrary<List<Reference>> sequences(int depth, int most) {
    return part(depth).list().ofMinSize(1).ofMaxSize(most);
  }

  private Arbitrary<Reference> part(int depth) {
    Arbitrary<Reference> simple =
        Arbitraries.oneOf(
            Arbitraries.of('a', 'b', '/', '.').map(Letter::new),
            Arbitraries.just(new Any()),
            Arbitraries.just(new Star()),
            Combinators.combine(Arbitraries.of(true, false), Arbitraries.of("a", "ab", "b/", "."))
                .as(Set::new));
    if (depth == 0) {
      return simple;
    }
    Arbitrary<Reference> nested =
        sequences(depth - 1, 3).list().ofMinSize(1).ofMaxSize(3).map(OneOf::new);
    return Arbitraries.frequencyOf(
        net.jqwik.api.Tuple.of(5, simple), net.jqwik.api.Tuple.of(1, nested));
  }
}
