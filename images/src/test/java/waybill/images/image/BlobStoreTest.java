package waybill.images.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.files.FileLock;
import waybill.images.source.Descriptor;
import waybill.images.source.Sha256;
import waybill.images.unpack.Hashing;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

@Timeout(60)
class BlobStoreTest {
  private static final byte[] BYTES = "some bytes".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor BLOB = new Descriptor("", Sha256.of(BYTES), BYTES.length);

  @TempDir Path folder = Path.of("");

  @Test
  void aBlobIsGotOnceAndClosedToOthers() throws Exception {
    BlobStore store = new BlobStore(folder, Hashing.inJava());
    Path file = store.obtain(BLOB, sink -> sink.write(BYTES, 0, BYTES.length));
    Path again =
        store.obtain(
            BLOB,
            sink -> {
              throw new AssertionError("asked again");
            });
    assertThat(again).isEqualTo(file).hasBinaryContent(BYTES);
    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
        .isEqualTo("rw-------");
    try (var files = Files.list(file.resolveSibling("."))) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void whatAFailedGetterBroughtStaysForTheNext() throws Exception {
    BlobStore store = new BlobStore(folder, Hashing.inJava());
    assertThatThrownBy(
            () ->
                store.obtain(
                    BLOB,
                    sink -> {
                      sink.write(BYTES, 0, 4);
                      throw new IllegalStateException("cut");
                    }))
        .hasMessage("cut");
    assertThat(store.find(BLOB.digest(), BLOB.size())).isEmpty();
    store.obtain(
        BLOB,
        sink -> {
          assertThat(sink.size()).isEqualTo(4);
          sink.write(BYTES, 4, BYTES.length - 4);
          assertThat(sink.digest()).isEqualTo(BLOB.digest());
        });
    assertThat(store.isIntact(BLOB.digest())).isTrue();
  }

  @Test
  void aLinkInPlaceOfAPartIsNotFollowed() throws Exception {
    BlobStore store = new BlobStore(folder, Hashing.inJava());
    Path file = store.file(BLOB.digest());
    Files.createDirectories(file.resolveSibling("."));
    Path other = Files.writeString(folder.resolve("other"), "kept");
    Files.createSymbolicLink(file.resolveSibling(file.getFileName() + ".part"), other);
    assertThatThrownBy(() -> store.obtain(BLOB, sink -> sink.restart()))
        .hasMessageStartingWith("cannot write the image store ");
    assertThat(other).hasContent("kept");
  }

  @Test
  void aBlobThatSomebodyGetsAtThisMomentIsNotRemoved() throws Exception {
    BlobStore store = new BlobStore(folder, Hashing.inJava());
    store.put(BLOB.digest(), BYTES);
    Path file = store.file(BLOB.digest());
    try (FileLock lock = FileLock.exclusive(file.resolveSibling(file.getFileName() + ".lock"))) {
      store.remove(BLOB.digest());
      assertThat(file).exists();
      lock.delete();
    }
    store.remove(BLOB.digest());
    assertThat(file).doesNotExist();
    store.remove(Sha256.of(new byte[0]));
  }

  @Test
  void aFullDiskIsToldAsSuch() {
    Failure failure =
        new BlobStore(folder, Hashing.inJava())
            .failure(new FileSystemException("x", null, "No space left on device"))
            .failure();
    assertThat(failure.code()).isEqualTo(FailureCode.DISK_FULL);
    assertThat(failure.message()).endsWith(": No space left on device");
    assertThat(failure.help()).get().asString().contains("WAYBILL_CACHE_DIR");
  }
}
