package waybill.data.blob;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.MessageDigest;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.data.blob.BlobStore.Put;
import waybill.model.failure.FailureException;

class BlobStoreTest {
  private static final Duration LONG = Duration.ofSeconds(20);

  @TempDir Path folder;
  private BlobStore store;

  @BeforeEach
  void open() {
    store = BlobStore.open(folder.resolve("buffers"));
    assertThat(store.create("abc")).isTrue();
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String md5(byte[] bytes) throws Exception {
    return Base64.getEncoder().encodeToString(MessageDigest.getInstance("MD5").digest(bytes));
  }

  private static Blob blob(String text) throws Exception {
    return new Blob(bytes(text).length, md5(bytes(text)), Map.of("chain", "x" + text.length()));
  }

  private Put put(String path, String text) throws Exception {
    return store.put("abc", path, blob(text), new ByteArrayInputStream(bytes(text)));
  }

  private String content(String path) throws IOException {
    Blob blob = store.find("abc", path).orElseThrow();
    try (FileChannel file = store.open("abc", path).orElseThrow()) {
      ByteBuffer bytes = ByteBuffer.allocate((int) blob.size());
      while (bytes.hasRemaining() && file.read(bytes) >= 0) {}
      return StandardCharsets.UTF_8.decode(bytes.flip()).toString();
    }
  }

  private List<Path> staged() throws IOException {
    try (var files = Files.list(folder.resolve("buffers/staging"))) {
      return files.toList();
    }
  }

  @Test
  void whatIsPutIsFound() throws Exception {
    assertThat(put("00/000", "hello")).isEqualTo(Put.WRITTEN);
    assertThat(store.find("abc", "00/000")).contains(blob("hello"));
    assertThat(content("00/000")).isEqualTo("hello");
    assertThat(store.put("abc", ".end", blob("x"), bytes("xyz"), 1)).isEqualTo(Put.WRITTEN);
    assertThat(content(".end")).isEqualTo("x");
    assertThat(put("0A/00/00/000", "")).isEqualTo(Put.WRITTEN);
    assertThat(store.find("abc", "0A/00/00/000")).contains(blob(""));
    assertThat(staged()).isEmpty();
  }

  @Test
  void itIsThereAfterAnotherOpen() throws Exception {
    assertThat(put("00/000", "hello")).isEqualTo(Put.WRITTEN);
    store = BlobStore.open(folder.resolve("buffers"));
    assertThat(store.has("abc")).isTrue();
    assertThat(content("00/000")).isEqualTo("hello");
  }

  @Test
  void nothingIsOverwritten() throws Exception {
    assertThat(put("a", "first")).isEqualTo(Put.WRITTEN);
    assertThat(put("a", "second")).isEqualTo(Put.EXISTS);
    assertThat(put("a/b", "below a blob")).isEqualTo(Put.EXISTS);
    assertThat(put("c/d", "x")).isEqualTo(Put.WRITTEN);
    assertThat(put("c", "where a folder is")).isEqualTo(Put.EXISTS);
    assertThat(content("a")).isEqualTo("first");
    assertThat(store.find("abc", "c")).isEmpty();
    assertThat(store.open("abc", "a/b")).isEmpty();
    assertThat(store.create("abc")).isFalse();
    assertThat(content("a")).isEqualTo("first");
    assertThat(staged()).isEmpty();
  }

  @Test
  void ofManyPutsOfOneNameOneWins() throws Exception {
    for (int round = 0; round < 10; round++) {
      String path = "r/" + round;
      var begin = new CountDownLatch(1);
      try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
        var puts = new ArrayList<Future<Put>>();
        for (int i = 0; i < 8; i++) {
          String text = "text " + i;
          puts.add(
              threads.submit(
                  (Callable<Put>)
                      () -> {
                        begin.await();
                        return put(path, text);
                      }));
        }
        begin.countDown();
        int winner = -1;
        for (int i = 0; i < puts.size(); i++) {
          if (puts.get(i).get() == Put.WRITTEN) {
            assertThat(winner).isEqualTo(-1);
            winner = i;
          }
        }
        assertThat(content(path)).isEqualTo("text " + winner);
      }
    }
  }

