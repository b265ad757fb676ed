package waybill.images.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.zip.GZIPInputStream;
import waybill.images.source.Sha256;
import waybill.images.unpack.ArchiveSource;
import waybill.images.unpack.LayerInstaller;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/** Keeps layers in memory instead of unpacking them, and verifies them as the real one has to. */
final class FakeInstaller implements LayerInstaller, LayerShelf {
  private final Map<Layer.Stored, byte[]> layers = new ConcurrentHashMap<>();
  final AtomicInteger opened = new AtomicInteger();

  @Override
  public Layer.Stored install(ArchiveSource source, Ids ids) {
    Optional<String> known = source.diffId();
    if (known.isPresent() && contains(new Layer.Stored(known.get(), ids))) {
      return new Layer.Stored(known.get(), ids);
    }
    opened.incrementAndGet();
    try (InputStream in = source.open()) {
      byte[] stored = in.readAllBytes();
      if (source.digest().isPresent() && !source.digest().get().equals(Sha256.of(stored))) {
        throw damaged(source);
      }
      byte[] archive = stored;
      if ((stored[0] & 0xff) == 0x1f) {
        archive = new GZIPInputStream(new ByteArrayInputStream(stored)).readAllBytes();
      }
      String diffId = Sha256.of(archive);
      if (known.isPresent() && !known.get().equals(diffId)) {
        throw damaged(source);
      }
      Layer.Stored layer = new Layer.Stored(diffId, ids);
      layers.put(layer, archive);
      return layer;
    } catch (IOException failed) {
      throw new FailureException(
          Failure.of(FailureCode.LAYER_UNBUILDABLE, source.name() + " is damaged: " + failed),
          failed);
    }
  }

  private static FailureException damaged(ArchiveSource source) {
    return Failure.of(FailureCode.LAYER_UNBUILDABLE, source.name() + " has another digest")
        .asException();
  }

  @Override
  public boolean contains(Layer.Stored layer) {
    return layers.containsKey(layer);
  }

  byte[] archive(Layer layer) {
    return layer instanceof Layer.Stored stored
        ? layers.getOrDefault(stored, new byte[0])
        : new byte[0];
  }

  void clear() {
    layers.clear();
  }
}
