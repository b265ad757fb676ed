package waybill.dialects.opspec.call;

import java.util.UUID;

/** Ids of calls: random UUIDs without dashes. */
final class CallIds {
  private CallIds() {}

  static String next() {
    UUID id = UUID.randomUUID();
    return hex(id.getMostSignificantBits()) + hex(id.getLeastSignificantBits());
  }

  private static String hex(long bits) {
    String digits = Long.toHexString(bits);
    return "0".repeat(16 - digits.length()) + digits;
  }
}
