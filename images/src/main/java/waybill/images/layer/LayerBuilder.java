package waybill.images.layer;

import java.nio.file.Path;
import java.util.List;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import waybill.images.store.LayerStore;
import waybill.images.unpack.LayerInstaller;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

/**
 * Builds layers from the files of a project. In order: has this process built the source before?
 * Then that is the layer, also if files changed since: a layer is as its files were when the
 * process first asked. Else the files are looked at, and if they are as they were when some process
 * last built the source, nothing is read; else those that changed are.
 *
 * <p>Each file is stored as it was at one moment: one that changes while it is copied is copied
 * again. Safe for use by many threads, and by many processes on one store.
 */
public final class LayerBuilder {

  /** How often a layer is planned anew because its files will not hold still. */
  private static final int MAX_ATTEMPTS = 4;

  private final LayerStore store;
  private final Path project;
  private final Supplier<LayerInstaller> archives;
  private final LongSupplier clock;
  private final BuildRecords records;
  private final LayerMemo memo = new LayerMemo();

  /**
   * For sources that are no archives.
   *
   * @param projectDirectory where relative paths start, and globs look
   */
  public LayerBuilder(LayerStore store, Path projectDirectory) {
    this(store, projectDirectory, new NoArchives());
  }

  /**
   * @param projectDirectory where relative paths start, and globs look
   * @param archives asked for the first time when an archive has to be unpacked into the same store
   */
  public LayerBuilder(LayerStore store, Path projectDirectory, Supplier<LayerInstaller> archives) {
    this(store, projectDirectory, archives, new SystemMillis());
  }

  /**
   * @param clock milliseconds since 1970, of the clock that stamps files
   */
  LayerBuilder(
      LayerStore store,
      Path projectDirectory,
      Supplier<LayerInstaller> archives,
      LongSupplier clock) {
    this.archives = archives;
    this.store = store;
    this.project = projectDirectory.toAbsolutePath();
    this.clock = clock;
    this.records = new BuildRecords(store.records());
  }

  /**
   * Makes sure that the layer of a source is in the store. An interrupt ends a build that copies,
   * and stays set.
   *
   * @throws FailureException {@code INPUT_MISSING} or {@code LAYER_UNBUILDABLE} for what the author
   *     can mend, {@code STORE_UNREADABLE} or {@code DISK_FULL} for what is wrong with the store
   */
  public Layer.Stored build(LayerSource source) {
    String key = source.key();
    return memo.get(key, new Build(source, key));
  }

  /** A class and no lambda, because the first lambda costs a fresh JVM 4 ms. */
  private final class Build implements Supplier<Layer.Stored> {
    private final LayerSource source;
    private final String recordKey;

    Build(LayerSource source, String key) {
      this.source = source;
      this.recordKey = project + "\0" + key;
    }

    @Override
    public Layer.Stored get() {
      int attempt = 1;
      while (true) {
        try {
          return new Layer.Stored(digest(), Ids.SINGLE);
        } catch (SourceChangedException changed) {
          if (attempt++ == MAX_ATTEMPTS) {
            throw SourceFailure.keepsChanging(changed.file());
          }
        }
      }
    }

    private String digest() {
      long started = clock.getAsLong();
      LayerScan scan = new LayerScan(project, store.root());
      source.describeTo(scan);
      LayerPlan plan = scan.plan();
      String text = plan.text();
      BuildRecord last = records.read(recordKey);
      boolean probablyThere = last.isOf(text) && store.contains(last.layer());
      if (probablyThere && last.isSettled()) {
        return last.layer();
      }
      if (plan.archive().isPresent()) {
        return unpacked(plan.archive().get(), recordKey, text, started);
      }
      LayerAssembly assembly = new LayerAssembly(store, plan);
      String digest = assembly.build(last.knownContents(), probablyThere);
      records.write(recordKey, new BuildRecord(digest, text, assembly.settledContents(started)));
      return digest;
    }
  }

  private String unpacked(PlannedArchive archive, String recordKey, String text, long started) {
    String digest = archives.get().install(archive, Ids.SINGLE).digest();
    archive.confirm();
    String settled = archive.state().isSettledAt(started) ? digest : BuildRecord.UNSETTLED;
    records.write(recordKey, new BuildRecord(digest, text, List.of(settled)));
    return digest;
  }

  private static final class NoArchives implements Supplier<LayerInstaller> {
    @Override
    public LayerInstaller get() {
      throw new IllegalStateException("this builder was made for files only");
    }
  }

  private static final class SystemMillis implements LongSupplier {
    @Override
    public long getAsLong() {
      return System.currentTimeMillis();
    }
  }
}
