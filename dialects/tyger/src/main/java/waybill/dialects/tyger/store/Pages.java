package waybill.dialects.tyger.store;

import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.problem.StoreTexts;
import waybill.dialects.tyger.spec.Page;
import waybill.engine.store.LedgerEntry;
import waybill.engine.store.LedgerQuery.Mark;

/**
 * Pages of one list. A token is where a page has ended, in a form that nobody is tempted to read:
 * base64 of the list's word and of the last id, or time and id. What others hand in is taken only
 * if it is what we would have made.
 */
final class Pages {
  /** Of items on a page. */
  private static final int MAX_ITEMS = 2000;

  /** Of a token: ids are short. */
  private static final int MAX_TOKEN = 2000;

  private final String word;

  /**
   * @param word that of no other list
   */
  Pages(String word) {
    this.word = word;
  }

  /** How many entries to ask for: one more than are shown, to see whether there are more. */
  static int wanted(int limit) {
    return Math.clamp(limit, 0, MAX_ITEMS) + 1;
  }

  /** The page that these entries make. */
  <T> Page<T> page(
      List<LedgerEntry> found,
      int limit,
      Function<LedgerEntry, T> item,
      Function<LedgerEntry, String> token) {
    int shown = Math.min(found.size(), wanted(limit) - 1);
    var items = new ArrayList<T>(shown);
    for (LedgerEntry entry : found.subList(0, shown)) {
      items.add(item.apply(entry));
    }
    boolean more = found.size() > shown && shown > 0;
    return new Page<>(
        List.copyOf(items),
        more ? Optional.of(token.apply(found.get(shown - 1))) : Optional.empty());
  }

  String byId(LedgerEntry entry) {
    return token(entry.id());
  }

  String byTime(LedgerEntry entry) {
    return token(text(new Mark(entry.created(), entry.id())));
  }

  /** The id that {@link #byId} put into it. */
  String id(String token) {
    return text(token);
  }

  /** The place that {@link #byTime} put into it. */
  Mark mark(String token) {
    String[] parts = text(token).split(" ", 3);
    if (parts.length != 3) {
      throw refused();
    }
    try {
      var mark =
          new Mark(
              Instant.ofEpochSecond(Long.parseLong(parts[0]), Integer.parseInt(parts[1])),
              parts[2]);
      if (!token.equals(token(text(mark)))) {
        throw refused();
      }
      return mark;
    } catch (NumberFormatException | DateTimeException | ArithmeticException e) {
      throw refused();
    }
  }

  private static String text(Mark mark) {
    Instant at = mark.at();
    return at.getEpochSecond() + " " + at.getNano() + " " + mark.id();
  }

  private String token(String text) {
    byte[] bytes = (word + ":" + text).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
  }

  private String text(String token) {
    if (token.length() > MAX_TOKEN) {
      throw refused();
    }
    String whole;
    try {
      whole = new String(Base64.getUrlDecoder().decode(token), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException e) {
      throw refused();
    }
    if (!whole.startsWith(word + ":")) {
      throw refused();
    }
    String text = whole.substring(word.length() + 1);
    if (!token.equals(token(text))) {
      throw refused();
    }
    return text;
  }

  private static Refusal refused() {
    return Refusal.invalid(StoreTexts.BAD_CONTINUATION);
  }
}
