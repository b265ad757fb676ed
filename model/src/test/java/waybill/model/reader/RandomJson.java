package waybill.model.reader;

import java.util.Random;

/** Good JSON of many shapes, the same for the same seed. */
final class RandomJson {
  private static final String[] SPACES = {"", "", "", " ", "\n", "\r\n\t"};
  private static final String[] STRINGS = {
    "\"\"", "\"a\"", "\"\\\"\"", "\"\\\\\"", "\"é€😀\"", "\"\\u0041,:\"", "\"{x\\n]\""
  };
  private static final String[] SCALARS = {
    "0", "-1.5e+10", "123456789012345678901", "true", "false", "null"
  };

  private final Random random;
  private final StringBuilder text = new StringBuilder();

  RandomJson(long seed) {
    random = new Random(seed);
  }

  String text() {
    value(0);
    return text.toString();
  }

  private void value(int depth) {
    one(SPACES);
    switch (random.nextInt(depth < 5 ? 4 : 2)) {
      case 0 -> one(STRINGS);
      case 1 -> one(SCALARS);
      case 2 -> container('[', ']', false, depth);
      default -> container('{', '}', true, depth);
    }
    one(SPACES);
  }

  private void container(char open, char close, boolean keys, int depth) {
    text.append(open);
    one(SPACES);
    int size = random.nextInt(5);
    for (int i = 0; i < size; i++) {
      if (i > 0) {
        text.append(',');
      }
      if (keys) {
        one(SPACES);
        one(STRINGS);
        one(SPACES);
        text.append(':');
      }
      value(depth + 1);
    }
    text.append(close);
  }

  private void one(String[] choices) {
    text.append(choices[random.nextInt(choices.length)]);
  }
}
