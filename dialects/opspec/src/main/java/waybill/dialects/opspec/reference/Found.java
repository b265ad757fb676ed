package waybill.dialects.opspec.reference;

import java.nio.file.Path;
import waybill.dialects.opspec.value.Value;

/** What a reference leads to. */
sealed interface Found {

  /** A value. */
  record Present(Value value) implements Found {}

  /** Nothing, because no variable has that name. Nothing but a path follows the name. */
  record NoVariable(String message) implements Found {}

  /**
   * Nothing, because the dir has no such entry.
   *
   * @param folder the dir
   * @param entry where the entry would be, below {@code folder}
   */
  record NoEntry(Path folder, Path entry, String message) implements Found {}

  /** Nothing, because the op's own folder, or what lies around it, has no such entry. */
  record NotEmbedded(String message) implements Found {}
}
