package waybill.backends.local;

import java.nio.file.Path;
import waybill.images.store.TreeSize;
import waybill.images.unpack.ArchiveEntry;
import waybill.images.unpack.EntryAttributes;
import waybill.images.unpack.ExtendedAttribute;
import waybill.images.unpack.Unpacker;
import waybill.images.unpack.Unpacking;
import waybill.model.task.Ids;
import waybill.sandbox.TreeContents;
import waybill.sandbox.TreeSettings;
import waybill.sandbox.TreeWriter;

/** Writes layers with the launcher's writer of trees. Safe for all threads. */
public final class LocalUnpacker implements Unpacker {
  private final TreeSettings settings;

  LocalUnpacker(TreeSettings settings) {
    this.settings = settings;
  }

  @Override
  public Unpacking begin(Path folder, Ids ids) {
    return new Writing(TreeWriter.start(settings, folder, ids));
  }

  @Override
  public void remove(Path folder, Ids ids) {
    TreeWriter.remove(settings, folder, ids);
  }

  @Override
  public TreeSize measure(Path folder, Ids ids) {
    return size(TreeWriter.measure(settings, folder, ids));
  }

  private static TreeSize size(TreeContents contents) {
    return new TreeSize(contents.entries(), contents.bytes());
  }

  private record Writing(TreeWriter writer) implements Unpacking {

    @Override
    public void add(ArchiveEntry entry) {
      switch (entry) {
        case ArchiveEntry.Folder folder -> describe(folder.attributes()).folder(folder.path());
        case ArchiveEntry.File file -> describe(file.attributes()).file(file.path(), file.size());
        case ArchiveEntry.SparseFile file ->
            describe(file.attributes()).sparseFile(file.path(), file.size());
        case ArchiveEntry.SymbolicLink link ->
            describe(link.attributes()).symbolicLink(link.path(), link.target());
        case ArchiveEntry.HardLink link -> writer.hardLink(link.path(), link.target());
        case ArchiveEntry.Fifo fifo -> describe(fifo.attributes()).fifo(fifo.path());
        case ArchiveEntry.Whiteout whiteout -> writer.whiteout(whiteout.path());
        case ArchiveEntry.Opaque opaque -> writer.opaque(opaque.path());
      }
    }

    private TreeWriter describe(EntryAttributes a) {
      writer.attributes(a.user(), a.group(), a.mode(), a.modifiedSeconds(), a.modifiedNanos());
      for (ExtendedAttribute attribute : a.extended()) {
        writer.extended(attribute.name(), attribute.value());
      }
      return writer;
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
      writer.data(bytes, offset, length);
    }

    @Override
    public void hole(long length) {
      writer.hole(length);
    }

    @Override
    public TreeSize finish() {
      return size(writer.finish());
    }

    @Override
    public void close() {
      writer.close();
    }
  }
}
