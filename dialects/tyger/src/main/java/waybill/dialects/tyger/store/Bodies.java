package waybill.dialects.tyger.store;

import java.util.function.Function;

/** How one kind of thing stands in the ledger: what is written can be read. */
record Bodies<T>(Function<T, String> write, Function<String, T> read) {
  String body(T thing) {
    return write.apply(thing);
  }

  T thing(String body) {
    return read.apply(body);
  }
}
