package waybill.dialects.tyger.buffer;

import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.function.Consumer;
import waybill.dialects.tyger.problem.BufferTexts;

/**
 * Writes blocks as blobs, several at once. Each is hashed in its own thread; the chain's hash goes
 * from block to block in order, without waiting for what is sent. For one thread, which adds.
 */
final class BlockUploads {
  private final BlobAccess blobs;
  private final int writers;
  private final Consumer<BlockCutter.Block> release;
  private final Consumer<Throwable> onFailure;
  private final Semaphore places;
  private final Set<Thread> threads = ConcurrentHashMap.newKeySet();

  private long next;

  /** Holds the hash of the block before the next one, as soon as it is known. */
  private BlockingQueue<String> link = new ArrayBlockingQueue<>(1);

  /**
   * @param release gets each block that is done with
   * @param onFailure gets what went wrong; after that nothing more is to be added
   */
  BlockUploads(
      BlobAccess blobs,
      int writers,
      Consumer<BlockCutter.Block> release,
      Consumer<Throwable> onFailure) {
    this.blobs = blobs;
    this.writers = writers;
    this.release = release;
    this.onFailure = onFailure;
    this.places = new Semaphore(writers);
    link.add(HashChain.FIRST);
  }

  /** Begins to write the next block, as soon as fewer than {@code writers} are under way. */
  void add(BlockCutter.Block block) throws InterruptedException {
    places.acquire();
    long number = next++;
    BlockingQueue<String> before = link;
    BlockingQueue<String> after = new ArrayBlockingQueue<>(1);
    link = after;
    Thread thread = BufferThreads.of("write " + number, () -> upload(number, block, before, after));
    threads.add(thread);
    thread.start();
  }

  private void upload(
      long number,
      BlockCutter.Block block,
      BlockingQueue<String> before,
      BlockingQueue<String> after) {
    try {
      String md5 = HashChain.md5(block.bytes(), block.offset(), block.length());
      String chain = HashChain.next(before.take(), md5);
      after.add(chain);
      BlobAccess.Put put =
          blobs.put(
              BlobNames.of(number),
              block.bytes(),
              block.offset(),
              block.length(),
              new Seal(md5, Optional.of(chain)));
      if (put == BlobAccess.Put.EXISTS) {
        throw BufferTexts.overwrite();
      }
    } catch (InterruptedException e) {
      // Only cancel() does that, and whoever calls it has a reason to tell already.
      Thread.currentThread().interrupt();
    } catch (RuntimeException | Error e) {
      onFailure.accept(e);
    } finally {
      threads.remove(Thread.currentThread());
      release.accept(block);
      places.release();
    }
  }

  /** Waits until none is under way. */
  void finish() throws InterruptedException {
    places.acquire(writers);
    places.release(writers);
  }

  /** Interrupts those under way, and does not wait for them. */
  void cancel() {
    for (Thread thread : threads) {
      thread.interrupt();
    }
  }
}
