package waybill.images.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TreeDigestTest {

  @Test
  void isTheHashOfTheDocumentedListing() {
    var digest = TreeDigest.sha256();
    digest.update(
        ("waybill layer 1\0"
                + "a\0d 755 1705000271\0"
                + "a/f\0f 644 12 "
                + TreeEntry.File.EMPTY
                + "\0"
                + "ü\0l -1 ../a b\0")
            .getBytes(UTF_8));

    assertThat(
            TreeDigest.of(
                List.of(
                    new TreeEntry.Folder("a", 0755, TreeEntry.NO_TIME),
                    new TreeEntry.File("a/f", 0644, 12, TreeEntry.File.EMPTY),
                    new TreeEntry.Link("ü", -1, "../a b"))))
        .isEqualTo("sha256:" + TreeDigest.hex(digest));
  }

  @Test
  void theEmptyFilesContentIsTheHashOfNothing() {
    assertThat(TreeDigest.hex(TreeDigest.sha256())).isEqualTo(TreeEntry.File.EMPTY);
  }

  @Test
  void changesWithEverythingThatIsStored() {
    String content = "0".repeat(64);
    assertThat(
            List.of(
                digest(new TreeEntry.File("a", 0644, 1, content)),
                digest(new TreeEntry.File("b", 0644, 1, content)),
                digest(new TreeEntry.File("a", 0755, 1, content)),
                digest(new TreeEntry.File("a", 0644, 2, content)),
                digest(new TreeEntry.File("a", 0644, 1, TreeEntry.File.EMPTY)),
                digest(new TreeEntry.Folder("a", 0644, 1)),
                digest(new TreeEntry.Link("a", 1, "t")),
                digest(new TreeEntry.Link("a", 1, "u")),
                TreeDigest.of(List.of())))
        .doesNotHaveDuplicates();
  }

  private static String digest(TreeEntry entry) {
    return TreeDigest.of(List.of(entry));
  }
}
