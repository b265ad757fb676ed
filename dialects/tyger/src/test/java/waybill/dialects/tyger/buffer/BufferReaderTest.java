package waybill.dialects.tyger.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.Channels;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class BufferReaderTest {
  private final MemoryBlobs blobs = new MemoryBlobs();
  private final ByteArrayOutputStream read = new ByteArrayOutputStream();

  private void write(String text, int blockSize) throws Exception {
    var in = Channels.newChannel(new ByteArrayInputStream(text.getBytes(UTF_8)));
    new BufferWriter(blobs, 3, blockSize, Duration.ZERO).write(in);
  }

  private long read(int readers) throws IOException, InterruptedException {
    return new BufferReader(blobs, readers).read(Channels.newChannel(read));
  }

  @Test
  void whatWasWrittenIsReadHoweverItIsCut() throws Exception {
    var random = new Random(3);
    for (int round = 0; round < 60; round++) {
      byte[] bytes = new byte[random.nextInt(5000)];
      random.nextBytes(bytes);
      var stored = new MemoryBlobs();
      int blockSize = 1 + random.nextInt(700);
      Duration interval = random.nextBoolean() ? Duration.ZERO : Duration.ofNanos(1);
      int seed = random.nextInt();
      new BufferWriter(stored, 1 + random.nextInt(6), blockSize, interval)
          .write(Channels.newChannel(new Stuttering(bytes, new Random(seed))));
      var out = new ByteArrayOutputStream();
      long count = new BufferReader(stored, 1 + random.nextInt(9)).read(Channels.newChannel(out));
      assertThat(out.toByteArray()).as("round %d", round).isEqualTo(bytes);
      assertThat(count).isEqualTo(bytes.length);
    }
  }

  @Test
  void largeBlocksOfOddSizesAreCutWithoutLoss() throws Exception {
    byte[] bytes = new byte[32 << 20];
    new Random(4).nextBytes(bytes);
    for (Duration interval : List.of(Duration.ZERO, Duration.ofMillis(1))) {
      var stored = new MemoryBlobs();
      new BufferWriter(stored, 3, (4 << 20) + 7, interval)
          .write(Channels.newChannel(new ByteArrayInputStream(bytes)));
      var out = new ByteArrayOutputStream(bytes.length);
      new BufferReader(stored, 3).read(Channels.newChannel(out));
      assertThat(out.toByteArray()).isEqualTo(bytes);
    }
  }

  @Test
  void blobsLargerThanUsualShareTheirMemory() throws Exception {
    byte[] bytes = new byte[40 << 20];
    new Random(4).nextBytes(bytes);
    new BufferWriter(blobs, 1, 9 << 20, Duration.ZERO)
        .write(Channels.newChannel(new ByteArrayInputStream(bytes)));
    read(4);
    assertThat(read.toByteArray()).isEqualTo(bytes);
  }

  @Test
  void aHugeMarkerIsRefusedUnread() {
    byte[] start = new byte[5000];
    blobs.put(BlobNames.START, start, Seal.of(start));
    assertThatThrownBy(() -> read(2)).hasMessageContaining("5000 bytes");
  }

  @Test
  void markersOfOthersMaySayMoreAndInAnyCase() throws Exception {
    write("abc", 2);
    blobs.removeBlob(BlobNames.START);
    byte[] start = " {\"x\": {\"version\": 1}, \"Version\": \"0.3.0\"}\n".getBytes(UTF_8);
    blobs.put(BlobNames.START, start, Seal.of(start));
    read(2);
    assertThat(read).hasToString("abc");
    byte[] other = "{\"Version\":\"0.3.1\"}".getBytes(UTF_8);
    blobs.put(BlobNames.START, other, Seal.of(other));
    assertThatThrownBy(() -> read(2)).hasMessageContaining("format version 0.3.1");
  }

  @Test
  void anEndThatIsNoneIsToldByWhoeverOfSeveralIsWaitedFor() throws Exception {
    byte[] a = {'a'};
    String chain = HashChain.next(HashChain.FIRST, HashChain.md5(a, 0, 1));
    blobs.put(BlobNames.START, Marker.START, Seal.of(Marker.START));
    blobs.put(BlobNames.of(0), a, new Seal(HashChain.md5(a, 0, 1), Optional.of(chain)));
    byte[] garbage = {'x'};
    blobs.put(BlobNames.END, garbage, Seal.of(garbage));
    var looked = new CountDownLatch(1);
    blobs.before(
        (_, path) -> {
          if (path.equals(BlobNames.END)) {
            looked.countDown();
          } else if (path.equals(BlobNames.of(1))) {
            looked.await();
          }
        });
    var pause = new FakePause();
    var out = Channels.newChannel(new ByteArrayOutputStream());
    assertThatThrownBy(() -> new BufferReader(blobs, 3, pause).read(out))
        .hasMessageContaining("not JSON");
    assertThat(pause.rests()).isEmpty();
  }

  /** Gives a few bytes at a time. */
  private static final class Stuttering extends InputStream {
    private final ByteArrayInputStream in;
    private final Random random;

    Stuttering(byte[] bytes, Random random) {
      this.in = new ByteArrayInputStream(bytes);
      this.random = random;
    }

    @Override
    public int read() {
      return in.read();
    }

    @Override
    public int read(byte[] to, int offset, int length) {
      return in.read(to, offset, Math.min(length, 1 + random.nextInt(900)));
    }
  }

  @Test
  void aReaderMayBeginBeforeTheWriter() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> count = threads.submit(() -> read(8));
      write("some text that is longer than a block", 4);
      assertThat(count.get()).isEqualTo(37);
      assertThat(read.toString(UTF_8)).isEqualTo("some text that is longer than a block");
    }
  }

  @Test
  void aShortBufferIsNotAskedForWhatItHasNot() throws Exception {
    write("x", 4);
    int before = blobs.count("GET");
    read(32);
    assertThat(blobs.count("GET") - before).isLessThan(10);
  }

  @Test
  void aFailedBufferEndsReadersThatWait() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var waiting = new CountDownLatch(1);
      blobs.before(
          (method, path) -> {
            if (path.equals("00/000")) {
              waiting.countDown();
            }
          });
      blobs.put(BlobNames.START, Marker.START, Seal.of(Marker.START));
      Future<Long> count = threads.submit(() -> read(8));
      waiting.await();
      BufferWriter.fail(blobs);
      assertThatThrownBy(count::get)
          .hasRootCauseMessage("the buffer is in a permanently failed state");
    }
  }

  @Test
  void aBufferThatFailedBeforeItBeganEndsReadersToo() {
    blobs.put(BlobNames.END, Marker.FAILED, Seal.of(Marker.FAILED));
    assertThatThrownBy(() -> read(2)).hasMessage("the buffer is in a permanently failed state");
  }

  @Test
  void aBufferThatIsRemovedEndsReadersThatWait() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Future<Long> count = threads.submit(() -> read(8));
      blobs.remove();
      assertThatThrownBy(count::get).hasRootCauseMessage("the buffer does not exist");
    }
  }

  @Test
  void aMissingBlobOfACompleteBufferIsAFailureBehindWhatCameBeforeIt() throws Exception {
    write("aabbcc", 2);
    blobs.removeBlob("00/001");
    assertThatThrownBy(() -> read(4))
        .hasMessage("blob number 1 was expected to exist but does not");
    assertThat(read.toString(UTF_8)).isEqualTo("aa");
  }

  @Test
  void aDamagedBlobIsNoticedBeforeAByteOfItIsPassedOn() throws Exception {
    write("aabbcc", 2);
    Seal seal = blobs.seal("00/001").orElseThrow();
    blobs.put("00/001", "bX".getBytes(UTF_8), seal);
    assertThatThrownBy(() -> read(4)).hasMessageStartingWith("MD5 mismatch");
    assertThat(read.toString(UTF_8)).isEqualTo("aa");
  }

  @Test
  void aBlobInTheWrongPlaceIsNoticedBeforeAByteOfItIsPassedOn() throws Exception {
    write("aabbcc", 2);
    byte[] other = "xx".getBytes(UTF_8);
    blobs.put(
        "00/001",
        other,
        new Seal(HashChain.md5(other, 0, 2), blobs.seal("00/001").orElseThrow().chain()));
    assertThatThrownBy(() -> read(4)).hasMessageStartingWith("hash chain mismatch");
    assertThat(read.toString(UTF_8)).isEqualTo("aa");
  }

  @Test
  void theLastBlobIsCheckedLikeTheOthers() throws Exception {
    write("aabb", 2);
    blobs.put("00/001", new byte[0], Seal.of(new byte[0]));
    assertThatThrownBy(() -> read(4)).hasMessageStartingWith("hash chain mismatch");
  }

  @Test
  void aBufferOfAnotherFormIsRefused() {
    byte[] start = "{\"version\":\"9.0.0\"}".getBytes(UTF_8);
    blobs.put(BlobNames.START, start, Seal.of(start));
    assertThatThrownBy(() -> read(2)).hasMessageContaining("9.0.0").hasMessageContaining("0.3.0");
  }

  @Test
  void aMarkerThatIsNoJsonIsRefused() {
    byte[] start = "{version".getBytes(UTF_8);
    blobs.put(BlobNames.START, start, Seal.of(start));
    assertThatThrownBy(() -> read(2)).hasMessageContaining("not JSON");
  }

  @Test
  void outputThatCannotBeWrittenEndsIt() throws Exception {
    write("aabbcc", 2);
    var closed = Channels.newChannel(read);
    closed.close();
    assertThatThrownBy(() -> new BufferReader(blobs, 2).read(closed))
        .isInstanceOf(IOException.class);
  }

  @Test
  void serversThatAnswerAtOnceAreAskedLessAndLess() throws Exception {
    blobs.impatient();
    write("aa", 2);
    Content first = take("00/000");
    var pause = new FakePause(1300, () -> blobs.put("00/000", first.bytes, first.seal));
    new BufferReader(blobs, 1, pause).read(Channels.newChannel(read));
    assertThat(read.toString(UTF_8)).isEqualTo("aa");
    List<Duration> rests = pause.rests();
    assertThat(rests.subList(0, 10)).containsOnly(Duration.ofMillis(100));
    assertThat(rests.subList(10, 100)).containsOnly(Duration.ofMillis(500));
    assertThat(rests.subList(100, 1000)).containsOnly(Duration.ofSeconds(1));
    assertThat(rests.subList(1000, 1300)).containsOnly(Duration.ofSeconds(5));
    long ends = blobs.asked().stream().filter(asked -> asked.equals("GET .bufferend")).count();
    assertThat(ends).isLessThan(700);
  }

  private static final class Content {
    private final byte[] bytes;
    private final Seal seal;

    Content(byte[] bytes, Seal seal) {
      this.bytes = bytes;
      this.seal = seal;
    }
  }

  /** Takes a blob away, and the end, as if it were still to be written. */
  private Content take(String path) {
    var content = new Content(blobs.text(path).getBytes(UTF_8), blobs.seal(path).orElseThrow());
    blobs.removeBlob(path);
    blobs.removeBlob(BlobNames.END);
    return content;
  }

  @Test
  void anInterruptedReaderEnds() throws Exception {
    blobs.put(BlobNames.START, Marker.START, Seal.of(Marker.START));
    var ended = new CountDownLatch(1);
    var waiting = new CountDownLatch(1);
    blobs.before(
        (method, path) -> {
          if (path.equals("00/000")) {
            waiting.countDown();
          }
        });
    Thread thread =
        Thread.ofVirtual()
            .start(
                () -> {
                  try {
                    read(2);
                  } catch (InterruptedException e) {
                    ended.countDown();
                  } catch (IOException e) {
                    throw new IllegalStateException(e);
                  }
                });
    waiting.await();
    thread.interrupt();
    ended.await();
    assertThat(Optional.of(ended.getCount())).contains(0L);
  }
}
