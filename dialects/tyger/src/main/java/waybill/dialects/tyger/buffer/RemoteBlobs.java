package waybill.dialects.tyger.buffer;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import waybill.dialects.tyger.problem.BufferTexts;
import waybill.web.client.WebBody;
import waybill.web.client.WebClient;
import waybill.web.client.WebResponse;

/**
 * Blobs of a container that a server keeps: one of ours, the older program's, or Azure's. What may
 * succeed when tried again is tried again; {@link RemoteRequests} has the rules.
 */
public final class RemoteBlobs implements BlobAccess {
  /**
   * How long a question may wait at the server, in seconds; servers that do not know it ignore it.
   */
  public static final String WAIT = "x-wb-wait";

  /**
   * In the answer to a HEAD: this server misses writers who are gone, and a first marker that has
   * it, too, begins a buffer that has failed when nobody holds it. With a GET of the last marker:
   * whoever waits here holds it. Servers that do not know it never see it.
   */
  public static final String HOLD = "x-wb-hold";

  public static final String MD5 = "Content-MD5";
  public static final String CHAIN = "x-ms-meta-" + Seal.CHAIN;

  private static final int MAX_MISMATCHES = 5;
  private static final int MAX_TRUNCATED = 6;

  private final RemoteRequests requests;
  private final AccessUrls urls;
  private final Pause pause;
  private volatile boolean misses;

  public RemoteBlobs(WebClient web, AccessUrls urls, Trouble trouble) {
    this(web::send, urls, Pause.REAL, trouble);
  }

  RemoteBlobs(RemoteRequests.Sender web, AccessUrls urls, Pause pause, Trouble trouble) {
    this.requests = new RemoteRequests(web, urls, pause, trouble);
    this.urls = urls;
    this.pause = pause;
  }

  @Override
  public String name() {
    return "the buffer's access URL";
  }

  @Override
  public Put put(String path, byte[] bytes, int offset, int length, Seal seal)
      throws InterruptedException {
    Map<String, String> headers = new HashMap<>();
    headers.put(MD5, seal.md5());
    headers.put("x-ms-blob-type", "BlockBlob");
    seal.chain().ifPresent(chain -> headers.put(CHAIN, chain));
    if (misses && path.equals(BlobNames.START)) {
      headers.put(HOLD, "true");
    }
    var body = new WebBody.Bytes(ByteBuffer.wrap(bytes, offset, length));
    for (int mismatches = 0; ; mismatches++) {
      var question = new RemoteRequests.Question("PUT", path, headers, body);
      try (RemoteRequests.Answer answer = requests.ask(question)) {
        WebResponse response = answer.response();
        String code = RemoteRequests.code(response);
        if (response.status() / 100 == 2) {
          return Put.WRITTEN;
        }
        if (code.equals("UnauthorizedBlobOverwrite") || code.equals("BlobAlreadyExists")) {
          // Of a request that was sent twice, the first may have been carried out unheard; the
          // client
          // may have repeated it without our knowing. First markers of all writers are the same.
          boolean comparable = answer.again() || !path.equals(BlobNames.START);
          return comparable && head(path).equals(Optional.of(seal)) ? Put.WRITTEN : Put.EXISTS;
        }
        if (!code.equals("Md5Mismatch")) {
          throw RemoteRequests.refusal(response);
        }
        if (mismatches == MAX_MISMATCHES) {
          throw BufferTexts.md5Mismatch(path);
        }
      }
    }
  }

  @Override
  public Optional<Content> get(String path, Duration patience, Space space)
      throws InterruptedException {
    Map<String, String> headers =
        patience.isZero() ? Map.of() : Map.of(WAIT, Long.toString(patience.toSeconds()));
    int mismatches = 0;
    int truncated = 0;
    while (true) {
      var question = new RemoteRequests.Question("GET", path, headers, new WebBody.None());
      try (RemoteRequests.Answer answer = requests.ask(question)) {
        WebResponse response = answer.response();
        if (response.status() == 404) {
          RemoteRequests.ensureContainer(response);
          return Optional.empty();
        }
        if (response.status() != 200) {
          throw RemoteRequests.refusal(response);
        }
        Content content = content(response, path, space);
        if (fits(content)) {
          return Optional.of(content);
        }
        if (mismatches++ == MAX_MISMATCHES) {
          throw BufferTexts.md5Mismatch(path);
        }
      } catch (IOException e) {
        if (truncated++ == MAX_TRUNCATED) {
          throw BufferTexts.server("blob " + path + " cannot be read whole: " + reason(e));
        }
        requests.rest(truncated, reason(e));
      }
    }
  }

  private static String reason(IOException e) {
    return RemoteRequests.reason(e);
  }

  private static Content content(WebResponse response, String path, Space space)
      throws IOException, InterruptedException {
    long size = response.length();
    if (size < 0 || size > MAX_BLOB) {
      throw BufferTexts.form(
          "the server says that blob " + path + " has " + size + " bytes, which cannot be");
    }
    int length = (int) size;
    byte[] bytes = space.of(length);
    InputStream body = response.body();
    int done = 0;
    while (done < length) {
      int count = body.read(bytes, done, length - done);
      if (count < 0) {
        throw new IOException("it ended after " + done + " of " + length + " bytes");
      }
      done += count;
    }
    // The end of the body is seen, so that the connection can be used again.
    if (body.read() >= 0) {
      throw new IOException("it is longer than " + length + " bytes");
    }
    return new Content(bytes, length, seal(response));
  }

  private static boolean fits(Content content) {
    return HashChain.md5(content.bytes(), 0, content.length()).equals(content.seal().md5());
  }

  @Override
  public Optional<Seal> head(String path) throws InterruptedException {
    var question = new RemoteRequests.Question("HEAD", path, Map.of(), new WebBody.None());
    try (RemoteRequests.Answer answer = requests.ask(question)) {
      WebResponse response = answer.response();
      misses = response.header(HOLD).isPresent();
      if (response.status() == 404) {
        RemoteRequests.ensureContainer(response);
        return Optional.empty();
      }
      if (response.status() != 200) {
        throw RemoteRequests.refusal(response);
      }
      return Optional.of(seal(response));
    }
  }

  @Override
  public Hold hold() {
    return misses ? RemoteHold.begin(requests, urls, pause) : BlobAccess.super.hold();
  }

  private static Seal seal(WebResponse response) {
    return new Seal(response.header(MD5).orElse(""), response.header(CHAIN));
  }
}
