package waybill.dialects.bacalhau.spec;

import java.util.Arrays;
import java.util.Optional;
import java.util.SequencedMap;

/**
 * Something that a task finds in its root.
 *
 * @param target absolute
 * @param alias unique within the task
 */
public record InputSource(Source source, String target, Optional<String> alias) {

  /** Where it comes from. */
  public sealed interface Source {

    /** As it is written. */
    String type();

    /** From IPFS. */
    record Ipfs(String cid, Optional<String> gateway) implements Source {
      @Override
      public String type() {
        return "ipfs";
      }
    }

    /**
     * From S3 or what speaks it.
     *
     * @param key an object; with a {@code /} at the end a folder; with a {@code *} a prefix
     */
    record S3(
        String bucket,
        String key,
        Optional<String> filter,
        Optional<String> region,
        Optional<String> endpoint,
        Optional<String> versionId,
        Optional<String> checksumSha256,
        Optional<Partition> partition,
        Optional<String> accessKeyId,
        Optional<String> secretAccessKey)
        implements Source {
      @Override
      public String type() {
        return "s3";
      }
    }

    /**
     * A file or folder of the machine.
     *
     * @param path absolute
     */
    record Local(String path, boolean readWrite, CreateAs createAs) implements Source {
      @Override
      public String type() {
        return "local";
      }
    }

    /** From an address; the target is the folder that receives it. */
    record Url(String url, SequencedMap<String, String> headers) implements Source {
      @Override
      public String type() {
        return "urlDownload";
      }
    }

    /** From an address that was signed for it. */
    record S3PreSigned(String url) implements Source {
      @Override
      public String type() {
        return "s3PreSigned";
      }
    }

    /** What stands in the job itself. */
    final class Inline implements Source {
      private final byte[] content;
      private final boolean archive;

      /**
       * @param content not to be changed any more
       * @param archive whether it is a gzipped tar that becomes a folder, and no file
       */
      public Inline(byte[] content, boolean archive) {
        this.content = content;
        this.archive = archive;
      }

      @Override
      public String type() {
        return "inline";
      }

      /** Not to be changed. */
      public byte[] content() {
        return content;
      }

      public boolean isArchive() {
        return archive;
      }

      @Override
      public boolean equals(Object other) {
        return other instanceof Inline that
            && archive == that.archive
            && Arrays.equals(content, that.content);
      }

      @Override
      public int hashCode() {
        return Arrays.hashCode(content);
      }
    }
  }

  /** What is made where nothing is. */
  public enum CreateAs {
    DIRECTORY,
    FILE,
    NOTHING
  }

  /** How objects are divided among the replicas of a job. */
  public sealed interface Partition {
    record ByObject() implements Partition {}

    record ByPattern(String pattern) implements Partition {}

    record ByCharacters(int start, int end) implements Partition {}

    record ByDate(String format) implements Partition {}
  }
}
