package waybill.dialects.tyger.buffer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.ReadableByteChannel;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import waybill.dialects.tyger.problem.BufferTexts;
import waybill.model.failure.FailureException;

@Timeout(60)
class BufferWriterTest {
  private static final Duration NEVER = Duration.ZERO;
  private static final String FAILED = "{\"status\":\"failed\"}";

  private final MemoryBlobs blobs = new MemoryBlobs();

  private static ReadableByteChannel stream(String text) {
    return Channels.newChannel(new ByteArrayInputStream(text.getBytes(UTF_8)));
  }

  private BufferWriter writer(int blockSize) {
    return new BufferWriter(blobs, 4, blockSize, NEVER);
  }

  @Test
  void aStreamBecomesBlobsBetweenTwoMarkers() throws Exception {
    assertThat(writer(5).write(stream("Hello"))).isEqualTo(5);
    assertThat(blobs.paths()).containsExactly(".bufferend", ".bufferstart", "00/000", "00/001");
    assertThat(blobs.text(".bufferstart")).isEqualTo("{\"version\":\"0.3.0\"}");
    assertThat(blobs.text(".bufferend")).isEqualTo("{\"status\":\"complete\"}");
    assertThat(blobs.text("00/000")).isEqualTo("Hello");
    assertThat(blobs.text("00/001")).isEmpty();
    assertThat(blobs.seal("00/001").orElseThrow())
        .isEqualTo(
            new Seal(
                "1B2M2Y8AsgTpgAmY7PhCfg==",
                Optional.of("LV4PrI5mIT9mYkXErCiaIwlu8B8xxyHjH0UKfSKNt2w=")));
    assertThat(blobs.asked())
        .startsWith("HEAD .bufferstart", "PUT .bufferstart")
        .endsWith("PUT .bufferend");
  }

  @Test
  void anEmptyStreamIsOneEmptyBlob() throws Exception {
    writer(5).write(stream(""));
    assertThat(blobs.paths()).containsExactly(".bufferend", ".bufferstart", "00/000");
  }

  @Test
  void aSecondWriterIsRefusedAndLeavesTheFirstAlone() throws Exception {
    writer(5).write(stream("Hello"));
    assertThatThrownBy(() -> writer(5).write(stream("Other")))
        .isInstanceOf(FailureException.class)
        .hasMessage("buffer cannot be overwritten");
    assertThat(blobs.text("00/000")).isEqualTo("Hello");
    assertThat(blobs.text(".bufferend")).contains("complete");
  }

  @Test
  void ofTwoThatBeginAtOnceOneIsRefused() throws Exception {
    blobs.before(
        (method, path) -> {
          if (method.equals("PUT") && path.equals(BlobNames.START)) {
            blobs.put(BlobNames.START, Marker.START, Seal.of(Marker.START));
          }
        });
    assertThatThrownBy(() -> writer(5).write(stream("Other")))
        .hasMessage("buffer cannot be overwritten");
    assertThat(blobs.paths()).doesNotContain(BlobNames.END);
  }

