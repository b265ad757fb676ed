package waybill.conformance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;

/**
 * What holds for the product, each way in which people have it: a test for every promise and every
 * product, each in surroundings of its own.
 *
 * @param <S> what a promise is about: a user, a command, a project
 */
final class Promises<S> {

  /** Something that holds. */
  interface Promise<S> {
    void hold(S subject) throws IOException, InterruptedException;
  }

  /** Makes the surroundings of one test. */
  interface Setting<S> {
    S make(Product product) throws IOException, InterruptedException;
  }

  private record Named<S>(String name, Promise<S> promise) {}

  private final List<Product> products;
  private final Setting<S> setting;
  private final List<Named<S>> promises = new ArrayList<>();

  Promises(List<Product> products, Setting<S> setting) {
    this.products = List.copyOf(products);
    this.setting = setting;
  }

  Promises<S> add(String name, Promise<S> promise) {
    promises.add(new Named<>(name, promise));
    return this;
  }

  Stream<DynamicTest> tests() {
    return products.stream()
        .flatMap(
            product ->
                promises.stream()
                    .map(
                        named ->
                            dynamicTest(
                                product.name() + ": " + named.name(),
                                () -> named.promise().hold(setting.make(product)))));
  }
}
