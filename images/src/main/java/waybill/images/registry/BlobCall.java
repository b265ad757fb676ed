package waybill.images.registry;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.util.Map;
import java.util.OptionalLong;
import waybill.images.registry.TroubleException.Kind;
import waybill.images.source.Descriptor;

/** Asks for the bytes of a blob that are still missing, as often as that is needed. */
final class BlobCall implements Exchange.Call<Boolean> {
  private static final int BUFFER = 64 << 10;

  private final URI address;
  private final Descriptor blob;
  private final BlobSink sink;

  /** Whether the bytes of one transfer alone are in the sink. */
  private boolean fresh;

  /** The most bytes there ever were: a registry that begins anew each time brings nothing new. */
  private long reached;

  BlobCall(URI address, Descriptor blob, BlobSink sink) {
    this.address = address;
    this.blob = blob;
    this.sink = sink;
    this.fresh = sink.size() == 0;
    this.reached = sink.size();
    if (sink.size() > blob.size()) {
      startAnew();
    }
  }

  private void startAnew() {
    sink.restart();
    fresh = true;
  }

  @Override
  public URI address() {
    return address;
  }

  @Override
  public Map<String, String> headers() {
    // Compressed on its way, a blob would have other bytes than its digest says.
    return sink.size() == 0
        ? Map.of("Accept-Encoding", "identity")
        : Map.of("Accept-Encoding", "identity", "Range", "bytes=" + sink.size() + '-');
  }

  @Override
  public boolean accepts(int status) {
    return status == 200 || status == 206 || (status == 416 && sink.size() > 0);
  }

  @Override
  public long progress() {
    return reached;
  }

  /** True when all bytes are there and right. */
  @Override
  public Boolean read(HttpDoor.Answer answer) throws IOException, TroubleException {
    if (answer.status() == 416) {
      startAnew();
      throw new TroubleException(Kind.CUT, "does not go on where it was cut off (416)");
    }
    if (answer.status() == 200 && sink.size() > 0) {
      startAnew();
    }
    if (answer.status() == 206 && !begins(answer.header("Content-Range"))) {
      startAnew();
      throw new TroubleException(Kind.CUT, "sent another part than it was asked for");
    }
    OptionalLong told = answer.response().headers().firstValueAsLong("Content-Length");
    if (told.isPresent() && told.getAsLong() > blob.size() - sink.size()) {
      throw wrongSize(told.getAsLong() + sink.size());
    }
    copy(answer.body());
    if (sink.size() < blob.size()) {
      if (told.isPresent() && told.getAsLong() == 0) {
        throw wrongSize(sink.size());
      }
      throw new TroubleException(
          Kind.CUT,
          "sent only " + sink.size() + " of " + blob.size() + " bytes of " + blob.digest());
    }
    return verified();
  }

  /** Looks at the digest of all bytes. */
  Boolean verified() throws TroubleException {
    String digest = sink.digest();
    if (digest.equals(blob.digest())) {
      return true;
    }
    boolean anew = !fresh;
    startAnew();
    throw new TroubleException(
        // What was there from an earlier time may be damaged: then the second time is right.
        anew ? Kind.CUT : Kind.WRONG_CONTENT,
        "sent bytes with the digest " + digest + " for " + blob.digest());
  }

  private TroubleException wrongSize(long size) {
    return new TroubleException(
        Kind.WRONG_CONTENT,
        "has " + size + " bytes for " + blob.digest() + ", which has to have " + blob.size());
  }

  private void copy(InputStream body) throws IOException, TroubleException {
    byte[] buffer = new byte[BUFFER];
    for (int got = body.read(buffer); got >= 0; got = body.read(buffer)) {
      if (got > blob.size() - sink.size()) {
        throw new TroubleException(
            Kind.WRONG_CONTENT,
            "sent more than the " + blob.size() + " bytes that " + blob.digest() + " has to have");
      }
      sink.write(buffer, 0, got);
      reached = Math.max(reached, sink.size());
    }
  }

  private boolean begins(String contentRange) {
    return contentRange.strip().startsWith("bytes " + sink.size() + '-');
  }
}
