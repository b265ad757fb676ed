package waybill.dialects.opspec.parameter;

/** Dates and times of RFC 3339, without a regular expression. */
final class DateTimes {
  private static final int[] DAYS = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
  private static final int DATE_LENGTH = 10;

  private DateTimes() {}

  /** {@code 2026-02-28}. */
  static boolean isDate(String text) {
    if (text.length() != DATE_LENGTH || text.charAt(4) != '-' || text.charAt(7) != '-') {
      return false;
    }
    int year = number(text, 0, 4);
    int month = number(text, 5, 7);
    int day = number(text, 8, DATE_LENGTH);
    return year >= 0 && month >= 1 && month <= 12 && day >= 1 && day <= days(year, month);
  }

  /** {@code 23:59:59}, with a fraction and a zone if one likes. */
  static boolean isTime(String text) {
    if (text.length() < 8 || text.charAt(2) != ':' || text.charAt(5) != ':') {
      return false;
    }
    return isBelow(text, 0, 24)
        && isBelow(text, 3, 60)
        && isBelow(text, 6, 60)
        && isZone(text.substring(endOfFraction(text, 8)));
  }

  /** A date, {@code T}, and a time with a zone; or one of both alone. */
  static boolean isDateTime(String text) {
    if (text.length() > DATE_LENGTH && text.charAt(DATE_LENGTH) == 'T') {
      String time = text.substring(DATE_LENGTH + 1);
      return isDate(text.substring(0, DATE_LENGTH))
          && isTime(time)
          && endOfFraction(time, 8) < time.length();
    }
    return isDate(text) || isTime(text);
  }

  private static int endOfFraction(String text, int from) {
    if (from >= text.length() || text.charAt(from) != '.') {
      return from;
    }
    int end = from + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    return end == from + 1 ? from : end;
  }

  private static boolean isZone(String zone) {
    return zone.isEmpty()
        || zone.equals("Z")
        || (zone.length() == 6
            && (zone.charAt(0) == '+' || zone.charAt(0) == '-')
            && zone.charAt(3) == ':'
            && isBelow(zone, 1, 24)
            && isBelow(zone, 4, 60));
  }

  private static boolean isBelow(String text, int from, int limit) {
    int number = number(text, from, from + 2);
    return number >= 0 && number < limit;
  }

  // Negative when there is anything but digits.
  private static int number(String text, int from, int to) {
    int number = 0;
    for (int i = from; i < to; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char c) {
    return c >= '0' && c <= '9';
  }

  private static int days(int year, int month) {
    boolean leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    return month == 2 && leap ? 29 : DAYS[month - 1];
  }
}
