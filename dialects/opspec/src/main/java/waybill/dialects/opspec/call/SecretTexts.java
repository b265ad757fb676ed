package waybill.dialects.opspec.call;

import waybill.dialects.opspec.value.Value;
import waybill.engine.store.Secrets;

/** Which texts of a secret value must not be seen. */
final class SecretTexts {
  private SecretTexts() {}

  /** Adds every text in a value, and the value as a text. */
  static void add(Value value, Secrets secrets) {
    switch (value) {
      case Value.StringValue(String text) -> {
        secrets.add(text);
        String bare = text.strip();
        if (!bare.equals(text)) {
          secrets.add(bare); // printed without its line end it is as secret
        }
      }
      case Value.NumberValue number -> secrets.add(OutputDetail.plain(number));
      case Value.ArrayValue array -> array.items().forEach(item -> add(item, secrets));
      case Value.ObjectValue object ->
          object.properties().values().forEach(item -> add(item, secrets));
      case Value.BooleanValue _,
          Value.DirValue _,
          Value.FileValue _,
          Value.SocketValue _,
          Value.NullValue _ -> {}
    }
  }
}
