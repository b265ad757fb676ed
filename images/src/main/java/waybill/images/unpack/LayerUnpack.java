package waybill.images.unpack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import waybill.images.archive.ArchiveLimits;
import waybill.images.archive.TarEntry;
import waybill.images.archive.TarReader;
import waybill.images.store.LayerStore;
import waybill.images.store.TreeSize;
import waybill.images.store.UnpackedStaging;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/**
 * Unpacks archives into the store, each layer under the digest of its archive after decompression,
 * once for each kind of ids. An archive is read once, and hashed while it is read: what it holds is
 * written before anybody knows whether it is the right one, to a place where nobody looks, and
 * deleted if it is not. Of several processes that want the same layer one unpacks it and the others
 * wait; when that one is killed, the next takes over from the beginning.
 */
public final class LayerUnpack implements LayerInstaller {
  private static final int BUFFER_BYTES = 256 * 1024;

  private final LayerStore store;
  private final Unpacker unpacker;
  private final Hashing hashing;
  private final ArchiveLimits limits;
  private final EntryRules rules;

  public LayerUnpack(
      LayerStore store,
      Unpacker unpacker,
      Hashing hashing,
      ArchiveLimits limits,
      EntryRules rules) {
    this.store = store;
    this.unpacker = unpacker;
    this.hashing = hashing;
    this.limits = limits;
    this.rules = rules;
  }

  @Override
  public Layer.Stored install(ArchiveSource source, Ids ids) {
    Optional<String> wanted = source.diffId();
    if (wanted.isEmpty()) {
      try (UnpackedStaging staging = store.stageUnpacked(ids, unpacker)) {
        return new Run(source, ids, staging).unpack();
      }
    }
    String digest = wanted.get();
    if (store.contains(digest, ids)) {
      return new Layer.Stored(digest, ids);
    }
    try (UnpackedStaging staging = store.stageUnpacked(digest, ids, unpacker)) {
      if (store.contains(digest, ids)) {
        // Whoever we waited for has unpacked it.
        return new Layer.Stored(digest, ids);
      }
      return new Run(source, ids, staging).unpack();
    }
  }

  /** One archive on its way to the disk. */
  private final class Run {
    private final ArchiveSource source;
    private final Ids ids;
    private final UnpackedStaging staging;
    private final EntryPolicy policy;
    private final byte[] buffer = new byte[BUFFER_BYTES];

    /** The last entry, for messages. */
    private byte[] path = {};

    Run(ArchiveSource source, Ids ids, UnpackedStaging staging) {
      this.source = source;
      this.ids = ids;
      this.staging = staging;
      this.policy = new EntryPolicy(ids, rules);
    }

    Layer.Stored unpack() {
      Written written = read(staging.tree());
      String digest = written.digest();
      // Without a diff id nobody looked yet.
      if (!store.contains(digest, ids)) {
        staging.commit(digest, written.size());
      }
      return new Layer.Stored(digest, ids);
    }

    private record Written(String digest, TreeSize size) {}

    private Written read(Path tree) {
      try (ArchiveStream archive = ArchiveStream.open(source, staging.scratch(), hashing);
          Unpacking unpacking = unpacker.begin(tree, ids)) {
        TarReader reader = new TarReader(archive.stream(), limits);
        for (Optional<TarEntry> next = reader.next(); next.isPresent(); next = reader.next()) {
          add(next.get(), reader, unpacking);
        }
        String digest = verified(archive);
        return new Written(digest, unpacking.finish());
      } catch (IOException failed) {
        throw UnpackFailure.of(source, entry(), failed);
      }
    }

    private void add(TarEntry entry, TarReader reader, Unpacking unpacking) throws IOException {
      Optional<ArchiveEntry> decided = policy.decide(entry);
      path = entry.path();
      if (decided.isEmpty()) {
        return;
      }
      try {
        unpacking.add(decided.get());
        switch (decided.get()) {
          case ArchiveEntry.File file -> copy(reader, unpacking);
          case ArchiveEntry.SparseFile file -> copySparse(reader, unpacking);
          default -> {} // nothing else has content
        }
      } catch (FailureException failed) {
        throw UnpackFailure.writing(source, entry(), failed);
      }
    }

    private void copy(TarReader reader, Unpacking unpacking) throws IOException {
      for (int count = reader.read(buffer, 0, BUFFER_BYTES);
          count >= 0;
          count = reader.read(buffer, 0, BUFFER_BYTES)) {
        unpacking.data(buffer, 0, count);
      }
    }

    private void copySparse(TarReader reader, Unpacking unpacking) throws IOException {
      int count = 0;
      while (count >= 0) {
        long hole = reader.skipHole();
        if (hole > 0) {
          unpacking.hole(hole);
        }
        count = reader.read(buffer, 0, BUFFER_BYTES);
        if (count > 0) {
          unpacking.data(buffer, 0, count);
        }
      }
    }

    private String verified(ArchiveStream archive) {
      if (source.digest().isPresent()) {
        check(source.digest().get(), archive.storedDigest());
      }
      String found = archive.digest();
      if (source.diffId().isPresent()) {
        check(source.diffId().get(), found);
      }
      return found;
    }

    private void check(String wanted, String found) {
      if (!found.equals(wanted)) {
        throw UnpackFailure.wrongDigest(source, wanted, found);
      }
    }

    private String entry() {
      return new String(path, StandardCharsets.UTF_8);
    }
  }
}
