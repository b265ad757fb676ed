package waybill.dialects.maelstrom.json;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * A closed set of words and what each stands for.
 *
 * @param <T> what they stand for
 */
public final class Words<T> {
  private final List<T> meanings;
  private final List<String> words;

  /** One word for each meaning, in the order in which a message lists them. */
  public Words(T[] meanings, Function<T, String> word) {
    this.meanings = List.of(meanings);
    List<String> all = new ArrayList<>();
    for (T meaning : meanings) {
      all.add(word.apply(meaning));
    }
    this.words = List.copyOf(all);
  }

  /** What a word stands for, if it is one of them. */
  public Optional<T> meaning(String word) {
    int index = words.indexOf(word);
    return index < 0 ? Optional.empty() : Optional.of(meanings.get(index));
  }

  /** All words. */
  public List<String> all() {
    return words;
  }
}
