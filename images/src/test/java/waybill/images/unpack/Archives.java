package waybill.images.unpack;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.Optional;
import waybill.images.archive.TarBytes;
import waybill.images.store.TreeDigest;

/** Sources for tests. */
final class Archives {
  private Archives() {}

  static String digest(byte[] bytes) {
    MessageDigest digest = TreeDigest.sha256();
    digest.update(bytes);
    return "sha256:" + TreeDigest.hex(digest);
  }

  /** What is stored, and what is expected of it. */
  @SuppressWarnings("ArrayRecordComponent") // never compared
  record Source(byte[] stored, Optional<String> digest, Optional<String> diffId)
      implements ArchiveSource {
    @Override
    public String name() {
      return "the archive";
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(stored);
    }
  }

  static Source plain(byte[] archive) {
    return new Source(archive, Optional.empty(), Optional.empty());
  }

  /** Compressed, and with both digests known. */
  static Source gzip(byte[] archive) {
    byte[] stored = TarBytes.gzip(archive);
    return new Source(stored, Optional.of(digest(stored)), Optional.of(digest(archive)));
  }

  /** Something of every kind. */
  static byte[] small() {
    return new TarBytes()
        .folder("./")
        .folder("bin/")
        .file("bin/tool", "tool")
        .link('2', "link", "bin/tool")
        .link('1', "again", "bin/tool")
        .whole();
  }

  /** A file of many bytes. */
  static byte[] large() {
    byte[] content = new byte[3_000_000];
    new java.util.Random(7).nextBytes(content);
    return new TarBytes()
        .file("a", "a")
        .add(new TarBytes.Header('0', "b").size(content.length), content)
        .file("c", "c")
        .whole();
  }

  static byte[] text(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
