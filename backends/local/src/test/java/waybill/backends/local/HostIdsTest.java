package waybill.backends.local;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.model.task.Ids;
import waybill.sandbox.SubordinateIds;

/** Which ids of the host tasks get. */
class HostIdsTest {
  @TempDir private Path folder;

  private Path file(String name, String text) {
    try {
      return Files.writeString(folder.resolve(name), text);
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  @Test
  void rootsTasksGetItsFirstRangeThatIsLargeEnough() {
    Path ids = file("u", "me:1:65536\nroot:5000:1000\nroot:100000:65536\nroot:300000:65536\n");
    assertThat(HostIds.forTasks(ids, "root")).isEqualTo(100_000);
    assertThat(HostIds.forTasks(file("n", "0:7000:70000\n"), "root")).isEqualTo(7000);
    assertThat(HostIds.forTasks(ids, "me")).isZero();
  }

  @Test
  void withoutOneTheyGetTheDefault() {
    for (String text : List.of("", "root:x:65536\n", "root:0:65536\n", "root:2147483647:65536\n")) {
      assertThat(HostIds.forTasks(file("u", text), "root")).isEqualTo(HostIds.DEFAULT);
    }
    assertThat(HostIds.forTasks(folder.resolve("none"), "root")).isEqualTo(HostIds.DEFAULT);
  }

  @Test
  void anOrdinaryUserNeedsBothUsersAndGroups() {
    Path users = file("u", "you:1:65536\nme:100000:65536\n");
    Path groups = file("g", "1001:200000:65535\n");
    List<String> names = List.of("me", "1001");
    assertThat(HostIds.subordinate(users, groups, names))
        .contains(new SubordinateIds(100_000, 200_000));
    assertThat(HostIds.subordinate(users, file("g", "me:1:65534\n"), names)).isEmpty();
    assertThat(HostIds.subordinate(folder.resolve("none"), groups, names)).isEmpty();
  }

  @Test
  void lessThanWantedComesWithANoteThatNamesTheCure() {
    LocalSettings.Granted none = LocalSettings.grantRange("me", Optional.empty());
    assertThat(none.ids()).isEqualTo(Ids.SINGLE);
    assertThat(none.note().orElseThrow()).contains("`me`", "usermod --add-subuids");
    var some = Optional.of(new SubordinateIds(1, 2));
    assertThat(LocalSettings.grantRange("me", some))
        .isEqualTo(new LocalSettings.Granted(Ids.RANGE, some, Optional.empty()));
    assertThat(LocalSettings.grant(Ids.SINGLE).note()).isEmpty();
  }
}
