package waybill.images.unpack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.images.archive.ArchiveLimits;
import waybill.images.archive.TarBytes;
import waybill.images.archive.TarBytes.Header;
import waybill.images.store.LayerStore;
import waybill.images.store.Trees;
import waybill.images.unpack.Archives.Source;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Ids;
import waybill.model.task.Layer;

class LayerUnpackTest {
  @TempDir private Path cache;
  private final AtomicInteger begun = new AtomicInteger();
  private LayerStore store;

  @BeforeEach
  void openStore() {
    store = LayerStore.open(cache);
  }

  private LayerUnpack unpack(EntryRules rules) {
    JavaUnpacker unpacker =
        new JavaUnpacker() {
          @Override
          public Unpacking begin(Path folder, Ids ids) {
            begun.incrementAndGet();
            return super.begin(folder, ids);
          }
        };
    return new LayerUnpack(store, unpacker, Hashing.inJava(), ArchiveLimits.DEFAULT, rules);
  }

  private Layer.Stored install(ArchiveSource source) {
    return unpack(EntryRules.IMAGE).install(source, Ids.SINGLE);
  }

  private List<String> tree(Layer.Stored layer) {
    return Trees.list(store.folder(layer.digest(), layer.ids()));
  }

  private void refuses(ArchiveSource source, String... words) {
    assertThatThrownBy(() -> install(source))
        .isInstanceOf(FailureException.class)
        .hasMessageContainingAll(words);
    assertThat(Trees.layers(cache)).isEmpty();
    assertThat(Trees.hasLeftovers(cache)).isFalse();
  }

  @Test
  void aLayerLiesUnderTheDigestOfItsArchive() {
    Layer.Stored layer = install(Archives.gzip(Archives.small()));

    assertThat(layer.digest()).isEqualTo(Archives.digest(Archives.small()));
    assertThat(tree(layer))
        .containsExactly("again 644 tool", "bin/ 755", "bin/tool 644 tool", "link -> bin/tool");
    assertThat(Trees.hasLeftovers(cache)).isFalse();
  }

  @Test
  void aLayerThatIsThereIsNotReadAgain() {
    Source source = Archives.gzip(Archives.small());
    install(source);
    ArchiveSource unreadable = new Source(new byte[0], source.digest(), source.diffId());

    assertThat(install(unreadable).digest()).isEqualTo(source.diffId().orElseThrow());
    assertThat(begun).hasValue(1);
  }

  @Test
  void theSameLayerIsStoredOnceForEachKindOfIds() {
    Source source = Archives.gzip(Archives.small());
    Layer.Stored single = install(source);
    Layer.Stored range = unpack(EntryRules.IMAGE).install(source, Ids.RANGE);

    assertThat(range.digest()).isEqualTo(single.digest());
    assertThat(store.folder(range.digest(), Ids.RANGE))
        .isNotEqualTo(store.folder(single.digest(), Ids.SINGLE));
    assertThat(tree(range)).isEqualTo(tree(single));
  }

  @Test
  void zstdAndPlainArchivesGiveTheSameLayer() {
    Layer.Stored plain = install(Archives.plain(Archives.large()));
    Layer.Stored zstd =
        install(
            new Source(
                TarBytes.zstd(Archives.large()),
                Optional.empty(),
                Optional.of(Archives.digest(Archives.large()))));

    assertThat(plain.digest())
        .isEqualTo(zstd.digest())
        .isEqualTo(Archives.digest(Archives.large()));
    assertThat(begun).hasValue(1);
  }

  @Test
  void anArchiveThatIsNotTheExpectedOneLeavesNothing() {
    byte[] stored = TarBytes.gzip(Archives.small());
    String other = Archives.digest(new byte[1]);

    refuses(
        new Source(stored, Optional.of(other), Optional.empty()),
        "the archive is not what it should be",
        Archives.digest(stored),
        other);
    refuses(new Source(stored, Optional.empty(), Optional.of(other)), other);
  }

  @Test
  void aDamagedArchiveIsToldWithItsPlaceAndLeavesNothing() {
    byte[] large = Archives.large();
    byte[] stored = TarBytes.gzip(large);

    refuses(
        Archives.plain(Arrays.copyOf(large, 2_000_000)),
        "the archive ends in the middle (after `b`, at byte 2000000)");
    refuses(Archives.plain(Arrays.copyOf(stored, 1_000_000)), "damaged gzip data", "after `b`");
    refuses(
        Archives.plain(new TarBytes().file("../x", "").whole()),
        "the archive has a path that leads out: `../x`");
  }

  @Test
  void anArchiveThatCannotBeReadSaysWhy() {
    refuses(
        new ArchiveSource() {
          @Override
          public String name() {
            return "the archive";
          }

          @Override
          public InputStream open() throws IOException {
            return Files.newInputStream(cache.resolve("none"));
          }

          @Override
          public Optional<String> digest() {
            return Optional.empty();
          }

          @Override
          public Optional<String> diffId() {
            return Optional.empty();
          }
        },
        "cannot read the archive: No such file or directory");
  }

  @Test
  void theWritersTroubleIsToldWithTheArchive() {
    JavaUnpacker full =
        new JavaUnpacker() {
          @Override
          public void beforeEntry(int number) {
            if (number == 2) {
              throw Failure.of(FailureCode.DISK_FULL, "No space left on device").asException();
            }
          }
        };
    LayerUnpack unpack =
        new LayerUnpack(store, full, Hashing.inJava(), ArchiveLimits.DEFAULT, EntryRules.IMAGE);

    assertThatThrownBy(() -> unpack.install(Archives.gzip(Archives.large()), Ids.SINGLE))
        .isInstanceOfSatisfying(
            FailureException.class,
            e -> assertThat(e.failure().code()).isEqualTo(FailureCode.DISK_FULL))
        .hasMessage("cannot unpack the archive: b: No space left on device");
    assertThat(Trees.layers(cache)).isEmpty();
    assertThat(Trees.hasLeftovers(cache)).isFalse();
  }

