package waybill.web.server;

import java.nio.ByteBuffer;
import java.util.concurrent.ArrayBlockingQueue;

/** Buffers outside of the heap for files: to make one costs more than to fill it. */
final class FilePieces {
  static final int BYTES = 256 << 10;
  private static final int KEPT = 32;

  private static final ArrayBlockingQueue<ByteBuffer> FREE = new ArrayBlockingQueue<>(KEPT);

  private FilePieces() {}

  static ByteBuffer take() {
    ByteBuffer free = FREE.poll();
    return free == null ? ByteBuffer.allocateDirect(BYTES) : free;
  }

  static void give(ByteBuffer piece) {
    boolean _ = FREE.offer(piece); // when there are enough, it goes
  }
}
