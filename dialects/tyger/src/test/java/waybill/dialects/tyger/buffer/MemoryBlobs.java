package waybill.dialects.tyger.buffer;

import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import waybill.dialects.tyger.problem.BufferTexts;

/** Blobs in memory, with the faults that a test wants. Waits as our own server does. */
final class MemoryBlobs implements BlobAccess {
  /** Does something before a request is carried out: waits, fails. */
  interface Before {
    void request(String method, String path) throws InterruptedException;
  }

  private final Map<String, Content> blobs = new TreeMap<>();
  private final List<String> asked =
      java.util.Collections.synchronizedList(new java.util.ArrayList<>());
  private final Map<String, Integer> counts = new ConcurrentHashMap<>();
  private volatile Before before = (method, path) -> {};
  private volatile boolean waits = true;
  private boolean gone;

  MemoryBlobs before(Before work) {
    before = work;
    return this;
  }

  /** Answers at once, as servers do that are not ours. */
  MemoryBlobs impatient() {
    waits = false;
    return this;
  }

  synchronized void remove() {
    gone = true;
    notifyAll();
  }

  synchronized void put(String path, byte[] bytes, Seal seal) {
    blobs.put(path, new Content(bytes, bytes.length, seal));
    notifyAll();
  }

  synchronized void removeBlob(String path) {
    blobs.remove(path);
  }

  synchronized String text(String path) {
    Content content = Optional.ofNullable(blobs.get(path)).orElseThrow();
    return new String(
        content.bytes(), 0, content.length(), java.nio.charset.StandardCharsets.UTF_8);
  }

  synchronized List<String> paths() {
    return List.copyOf(blobs.keySet());
  }

  synchronized Optional<Seal> seal(String path) {
    return Optional.ofNullable(blobs.get(path)).map(Content::seal);
  }

  List<String> asked() {
    return List.copyOf(asked);
  }

  int count(String method) {
    return counts.getOrDefault(method, 0);
  }

  @Override
  public String name() {
    return "memory";
  }

  private void note(String method, String path) throws InterruptedException {
    asked.add(method + " " + path);
    counts.merge(method, 1, Integer::sum);
    before.request(method, path);
  }

  private void ensureThere() {
    if (gone) {
      throw BufferTexts.missing();
    }
  }

  @Override
  public Put put(String path, byte[] bytes, int offset, int length, Seal seal)
      throws InterruptedException {
    note("PUT", path);
    synchronized (this) {
      ensureThere();
      if (blobs.containsKey(path)) {
        return Put.EXISTS;
      }
      put(path, Arrays.copyOfRange(bytes, offset, offset + length), seal);
      return Put.WRITTEN;
    }
  }

  @Override
  public Optional<Content> get(String path, Duration patience, Space space)
      throws InterruptedException {
    note("GET", path);
    Content content;
    synchronized (this) {
      ensureThere();
      while (waits
          && !patience.isZero()
          && !blobs.containsKey(path)
          && !blobs.containsKey(BlobNames.END)) {
        wait();
        ensureThere();
      }
      if (!blobs.containsKey(path)) {
        return Optional.empty();
      }
      content = Optional.ofNullable(blobs.get(path)).orElseThrow();
    }
    byte[] bytes = space.of(content.length());
    System.arraycopy(content.bytes(), 0, bytes, 0, content.length());
    if (!HashChain.md5(bytes, 0, content.length()).equals(content.seal().md5())) {
      throw BufferTexts.md5Mismatch(path);
    }
    return Optional.of(new Content(bytes, content.length(), content.seal()));
  }

  @Override
  public Optional<Seal> head(String path) throws InterruptedException {
    note("HEAD", path);
    synchronized (this) {
      ensureThere();
      return seal(path);
    }
  }
}
