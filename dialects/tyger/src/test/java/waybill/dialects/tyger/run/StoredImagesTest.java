package waybill.dialects.tyger.run;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.image.ImageProgress;
import waybill.images.store.LayerStore;
import waybill.images.user.ImageUsers;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

class StoredImagesTest {
  @TempDir Path folder;

  @Test
  void aFolderThatIsNotThereIsNamed() throws Exception {
    var images =
        new StoredImages(
            () -> {
              throw new AssertionError("nothing is to be looked for");
            },
            new ImageUsers(() -> LayerStore.open(folder.resolve("cache"))),
            Ids.SINGLE);
    Path file = Files.createFile(folder.resolve("file"));
    for (Path wrong : new Path[] {file, folder.resolve("nosuch")}) {
      assertThatThrownBy(() -> images.find("dir:" + wrong, ImageProgress.NONE))
          .isInstanceOf(FailureException.class)
          .hasMessage(
              "Failed to pull image 'dir:%1$s': dir:%1$s: not found: %1$s is not a folder", wrong);
    }
  }
}
