package waybill.images.image;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;
import waybill.images.source.ImageLayer;
import waybill.images.source.ImageSource;
import waybill.images.source.SourceFailures;
import waybill.images.unpack.ArchiveSource;
import waybill.images.unpack.LayerInstaller;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;

/**
 * Gets the missing layers of one image and has them unpacked, several at once. The first failure,
 * or an interrupt, ends all; when {@link #work} returns nobody works any more.
 */
final class LayerCrew {
  private static final int THREADS = 4;

  private final String image;
  private final ImageSource source;
  private final LayerInstaller installer;
  private final Ids ids;
  private final Semaphore slots;
  private final ImageProgress progress;

  /**
   * A crew.
   *
   * @param slots for layers of all images at once
   */
  LayerCrew(
      String image,
      ImageSource source,
      LayerInstaller installer,
      Ids ids,
      Semaphore slots,
      ImageProgress progress) {
    this.image = image;
    this.source = source;
    this.installer = installer;
    this.ids = ids;
    this.slots = slots;
    this.progress = progress;
  }

  /** A layer that is missing. */
  record Missing(ImageLayer layer, int number, int count) {}

  void work(List<Missing> missing) throws InterruptedException {
    AtomicInteger next = new AtomicInteger();
    AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
    List<Thread> threads = new ArrayList<>();
    Runnable member = () -> work(missing, next, failure, threads);
    synchronized (threads) {
      for (int i = 0; i < Math.min(THREADS, missing.size()); i++) {
        threads.add(Thread.ofPlatform().daemon().name("layer-" + i).start(member));
      }
    }
    await(threads);
    RuntimeException failed = failure.get();
    if (failed != null) {
      throw failed;
    }
  }

  private void work(
      List<Missing> missing,
      AtomicInteger next,
      AtomicReference<@Nullable RuntimeException> failure,
      List<Thread> threads) {
    try {
      for (int i = next.getAndIncrement();
          i < missing.size() && failure.get() == null;
          i = next.getAndIncrement()) {
        slots.acquire();
        try {
          install(missing.get(i));
        } finally {
          slots.release();
        }
      }
    } catch (InterruptedException ended) {
      // Whoever interrupted knows why.
      return;
    } catch (RuntimeException failed) {
      // After an interrupt every failure is a consequence of it.
      if (!Thread.currentThread().isInterrupted() && failure.compareAndSet(null, failed)) {
        interrupt(threads);
      }
    }
  }

  private void install(Missing missing) throws InterruptedException {
    try {
      fetchAndUnpack(missing);
    } catch (FailureException failed) {
      if (Thread.currentThread().isInterrupted() || !source.isDamaged(missing.layer())) {
        throw failed;
      }
      fetchAndUnpack(missing);
    }
  }

  private void fetchAndUnpack(Missing missing) throws InterruptedException {
    ImageLayer layer = missing.layer();
    try {
      ArchiveSource archive =
          source.layer(
              layer,
              done -> progress.layer(image, missing.number(), missing.count(), done, layer.size()));
      progress.unpacking(image, missing.number(), missing.count());
      var _ = installer.install(archive, ids);
    } catch (InterruptedIOException now) {
      Thread.interrupted();
      throw new InterruptedException();
    } catch (IOException failed) {
      throw SourceFailures.unreadable(image, failed);
    }
  }

  /** Waits for all to end, also when told to hurry: then they are told, too. */
  private static void await(List<Thread> threads) throws InterruptedException {
    boolean interrupted = false;
    for (Thread thread : threads) {
      while (thread.isAlive()) {
        try {
          thread.join();
        } catch (InterruptedException now) {
          interrupted = true;
          interrupt(threads);
        }
      }
    }
    if (interrupted) {
      throw new InterruptedException();
    }
  }

  private static void interrupt(List<Thread> threads) {
    synchronized (threads) {
      for (Thread thread : threads) {
        thread.interrupt();
      }
    }
  }
}
