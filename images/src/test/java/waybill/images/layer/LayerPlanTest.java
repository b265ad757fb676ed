package waybill.images.layer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import waybill.images.store.TreeEntry;
import waybill.model.failure.FailureException;

class LayerPlanTest {
  private final LayerPlan plan = new LayerPlan();

  @Test
  void addsMissingParentsBeforeWhatIsInThem() {
    plan.add(file("b/c/f"));
    plan.add(file("b-x"));

    assertThat(described())
        .containsExactly(
            "b d 755 1705000271",
            "b-x f 444 7 " + TreeEntry.File.EMPTY,
            "b/c d 755 1705000271",
            "b/c/f f 444 7 " + TreeEntry.File.EMPTY);
  }

  @Test
  void aFolderNamedAgainTakesTheLastAttributes() {
    plan.add(file("d/f"));
    plan.folder("d", 0700, 1);
    plan.folder("d", 0500, 2);

    assertThat(described()).first().isEqualTo("d d 500 2");
  }

  @Test
  void theRootStaysAsItIs() {
    plan.folder("", 0700, 1);

    assertThat(described()).isEmpty();
  }

  @Test
  void refusesTheSameFileTwice() {
    plan.add(file("a/f"));
    plan.folder("d", 0755, 1);

    assertExists("/a/f", () -> plan.add(file("a/f")));
    assertExists("/a/f", () -> plan.folder("a/f", 0755, 1));
    assertExists("/a/f", () -> plan.add(file("a/f/below")));
    assertExists("/d", () -> plan.add(file("d")));
    assertExists("/a", () -> plan.add(file("a")));
    assertExists("/", () -> plan.add(file("")));
  }

  @Test
  void neverPutsAnythingThroughALink() {
    plan.add(new PlannedEntry.Known(new TreeEntry.Link("link", 1, "/etc")));

    assertExists("/link", () -> plan.add(file("link/passwd")));
    assertExists("/link", () -> plan.folder("link", 0755, 1));
  }

  @Test
  void depthAndLengthAreBounded() {
    plan.add(file("d/".repeat(LayerPlan.MAX_DEPTH - 1) + "f"));
    plan.add(file("n".repeat(255)));
    plan.add(file("ü".repeat(127)));

    assertRefused(() -> plan.add(file("d/".repeat(LayerPlan.MAX_DEPTH) + "f")));
    assertRefused(() -> plan.add(file("n".repeat(256))));
    assertRefused(() -> plan.add(file("ü".repeat(128))));
    assertRefused(() -> plan.add(file("x" + ("/" + "n".repeat(250)).repeat(13))));
  }

  private List<String> described() {
    return plan.entries().stream()
        .map(entry -> entry.path() + " " + ((PlannedEntry.Known) entry).entry().description())
        .toList();
  }

  private static PlannedEntry file(String path) {
    return new PlannedEntry.Known(new TreeEntry.File(path, 0444, 7, TreeEntry.File.EMPTY));
  }

  private static void assertExists(String path, Runnable attempt) {
    assertThatThrownBy(attempt::run)
        .isInstanceOf(FailureException.class)
        .hasMessage("file already exists at " + path);
  }

  private static void assertRefused(Runnable attempt) {
    assertThatThrownBy(attempt::run).isInstanceOf(FailureException.class);
  }
}
