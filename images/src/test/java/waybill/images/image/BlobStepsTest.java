package waybill.images.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.source.Descriptor;
import waybill.images.source.Sha256;
import waybill.images.unpack.Hashing;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** Blobs on a disk where each step fails once: a blob is whole or not there, and can be got. */
@Timeout(60)
class BlobStepsTest {
  private static final int NEVER = Integer.MAX_VALUE;
  private static final byte[] BYTES = "some more bytes".getBytes(StandardCharsets.UTF_8);
  private static final byte[] SMALL = "small".getBytes(StandardCharsets.UTF_8);
  private static final Descriptor BLOB = new Descriptor("", Sha256.of(BYTES), BYTES.length);

  @TempDir private Path folder;

  /** Fails at one step, counted from 1; of a write half is on the disk then. */
  private static final class FullDisk extends BlobDisk {
    private final int at;
    private int steps;

    FullDisk(int at) {
      this.at = at;
    }

    private void step() throws IOException {
      if (++steps == at) {
        throw new FileSystemException("x", null, "No space left on device");
      }
    }

    @Override
    void createFolders(Path made) throws IOException {
      step();
      super.createFolders(made);
    }

    @Override
    FileChannel open(Path file) throws IOException {
      step();
      return super.open(file);
    }

    @Override
    void write(FileChannel channel, ByteBuffer bytes, long place) throws IOException {
      if (steps + 1 == at) {
        super.write(channel, bytes.slice(bytes.position(), bytes.remaining() / 2), place);
      }
      step();
      super.write(channel, bytes, place);
    }

    @Override
    void empty(FileChannel channel) throws IOException {
      step();
      super.empty(channel);
    }

    @Override
    void sync(FileChannel channel) throws IOException {
      step();
      super.sync(channel);
    }

    @Override
    void rename(Path from, Path to) throws IOException {
      step();
      super.rename(from, to);
    }

    @Override
    void syncFolder(Path synced) throws IOException {
      step();
      super.syncFolder(synced);
    }

    @Override
    void put(Path file, byte[] bytes) throws IOException {
      step();
      super.put(file, bytes);
    }

    @Override
    void delete(Path file) throws IOException {
      step();
      super.delete(file);
    }
  }

  private static BlobStore store(Path cache, BlobDisk disk) {
    return new BlobStore(cache, Hashing.inJava(), disk);
  }

  /** As a client that goes on where it was cut off, and begins again when that was wrong. */
  private static void obtain(BlobStore store) {
    try {
      store.obtain(
          BLOB,
          sink -> {
            int there = (int) sink.size();
            sink.write(BYTES, there, BYTES.length - there);
            if (!sink.digest().equals(BLOB.digest())) {
              sink.restart();
              sink.write(BYTES, 0, 4);
              sink.write(BYTES, 4, BYTES.length - 4);
            }
            assertThat(sink.digest()).isEqualTo(BLOB.digest());
          });
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  private static void useAll(BlobStore store) {
    store.put(Sha256.of(SMALL), SMALL);
    obtain(store);
    store.remove(BLOB.digest());
  }

  /** What a download that ended in the wrong bytes left. */
  private static Path withDamagedPart(Path cache) throws IOException {
    Path file = store(cache, new BlobDisk()).file(BLOB.digest());
    Files.createDirectories(file.resolveSibling("."));
    Files.writeString(file.resolveSibling(file.getFileName() + ".part"), "damaged");
    return cache;
  }

  private static List<Path> files(Path cache) throws IOException {
    try (var files = Files.walk(cache)) {
      return files.filter(Files::isRegularFile).toList();
    }
  }

  @Test
  void aStepThatFailsLeavesAWholeBlobOrNone() throws IOException {
    FullDisk counting = new FullDisk(NEVER);
    useAll(store(withDamagedPart(folder.resolve("counting")), counting));
    assertThat(counting.steps).isGreaterThan(10);
    for (int step = 1; step <= counting.steps; step++) {
      Path cache = withDamagedPart(folder.resolve("cache" + step));
      BlobStore troubled = store(cache, new FullDisk(step));

      assertThatThrownBy(() -> useAll(troubled))
          .as("step %s", step)
          .isInstanceOfSatisfying(
              FailureException.class,
              e -> assertThat(e.failure().code()).isEqualTo(FailureCode.DISK_FULL));

      BlobStore next = store(cache, new BlobDisk());
      for (Descriptor blob : List.of(BLOB, new Descriptor("", Sha256.of(SMALL), SMALL.length))) {
        assertThat(next.find(blob.digest(), blob.size()).isEmpty() || next.isIntact(blob.digest()))
            .as("step %s", step)
            .isTrue();
      }
      obtain(next);
      assertThat(next.isIntact(BLOB.digest())).as("step %s", step).isTrue();
      useAll(next);
      assertThat(files(cache)).as("step %s", step).containsExactly(next.file(Sha256.of(SMALL)));
    }
  }

  @Test
  void theSameStoreGoesOnWhenThereIsRoomAgain() throws IOException {
    for (int step = 1; step <= 12; step++) {
      BlobStore store = store(withDamagedPart(folder.resolve("again" + step)), new FullDisk(step));
      assertThatThrownBy(() -> useAll(store)).isInstanceOf(FailureException.class);
      useAll(store);
      assertThat(store.find(Sha256.of(SMALL), SMALL.length)).isPresent();
    }
  }
}
