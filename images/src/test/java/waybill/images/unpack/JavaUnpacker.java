package waybill.images.unpack;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import waybill.files.OsReason;
import waybill.images.store.PlainAccess;
import waybill.images.store.TreeSize;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Ids;

/**
 * Writes layers for one id with what the JDK can do; stands in for the real writer. Notes what it
 * cannot write: a whiteout becomes a file of its name that says so.
 */
public class JavaUnpacker extends PlainAccess implements Unpacker {

  /** Called before each entry. */
  public void beforeEntry(int number) {}

  @Override
  public Unpacking begin(Path folder, Ids ids) {
    try {
      Files.createDirectory(folder);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Writing(folder, ids);
  }

  private record Times(Path folder, EntryAttributes attributes) {}

  private final class Writing implements Unpacking {
    private final Path root;
    private final Ids ids;
    private final List<Times> folders = new ArrayList<>();
    private @Nullable OutputStream out;
    private @Nullable ArchiveEntry last;
    private long left;
    private int entries;

    Writing(Path root, Ids ids) {
      this.root = root;
      this.ids = ids;
    }

    @Override
    public void add(ArchiveEntry entry) {
      beforeEntry(++entries);
      try {
        endFile();
        write(entry);
      } catch (IOException e) {
        throw refused(entry, e);
      }
    }

    private RuntimeException refused(ArchiveEntry entry, IOException e) {
      FailureCode code =
          OsReason.isDiskFull(e) ? FailureCode.DISK_FULL : FailureCode.LAYER_UNBUILDABLE;
      return Failure.of(code, at(entry.path()) + ": " + OsReason.of(e)).asException();
    }

    private void write(ArchiveEntry entry) throws IOException {
      Path path = at(entry.path());
      if (!path.equals(root)) {
        Files.createDirectories(path.resolveSibling("."));
      }
      switch (entry) {
        case ArchiveEntry.Folder f -> {
          Files.createDirectories(path);
          folders.add(new Times(path, f.attributes()));
        }
        case ArchiveEntry.File f -> {
          out = Files.newOutputStream(path);
          last = f;
          left = f.size();
        }
        case ArchiveEntry.SparseFile f -> {
          out = Files.newOutputStream(path);
          last = new ArchiveEntry.File(f.path(), f.attributes(), f.size());
          left = f.size();
        }
        case ArchiveEntry.SymbolicLink l -> {
          Files.createSymbolicLink(path, Path.of(text(l.target())));
          time(path, l.attributes());
        }
        case ArchiveEntry.HardLink l -> Files.createLink(path, at(l.target()));
        case ArchiveEntry.Fifo f -> Files.writeString(path, "fifo");
        case ArchiveEntry.Whiteout w -> Files.writeString(path, "whiteout");
        case ArchiveEntry.Opaque o ->
            Files.writeString(Files.createDirectories(path).resolve("opaque"), "opaque");
      }
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
      OutputStream to = out;
      if (to == null || length > left) {
        throw new AssertionError("data without a file");
      }
      left -= length;
      try {
        to.write(bytes, offset, length);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void hole(long length) {
      data(new byte[(int) length], 0, (int) length);
    }

    private void endFile() throws IOException {
      if (out != null && last instanceof ArchiveEntry.File f) {
        if (left > 0) {
          throw new AssertionError(left + " bytes are missing");
        }
        out.close();
        out = null;
        set(at(f.path()), f.attributes());
      }
    }

    @Override
    public TreeSize finish() {
      try {
        endFile();
        for (Times folder : folders.reversed()) {
          set(folder.folder(), folder.attributes());
        }
        return measure(root, ids);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void close() {
      try {
        if (out != null) {
          out.close();
        }
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    private Path at(byte[] path) {
      return root.resolve(text(path));
    }
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }

  private static void set(Path path, EntryAttributes attributes) throws IOException {
    time(path, attributes);
    Files.setAttribute(path, "unix:mode", attributes.mode());
  }

  private static void time(Path path, EntryAttributes attributes) throws IOException {
    FileTime time =
        FileTime.from(
            Instant.ofEpochSecond(attributes.modifiedSeconds(), attributes.modifiedNanos()));
    Files.getFileAttributeView(path, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
        .setTimes(time, null, null);
  }
}
