package waybill.dialects.opspec.parameter;

import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import waybill.dialects.opspec.coercion.CoercionException;
import waybill.dialects.opspec.coercion.FileText;
import waybill.dialects.opspec.value.JsonText;
import waybill.dialects.opspec.value.NumberText;
import waybill.dialects.opspec.value.Value;
import waybill.dialects.opspec.value.Value.ArrayValue;
import waybill.dialects.opspec.value.Value.BooleanValue;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.NullValue;
import waybill.dialects.opspec.value.Value.NumberValue;
import waybill.dialects.opspec.value.Value.ObjectValue;
import waybill.dialects.opspec.value.Value.SocketValue;
import waybill.dialects.opspec.value.Value.StringValue;

/** The texts by which a secret value could be seen. */
public final class SecretTexts {
  private static final int FILE_LIMIT = 64 << 10;
  private static final int SHORTEST_LINE = 8;

  private final Set<String> texts = new LinkedHashSet<>();

  private SecretTexts() {}

  /**
   * Every string and number in the value, as it is, without spaces around it, as it stands in JSON,
   * and each line of some length of it, because output is shown by lines. Of a file its content, if
   * that is text of at most 64 KiB; of dirs and sockets nothing.
   */
  public static Collection<String> in(Value value) {
    SecretTexts secrets = new SecretTexts();
    secrets.collect(value);
    return secrets.texts;
  }

  private void collect(Value value) {
    switch (value) {
      case StringValue string -> add(string.text());
      case NumberValue number -> {
        add(NumberText.plain(number.value()));
        add(NumberText.json(number.value()));
      }
      case FileValue file -> content(file);
      case ArrayValue array -> array.items().forEach(this::collect);
      case ObjectValue object -> object.properties().values().forEach(this::collect);
      case BooleanValue bool -> {}
      case NullValue nothing -> {}
      case DirValue dir -> {}
      case SocketValue socket -> {}
    }
  }

  private void content(FileValue file) {
    try {
      add(FileText.read(file, "string", FILE_LIMIT));
    } catch (CoercionException e) {
      // Not text, or so long that nobody sees it whole: there is nothing to look for.
    }
  }

  private void add(String text) {
    keep(text);
    keep(text.strip());
    String quoted = JsonText.quoted(text);
    keep(quoted.substring(1, quoted.length() - 1));
    if (text.indexOf('\n') >= 0) {
      for (String line : text.split("\n", -1)) {
        if (line.strip().length() >= SHORTEST_LINE) {
          keep(line.strip());
        }
      }
    }
  }

  private void keep(String text) {
    if (!text.isBlank()) {
      texts.add(text);
    }
  }
}