  @Test
  void whiteoutsAndOpaqueFoldersAreUnderstood() {
    byte[] archive =
        new TarBytes()
            .file("etc/.wh.passwd", "")
            .file("var/.wh..wh..opq", "")
            .file(".wh..wh.aufs", "")
            .file(".wh.top", "")
            .whole();

    assertThat(tree(install(Archives.plain(archive))))
        .containsExactly(
            "etc/ 755",
            "etc/passwd 644 whiteout",
            "top 644 whiteout",
            "var/ 755",
            "var/opaque 644 opaque");
    Trees.layers(cache)
        .forEach(layer -> new JavaUnpacker().remove(store.folder(layer), Ids.SINGLE));
    refuses(Archives.plain(new TarBytes().file("a/.wh.", "").whole()), "whiteout of nothing");
    refuses(Archives.plain(new TarBytes().file("a/.wh...", "").whole()), "whiteout of nothing");
  }

  @Test
  void imagesMayHoldDevicesWhichAreLeftOutAndAuthorsArchivesMayNot() {
    byte[] archive =
        new TarBytes().link('3', "null", "").link('4', "disk", "").link('6', "pipe", "").whole();

    assertThat(tree(install(Archives.plain(archive)))).containsExactly("pipe 644 fifo");
    for (String type : List.of("3Char", "4Block", "6Fifo")) {
      byte[] one = new TarBytes().link(type.charAt(0), "x", "").whole();
      assertThatThrownBy(() -> unpack(EntryRules.PLAIN).install(Archives.plain(one), Ids.SINGLE))
          .hasMessageContaining("unsupported tar entry type " + type.substring(1));
    }
    byte[] strange = new TarBytes().add(new Header('Z', "x")).whole();
    assertThatThrownBy(() -> install(Archives.plain(strange)))
        .hasMessageContaining("unsupported tar entry type 'Z'");
  }

  @Test
  void withOneIdAllBelongsToItAndNothingLendsRights() throws IOException {
    List<ArchiveEntry> single = decided(Ids.SINGLE);
    List<ArchiveEntry> range = decided(Ids.RANGE);

    assertThat(((ArchiveEntry.File) single.getLast()).attributes())
        .isEqualTo(new EntryAttributes(0, 0, 0755, 5, 0, List.of()));
    EntryAttributes attributes = ((ArchiveEntry.File) range.getLast()).attributes();
    assertThat(attributes.user()).isEqualTo(7);
    assertThat(attributes.group()).isEqualTo(8);
    assertThat(attributes.mode()).isEqualTo(06755);
    assertThat(attributes.extended())
        .extracting(ExtendedAttribute::name)
        .containsExactly("security.capability", "user.x", "system.posix_acl_access");
    assertThat(((ArchiveEntry.Folder) range.getFirst()).attributes())
        .isEqualTo(new EntryAttributes(0, 0, 0755, 5, 0, List.of()));
  }

  private static List<ArchiveEntry> decided(Ids ids) throws IOException {
    byte[] archive =
        new TarBytes()
            .pax('g', "uid", "7", "gid", "8", "mtime", "5")
            .add(new Header('5', "./").mode(0055))
            .pax(
                'x',
                "SCHILY.xattr.security.capability",
                "\0",
                "SCHILY.xattr.user.x",
                "1",
                "SCHILY.xattr.user.overlay.opaque",
                "y",
                "SCHILY.xattr.trusted.overlay.redirect",
                "/",
                "SCHILY.xattr.system.posix_acl_access",
                "\0")
            .add(new Header('0', "tool").mode(06755))
            .whole();
    var reader =
        new waybill.images.archive.TarReader(
            new java.io.ByteArrayInputStream(archive), ArchiveLimits.DEFAULT);
    EntryPolicy policy = new EntryPolicy(ids, EntryRules.IMAGE);
    List<ArchiveEntry> decided = new ArrayList<>();
    for (var entry = reader.next(); entry.isPresent(); entry = reader.next()) {
      decided.add(policy.decide(entry.get()).orElseThrow());
    }
    return decided;
  }

  @Test
  void ownersBeyondThoseOfATaskAreRefused() {
    byte[] archive = new TarBytes().pax('x', "uid", "65536").file("a", "").whole();

    assertThatThrownBy(() -> unpack(EntryRules.IMAGE).install(Archives.plain(archive), Ids.RANGE))
        .hasMessageContaining("65536");
  }

  @Test
  void manyThreadsUnpackTheSameLayerOnce() throws Exception {
    Source source = Archives.gzip(Archives.large());
    LayerUnpack unpack = unpack(EntryRules.IMAGE);
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      List<Callable<Layer.Stored>> calls = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        calls.add(() -> unpack.install(source, Ids.SINGLE));
      }
      for (Future<Layer.Stored> layer : threads.invokeAll(calls)) {
        assertThat(layer.get().digest()).isEqualTo(source.diffId().orElseThrow());
      }
    }
    assertThat(begun).hasValue(1);
    assertThat(Trees.hasLeftovers(cache)).isFalse();
  }

  @Test
  void anInterruptEndsItAndStaysSet() {
    Thread.currentThread().interrupt();
    try {
      assertThatThrownBy(() -> install(Archives.plain(Archives.large())))
          .hasMessageContaining("interrupted");
      assertThat(Thread.currentThread().isInterrupted()).isTrue();
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(Trees.layers(cache)).isEmpty();
  }
}