  @Test
  void whatCameDamagedIsNotKept() throws Exception {
    assertThat(store.put("abc", "a", blob("right"), new ByteArrayInputStream(bytes("wrong"))))
        .isEqualTo(Put.DAMAGED);
    assertThat(store.find("abc", "a")).isEmpty();
    assertThat(staged()).isEmpty();
  }

  @Test
  void anMd5ThatNobodySaidIsComputed() throws Exception {
    var unsaid = new Blob(5, "", Map.of());
    assertThat(store.put("abc", "a", unsaid, new ByteArrayInputStream(bytes("hello"))))
        .isEqualTo(Put.WRITTEN);
    assertThat(store.find("abc", "a").orElseThrow().md5()).isEqualTo(md5(bytes("hello")));
  }

  @Test
  void aContentThatEndsTooSoonOrFailsLeavesNothing() throws Exception {
    assertThatThrownBy(
            () -> store.put("abc", "a", blob("hello"), new ByteArrayInputStream(bytes("hell"))))
        .isInstanceOf(EOFException.class);
    InputStream broken =
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw new IOException("the other side has gone");
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            return read();
          }
        };
    assertThatThrownBy(() -> store.put("abc", "a", blob("hello"), broken))
        .hasMessage("the other side has gone");
    assertThat(store.find("abc", "a")).isEmpty();
    assertThat(staged()).isEmpty();
  }

  @Test
  void withoutAContainerThereIsNothing() throws Exception {
    assertThat(store.put("nope", "a", blob("x"), new ByteArrayInputStream(bytes("x"))))
        .isEqualTo(Put.NO_CONTAINER);
    assertThat(store.put("nope", "a", blob("x"), bytes("x"), 1)).isEqualTo(Put.NO_CONTAINER);
    assertThat(store.find("nope", "a")).isEmpty();
    assertThat(store.open("nope", "a")).isEmpty();
    assertThat(store.has("nope")).isFalse();
    assertThat(store.remove("nope")).isFalse();
  }

  @Test
  void namesThatLeadElsewhereAreRefused() throws Exception {
    for (String name :
        new String[] {"", "ab", "..", "a/b", "abc.", "a".repeat(64), "äbc", "a\0b"}) {
      assertThat(BlobStore.isContainerName(name)).as(name).isFalse();
      assertThatThrownBy(() -> store.has(name)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.create(name)).isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> store.remove(name)).isInstanceOf(IllegalArgumentException.class);
    }
    for (String path :
        new String[] {
          "",
          "/",
          "/a",
          "a/",
          "a//b",
          ".",
          "..",
          "a/../b",
          "...",
          "a\0",
          "a b",
          "ä",
          "a\\b",
          "a".repeat(201),
          "a/".repeat(16) + "a"
        }) {
      assertThat(BlobStore.isBlobPath(path)).as(path).isFalse();
      assertThatThrownBy(() -> store.find("abc", path))
          .isInstanceOf(IllegalArgumentException.class);
      assertThatThrownBy(() -> put(path, "x")).isInstanceOf(IllegalArgumentException.class);
    }
    for (String path : new String[] {".bufferstart", "0A/00/00/000", "a-b_c.d", "..a"}) {
      assertThat(BlobStore.isBlobPath(path)).as(path).isTrue();
    }
  }

  @Test
  void sizesAndMetadataAreBounded() {
    var empty = InputStream.nullInputStream();
    assertThatThrownBy(() -> store.put("abc", "a", new Blob(-1, "", Map.of()), empty))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> store.put("abc", "a", new Blob(BlobStore.MAX_BLOB + 1, "", Map.of()), empty))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(
            () -> store.put("abc", "a", new Blob(0, "", Map.of("a", "b".repeat(70_000))), empty))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(store.find("abc", "a")).isEmpty();
  }

  @Test
  void longMetadataIsFoundToo() throws Exception {
    var metadata = Map.of("a", "b".repeat(5000));
    assertThat(
            store.put("abc", "a", new Blob(1, "", metadata), new ByteArrayInputStream(bytes("x"))))
        .isEqualTo(Put.WRITTEN);
    assertThat(store.find("abc", "a").orElseThrow().metadata()).isEqualTo(metadata);
  }

  @Test
  void whatADeadProcessLeftIsSwept() throws Exception {
    Path staging = folder.resolve("buffers/staging");
    Files.writeString(staging.resolve("1"), "half");
    Files.createDirectories(staging.resolve("2/00"));
    Files.writeString(staging.resolve("2/00/000"), "removed half way");
    store = BlobStore.open(folder.resolve("buffers"));
    assertThat(staged()).isEmpty();
    assertThat(put("a", "x")).isEqualTo(Put.WRITTEN);
  }

  @Test
  void aFileThatLostItsEndIsSaidToBeDamaged() throws Exception {
    assertThat(put("a", "hello")).isEqualTo(Put.WRITTEN);
    Path file = folder.resolve("buffers/data/abc/a");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(channel.size() - 1);
    }
    assertThatThrownBy(() -> store.find("abc", "a"))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("is not whole");
    try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
      channel.truncate(0);
    }
    assertThatThrownBy(() -> store.find("abc", "a")).isInstanceOf(FailureException.class);
  }

  @Test
  void whoeverWaitsIsWokenByThePut() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new ArrayList<Future<Optional<Blob>>>();
      for (int i = 0; i < 5; i++) {
        waiting.add(threads.submit(() -> store.await("abc", "a", LONG)));
      }
      Future<?> any =
          threads.submit(
              (Callable<Void>)
                  () -> {
                    store.awaitAny("abc", List.of("b", "a"), LONG);
                    return null;
                  });
      assertThat(put("a", "x")).isEqualTo(Put.WRITTEN);
      for (Future<Optional<Blob>> one : waiting) {
        assertThat(one.get(10, TimeUnit.SECONDS)).contains(blob("x"));
      }
      Object _ = any.get(10, TimeUnit.SECONDS);
    }
  }

  @Test
  void whoeverWaitsIsWokenByTheRemoval() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Optional<Blob>> waiting = threads.submit(() -> store.await("abc", "a", LONG));
      assertThat(store.remove("abc")).isTrue();
      assertThat(waiting.get(10, TimeUnit.SECONDS)).isEmpty();
    }
  }

  @Test
  void waitingHasAnEnd() throws Exception {
    assertThat(store.await("abc", "a", Duration.ofMillis(20))).isEmpty();
    assertThat(store.await("abc", "a", Duration.ZERO)).isEmpty();
    assertThat(store.await("nope", "a", LONG)).isEmpty();
  }

  @Test
  void removalIsSafeForWhoReadsAndWhoWrites() throws Exception {
    assertThat(put("a", "hello")).isEqualTo(Put.WRITTEN);
    FileChannel reading = store.open("abc", "a").orElseThrow();
    var half = new CountDownLatch(1);
    var removed = new CountDownLatch(1);
    InputStream slow =
        new InputStream() {
          private int read;

          @Override
          public int read() {
            throw new UnsupportedOperationException();
          }

          @Override
          public int read(byte[] bytes, int offset, int length) throws IOException {
            half.countDown();
            try {
              assertThat(read == 0 || removed.await(10, TimeUnit.SECONDS)).isTrue();
            } catch (InterruptedException e) {
              throw new IOException(e);
            }
            bytes[offset] = (byte) ('a' + read++);
            return 1;
          }
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Put> writing = threads.submit(() -> store.put("abc", "b", blob("ab"), slow));
      assertThat(half.await(10, TimeUnit.SECONDS)).isTrue();
      assertThat(store.remove("abc")).isTrue();
      removed.countDown();
      assertThat(writing.get(10, TimeUnit.SECONDS)).isEqualTo(Put.NO_CONTAINER);
    }
    ByteBuffer bytes = ByteBuffer.allocate(5);
    assertThat(reading.read(bytes)).isEqualTo(5);
    reading.close();
    assertThat(store.has("abc")).isFalse();
    assertThat(staged()).isEmpty();
    assertThat(store.create("abc")).isTrue();
    assertThat(store.find("abc", "a")).isEmpty();
  }

  @Test
  void manyPutsIntoOneFolderAllArrive() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var puts = new HashSet<Future<Put>>();
      for (int i = 0; i < 64; i++) {
        String path = "0" + i % 3 + "/" + i;
        puts.add(threads.submit(() -> put(path, path)));
      }
      for (Future<Put> one : puts) {
        assertThat(one.get()).isEqualTo(Put.WRITTEN);
      }
    }
    assertThat(content("02/62")).isEqualTo("02/62");
  }
}
