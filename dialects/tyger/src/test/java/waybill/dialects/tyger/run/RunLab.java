package waybill.dialects.tyger.run;

import java.nio.file.Path;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.buffer.Writers;
import waybill.dialects.tyger.store.Buffers;
import waybill.dialects.tyger.store.Codespecs;

/** A {@link Lab} with stored buffers, for tests of what stands before it. */
public final class RunLab implements AutoCloseable {
  private final Lab lab;

  public RunLab(Path folder) {
    lab = new Lab(folder, 4, blobs -> new StoredStreams(blobs, new Writers(blobs)));
  }

  public Codespecs codespecs() {
    return lab.codespecs;
  }

  public Buffers buffers() {
    return lab.buffers;
  }

  public BlobStore blobs() {
    return lab.blobs;
  }

  public RunDesk runs() {
    return lab.runs;
  }

  @Override
  public void close() {
    lab.close();
  }
}
