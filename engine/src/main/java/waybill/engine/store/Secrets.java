package waybill.engine.store;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The texts of a run that nobody may see again. For any number of threads.
 *
 * <p>A text of fewer than {@link #SHORTEST} characters is not masked: everything would have stars
 * in it, and it could be guessed from where they are.
 */
public final class Secrets {
  /** Characters that a text must have to be masked. */
  public static final int SHORTEST = 4;

  /** What stands in the place of a secret. */
  static final String MASK = "***";

  // Longest first, so that a secret which is part of another leaves nothing of that one.
  private final Set<String> texts =
      new ConcurrentSkipListSet<>(
          (a, b) -> a.length() != b.length() ? b.length() - a.length() : a.compareTo(b));

  /** Masks this text from now on. */
  public void add(String text) {
    if (text.length() >= SHORTEST) {
      texts.add(text);
    }
  }

  /** The text with stars where secrets are. */
  public String masked(String text) {
    String masked = text;
    for (String secret : texts) {
      masked = masked.replace(secret, MASK);
    }
    return masked;
  }

  /** As they stand in a stream of bytes, longest first. */
  List<byte[]> bytes() {
    return texts.stream()
        .map(text -> text.getBytes(StandardCharsets.UTF_8))
        .sorted((a, b) -> b.length - a.length)
        .toList();
  }

  /** Whether there is nothing to mask. */
  public boolean isEmpty() {
    return texts.isEmpty();
  }
}