  @Test
  void whatThereIsGoesOutAfterTheFlushInterval() throws Exception {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var in = new PipedInputStream();
      var out = new PipedOutputStream(in);
      var arrived = new CountDownLatch(1);
      blobs.before(
          (method, path) -> {
            if (method.equals("PUT") && path.equals("00/000")) {
              arrived.countDown();
            }
          });
      var writer = new BufferWriter(blobs, 2, 1000, Duration.ofMillis(1));
      Future<Long> written = threads.submit(() -> writer.write(Channels.newChannel(in)));
      out.write("first".getBytes(UTF_8));
      out.flush();
      arrived.await();
      out.write("second".getBytes(UTF_8));
      out.close();
      assertThat(written.get()).isEqualTo(11);
      assertThat(blobs.text("00/000")).startsWith("f");
    }
  }

  @Test
  void notMoreBlobsThanSaidAreUnderWay() throws Exception {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var both = new CountDownLatch(2);
    blobs.before(
        (method, path) -> {
          if (path.startsWith("00/")) {
            most.accumulateAndGet(now.incrementAndGet(), Math::max);
            both.countDown();
            both.await();
            now.decrementAndGet();
          }
        });
    new BufferWriter(blobs, 2, 1, NEVER).write(stream("0123456789"));
    assertThat(most.get()).isEqualTo(2);
  }

  @Test
  void afterAFailedBlobTheBufferIsMarkedFailed() {
    blobs.before(
        (method, path) -> {
          if (path.equals("00/002")) {
            throw BufferTexts.md5Mismatch(path);
          }
        });
    assertThatThrownBy(() -> writer(1).write(stream("0123456789")))
        .hasMessageStartingWith("MD5 mismatch");
    assertThat(blobs.text(BlobNames.END)).isEqualTo(FAILED);
  }

  @Test
  void aFailedBlobEndsItAlsoWhileTheStreamIsQuiet() throws Exception {
    blobs.before(
        (method, path) -> {
          if (path.equals("00/000")) {
            throw BufferTexts.missing();
          }
        });
    try (var in = new PipedInputStream();
        var out = new PipedOutputStream(in)) {
      out.write('x');
      out.flush();
      assertThatThrownBy(
              () ->
                  new BufferWriter(blobs, 2, 100, Duration.ofMillis(1))
                      .write(Channels.newChannel(in)))
          .hasMessage("the buffer does not exist");
    }
  }

  @Test
  void aStreamThatCannotBeReadLeavesAFailedBuffer() {
    var broken =
        new ReadableByteChannel() {
          @Override
          public int read(ByteBuffer to) throws IOException {
            throw new IOException("Input/output error");
          }

          @Override
          public boolean isOpen() {
            return true;
          }

          @Override
          public void close() {}
        };
    assertThatThrownBy(() -> writer(5).write(broken))
        .isInstanceOf(IOException.class)
        .hasMessage("Input/output error");
    assertThat(blobs.text(BlobNames.END)).isEqualTo(FAILED);
  }

  @Test
  void anInterruptedWriterMarksTheBufferFailedWhileTheStreamStaysQuiet() throws Exception {
    var reading = new CountDownLatch(1);
    var never = new CountDownLatch(1);
    var quiet =
        new java.io.InputStream() {
          @Override
          public int read() throws IOException {
            reading.countDown();
            boolean waiting = true;
            while (waiting) {
              try {
                never.await();
                waiting = false;
              } catch (InterruptedException e) {
                // Like a read of a terminal, which nothing wakes.
                waiting = true;
              }
            }
            return -1;
          }

          @Override
          public int read(byte[] to, int offset, int length) throws IOException {
            return read();
          }
        };
    try {
      var done = new CountDownLatch(1);
      Thread thread =
          Thread.ofVirtual()
              .start(
                  () -> {
                    try {
                      writer(5).write(Channels.newChannel(quiet));
                    } catch (InterruptedException e) {
                      done.countDown();
                    } catch (IOException e) {
                      throw new IllegalStateException(e);
                    }
                  });
      reading.await();
      thread.interrupt();
      done.await();
      assertThat(blobs.text(BlobNames.END)).isEqualTo(FAILED);
    } finally {
      never.countDown();
    }
  }

  @Test
  void aBufferThatWasMarkedFailedMeanwhileIsNotComplete() {
    blobs.before(
        (method, path) -> {
          if (path.equals("00/000") && method.equals("PUT")) {
            BufferWriter.fail(blobs);
          }
        });
    assertThatThrownBy(() -> writer(5).write(stream("Hello")))
        .hasMessage("the buffer is in a permanently failed state");
  }

  @Test
  void markingFailedLeavesAnEndedBufferAlone() throws Exception {
    writer(5).write(stream("Hello"));
    BufferWriter.fail(blobs);
    assertThat(blobs.text(BlobNames.END)).contains("complete");
  }

  @Test
  void aBufferMarkedFailedCannotBeWritten() {
    BufferWriter.fail(blobs);
    assertThatThrownBy(() -> writer(5).write(stream("Hello")))
        .hasMessage("buffer cannot be overwritten");
  }

  @Test
  void markingABufferThatIsGoneDoesNothing() {
    blobs.remove();
    BufferWriter.fail(blobs);
    assertThat(blobs.paths()).isEmpty();
  }
}
