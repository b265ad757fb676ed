package waybill.files;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class FileLockTest {
  @TempDir Path folder = Path.of("");

  @Test
  void keepsOutOtherThreadsUntilClosed() throws Exception {
    FileLock held = FileLock.exclusive(lock());

    assertThat(FileLock.tryExclusive(lock())).isEmpty();
    assertThat(FileLock.tryShared(lock())).isEmpty();

    held.close();
    held.close();
    assertThat(taken(FileLock.tryExclusive(lock()))).isTrue();
  }

  @Test
  void isTheSameLockByAnyPathToIt() throws Exception {
    Path other = Files.createSymbolicLink(folder.resolve("other"), folder);

    try (FileLock held = FileLock.exclusive(lock())) {
      assertThat(held).isNotNull();
      assertThat(FileLock.tryExclusive(other.resolve("lock"))).isEmpty();
    }
  }

  @Test
  void sharersKeepOutOnlyExclusiveOnes() throws Exception {
    FileLock first = FileLock.shared(lock());
    FileLock second = FileLock.shared(lock());

    first.close();
    assertThat(FileLock.tryExclusive(lock())).isEmpty();
    second.close();
    assertThat(taken(FileLock.tryExclusive(lock()))).isTrue();
  }

  @Test
  void onlyOneThreadAtATimeHoldsIt() throws Exception {
    AtomicInteger inside = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    Callable<Object> holder =
        () -> {
          FileLock held = FileLock.exclusive(lock());
          most.accumulateAndGet(inside.incrementAndGet(), Math::max);
          inside.decrementAndGet();
          held.close();
          return "done";
        };
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (Future<Object> done : threads.invokeAll(Collections.nCopies(20, holder))) {
        done.get();
      }
    }
    assertThat(most).hasValue(1);
  }

  @Test
  void keepsOutOtherProcessesAndEndsWithTheirDeath() throws Exception {
    Process holder = LockHolder.start("exclusive", lock());
    assertThat(FileLock.tryExclusive(lock())).isEmpty();
    assertThat(FileLock.tryShared(lock())).isEmpty();

    try (var thread = Executors.newSingleThreadExecutor()) {
      Future<Boolean> waiting = thread.submit(() -> taken(Optional.of(FileLock.exclusive(lock()))));
      holder.destroyForcibly().waitFor();
      assertThat(waiting.get(30, TimeUnit.SECONDS)).isTrue();
    }
  }

  @Test
  void isSharedWithOtherProcesses() throws Exception {
    Process holder = LockHolder.start("shared", lock());
    try {
      assertThat(taken(FileLock.tryShared(lock()))).isTrue();
      assertThat(FileLock.tryExclusive(lock())).isEmpty();
    } finally {
      holder.destroyForcibly().waitFor();
    }
  }

  @Test
  void aDeletedLockFileIsMadeAgain() throws Exception {
    FileLock.exclusive(lock()).delete();
    assertThat(lock()).doesNotExist();

    assertThat(taken(FileLock.tryExclusive(lock()))).isTrue();
    assertThat(lock()).exists();
  }

  @Test
  void waitingCanBeInterrupted() throws Exception {
    try (FileLock held = FileLock.exclusive(lock());
        var thread = Executors.newSingleThreadExecutor()) {
      assertThat(held).isNotNull();
      CountDownLatch started = new CountDownLatch(1);
      Future<Boolean> interrupted =
          thread.submit(
              () -> {
                started.countDown();
                try (FileLock never = FileLock.exclusive(lock())) {
                  return never == null;
                } catch (InterruptedException e) {
                  return true;
                }
              });
      started.await();
      thread.shutdownNow();
      assertThat(interrupted.get()).isTrue();
    }
  }

  @Test
  void aLinkInPlaceOfTheLockFileIsRefused() throws Exception {
    Files.createSymbolicLink(lock(), folder.resolve("victim"));

    assertThatThrownBy(() -> FileLock.tryExclusive(lock()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("is not a lock file");
    assertThat(folder.resolve("victim")).doesNotExist();
  }

  private Path lock() {
    return folder.resolve("lock");
  }

  private static boolean taken(Optional<FileLock> lock) throws IOException {
    if (lock.isPresent()) {
      lock.get().close();
    }
    return lock.isPresent();
  }
}
