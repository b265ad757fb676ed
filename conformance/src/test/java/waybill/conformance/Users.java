package waybill.conformance;

import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import waybill.testing.Needs;

/**
 * One user for each way in which people have the product, each with an agent of their own, and the
 * registry that all of them have their images from.
 */
final class Users implements AutoCloseable {
  /** Nobody: what there is as long as nothing could be opened. */
  static final Users NOBODY = new Users(Optional.empty(), Optional.empty(), List.of());

  private final Optional<Workshop> workshop;
  private final Optional<TestImages> images;
  private final List<OpUser> all;

  private Users(Optional<Workshop> workshop, Optional<TestImages> images, List<OpUser> all) {
    this.workshop = workshop;
    this.images = images;
    this.all = List.copyOf(all);
  }

  /** Makes the images for a test, in a folder. */
  interface ImageMaker {
    TestImages make(Path folder) throws IOException, InterruptedException;
  }

  /** Skips the test where the machine lacks something. */
  static Users open(Path scratch, ImageMaker maker) throws IOException, InterruptedException {
    Needs.busybox();
    Workshop workshop = new Workshop(scratch);
    TestImages images = maker.make(workshop.newFolder("images"));
    List<OpUser> all = new ArrayList<>();
    for (Product product : workshop.products()) {
      all.add(OpUser.of(product, workshop, images));
    }
    return new Users(Optional.of(workshop), Optional.of(images), all);
  }

  List<OpUser> all() {
    return all;
  }

  List<Product> products() {
    return all.stream().map(OpUser::product).toList();
  }

  OpUser of(Product product) {
    return all.stream()
        .filter(user -> user.product().name().equals(product.name()))
        .findFirst()
        .orElseThrow();
  }

  Workshop workshop() {
    return workshop.orElseThrow();
  }

  TestImages images() {
    return images.orElseThrow();
  }

  /** Something that holds for whoever has the product. */
  interface Promise {
    void hold(OpUser user) throws IOException, InterruptedException;
  }

  /** A test for each of them. */
  Stream<DynamicTest> each(Promise promise) {
    return all.stream().map(user -> dynamicTest(user.product().name(), () -> promise.hold(user)));
  }

  /** Ends the agents and the registry. */
  @Override
  public void close() throws IOException {
    for (OpUser user : all) {
      user.close();
    }
    if (images.isPresent()) {
      images.get().close();
    }
  }
}
