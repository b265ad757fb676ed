package waybill.dialects.tyger.api;

import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Predicate;
import waybill.data.blob.Blob;
import waybill.data.blob.BlobStore;
import waybill.data.blob.DamagedBlobException;
import waybill.dialects.tyger.access.AccessKeys;
import waybill.dialects.tyger.access.AccessKeys.Access;
import waybill.dialects.tyger.api.DataRefusal.Reason;
import waybill.dialects.tyger.buffer.BlobNames;
import waybill.dialects.tyger.buffer.RemoteBlobs;
import waybill.dialects.tyger.buffer.Seal;
import waybill.dialects.tyger.buffer.Writers;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.run.RunDesk;
import waybill.dialects.tyger.store.Buffers;
import waybill.engine.EngineClock;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.web.server.Exchange;

/**
 * The content of buffers: {@code containers/ID} and the blobs below it, as far as Azure's protocol
 * for blobs is needed, and {@code relay/ID} for buffers that are not stored. Every request brings
 * its permission in its query. For any number of threads.
 */
public final class DataRoutes {
  private static final long MAX_WAIT_SECONDS = 30;
  private static final int MD5_BASE64 = 24;

  /** How long nothing may come of a blob that is sent, or be taken of one that is asked for. */
  private static final Duration STALL = Duration.ofSeconds(60);

  private static final int MAX_CHAIN = 128;

  private final Predicate<String> isActive;
  private final BlobStore blobs;
  private final Writers writers;
  private final AccessKeys keys;
  private final Function<String, Optional<RunDesk.Relay>> relays;
  private final EngineClock clock;
  private final Duration stall;

  public DataRoutes(
      Buffers buffers,
      BlobStore blobs,
      Writers writers,
      AccessKeys keys,
      RunDesk runs,
      EngineClock clock) {
    this(
        id -> buffers.find(id, false).isPresent(), blobs, writers, keys, runs::relay, clock, STALL);
  }

  /**
   * For the content of the buffers that are active.
   *
   * @param relays finds the relay of a buffer that is not stored
   */
  DataRoutes(
      Predicate<String> isActive,
      BlobStore blobs,
      Writers writers,
      AccessKeys keys,
      Function<String, Optional<RunDesk.Relay>> relays,
      EngineClock clock,
      Duration stall) {
    this.isActive = isActive;
    this.blobs = blobs;
    this.writers = writers;
    this.keys = keys;
    this.relays = relays;
    this.clock = clock;
    this.stall = stall;
  }

  /** Answers what concerns the content of buffers; false, and no answer, for all else. */
  public boolean handle(Exchange exchange) throws IOException, InterruptedException {
    List<String> segments = exchange.segments();
    if (segments.size() < 2) {
      return false;
    }
    String id = segments.get(1);
    try {
      switch (segments.getFirst()) {
        case "containers" -> {
          if (segments.size() == 2) {
            container(exchange, id);
          } else {
            blob(exchange, id, segments.subList(2, segments.size()));
          }
        }
        case "relay" -> {
          if (segments.size() > 2) {
            return false; // nothing is below one
          }
          relay(exchange, id);
        }
        default -> { // not about content
          return false;
        }
      }
    } catch (DataRefusal refusal) {
      if (!refusal.isStalled()) {
        SentInVain.read(exchange);
      }
      refuse(exchange, refusal.status(), refusal.word(), refusal.xml());
    } catch (FailureException e) {
      if (!(e.getCause() instanceof DamagedBlobException)) {
        throw e;
      }
      // not as a fault of ours, which clients take for one that passes
      DataRefusal damaged = new DataRefusal(Reason.DAMAGED, e.failure().message());
      SentInVain.read(exchange);
      refuse(exchange, damaged.status(), damaged.word(), damaged.xml());
    } catch (Refusal refusal) {
      String xml = DataRefusal.xml(refusal.code().word(), refusal.text(), "");
      SentInVain.read(exchange);
      refuse(exchange, refusal.code().status(), refusal.code().word(), xml);
    }
    return true;
  }

  /** Containers come and go with their buffers, so that one can only be asked for. */
  private void container(Exchange exchange, String id) throws IOException, DataRefusal {
    exchange.limitStalls(stall);
    switch (exchange.method()) {
      case "HEAD", "GET" -> {
        authorize(exchange, id, Access.READ);
        ensureBuffer(id);
        exchange.respond(200, Map.of(), new byte[0]);
      }
      case "PUT", "DELETE" -> {
        authorize(exchange, id, Access.WRITE);
        throw new DataRefusal(
            Reason.PERMISSION, "containers are made and removed with their buffers");
      }
      default -> // nothing that is done with containers
          throw new DataRefusal(Reason.METHOD, "containers are not asked by " + exchange.method());
    }
  }

  private void blob(Exchange exchange, String id, List<String> parts)
      throws IOException, DataRefusal, InterruptedException {
    exchange.limitStalls(stall);
    switch (exchange.method()) {
      case "PUT" -> {
        authorize(exchange, id, Access.WRITE);
        ensureBuffer(id);
        put(exchange, id, path(parts));
      }
      case "GET" -> {
        boolean holds = isHeld(exchange) && path(parts).equals(BlobNames.END);
        authorize(exchange, id, holds ? Access.WRITE : Access.READ);
        ensureBuffer(id);
        if (holds) {
          hold(exchange, id);
        } else {
          get(exchange, id, path(parts), patience(exchange));
        }
      }
      case "HEAD" -> {
        authorize(exchange, id, Access.READ);
        ensureBuffer(id);
        Blob blob = blobs.find(id, path(parts)).orElseThrow(DataRoutes::noBlob);
        Map<String, String> headers = headers(blob);
        headers.put(RemoteBlobs.HOLD, "true");
        exchange.respond(200, headers, new byte[0]);
      }
      case "DELETE" -> {
        authorize(exchange, id, Access.WRITE);
        throw new DataRefusal(Reason.PERMISSION, "blobs are removed with their buffer");
      }
      default -> // nothing that is done with blobs
          throw new DataRefusal(Reason.METHOD, "blobs are not asked by " + exchange.method());
    }
  }

  private void put(Exchange exchange, String id, String path) throws IOException, DataRefusal {
    long size = exchange.length();
    if (size < 0) {
      throw new DataRefusal(Reason.LENGTH, "the length of a blob must be said");
    }
    if (size > BlobStore.MAX_BLOB) {
      throw new DataRefusal(
          Reason.TOO_LARGE, "a blob has at most " + BlobStore.MAX_BLOB + " bytes");
    }
    String md5 = exchange.header(RemoteBlobs.MD5).orElse("");
    if (md5.length() != MD5_BASE64) {
      throw new DataRefusal(Reason.HEADER, "Content-MD5 is missing, or not 16 bytes in base64");
    }
    Optional<String> chain = exchange.header(RemoteBlobs.CHAIN);
    if (chain.isPresent() && chain.get().length() > MAX_CHAIN) {
      throw new DataRefusal(Reason.HEADER, RemoteBlobs.CHAIN + " is too long");
    }
    if (blobs.find(id, path).isPresent()) {
      throw exists();
    }
    Map<String, String> metadata = new HashMap<>();
    chain.ifPresent(hash -> metadata.put(Seal.CHAIN, hash));
    if (path.equals(BlobNames.START) && isHeld(exchange)) {
      metadata.put(Writers.HELD, "");
      writers.begins(id);
    }
    switch (keep(exchange, id, path, new Blob(size, md5, metadata))) {
      case WRITTEN -> {
        if (path.equals(BlobNames.END)) {
          writers.ended(id);
        }
        exchange.respond(201, Map.of(), new byte[0]);
      }
      case EXISTS -> throw exists();
      case DAMAGED ->
          throw new DataRefusal(
              Reason.MD5, "the content does not have the MD5 that Content-MD5 says");
      case NO_CONTAINER -> throw noContainer();
    }
  }

  private BlobStore.Put keep(Exchange exchange, String id, String path, Blob blob)
      throws IOException, DataRefusal {
    try {
      return blobs.put(id, path, blob, exchange.body());
    } catch (SocketTimeoutException e) {
      throw new DataRefusal(Reason.STALLED, "nothing came of the blob for too long");
    } catch (FailureException e) {
      if (e.failure().code() == FailureCode.DISK_FULL) {
        throw new DataRefusal(Reason.DISK_FULL, e.failure().message());
      }
      throw e;
    }
  }

  /** Whoever hangs up while this waits was the writer, and is gone. */
  private void hold(Exchange exchange, String id)
      throws IOException, DataRefusal, InterruptedException {
    try {
      writers.hold(id, patience(exchange));
    } catch (InterruptedException e) {
      if (exchange.isAbandoned()) {
        writers.gone(id);
      }
      throw e;
    }
    get(exchange, id, BlobNames.END, Duration.ZERO);
  }

  private void get(Exchange exchange, String id, String path, Duration patience)
      throws IOException, DataRefusal, InterruptedException {
    Optional<Blob> found = writers.await(id, path, patience);
    if (found.isEmpty()) {
      ensureBuffer(id);
      throw noBlob();
    }
    Blob blob = found.get();
    try (FileChannel file = blobs.open(id, path).orElseThrow(DataRoutes::noBlob)) {
      exchange.respond(200, headers(blob), file, blob.size());
    }
  }

  private void relay(Exchange exchange, String id)
      throws IOException, DataRefusal, InterruptedException {
    boolean write = exchange.method().equals("PUT");
    authorize(exchange, id, write ? Access.WRITE : Access.READ);
    RunDesk.Relay relay = relays.apply(id).orElseThrow(DataRoutes::noContainer);
    switch (exchange.method()) {
      case "HEAD" -> exchange.respond(200, Map.of(), new byte[0]);
      case "PUT" -> {
        ensureDirection(relay.isInput(), "it is written by the run");
        relay.fill(exchange.body());
        exchange.respond(202, Map.of(), new byte[0]);
      }
      case "GET" -> {
        ensureDirection(!relay.isInput(), "it is read by the run");
        drain(exchange, relay);
      }
      default -> // a relay has two ends and nothing else
          throw new DataRefusal(Reason.METHOD, "a relay is not asked by " + exchange.method());
    }
  }

  /** Begins the answer with the first byte or at the end: before that, a refusal can be told. */
  private static void drain(Exchange exchange, RunDesk.Relay relay)
      throws IOException, InterruptedException {
    try (LateAnswer out = new LateAnswer(exchange)) {
      try {
        relay.drain(out);
      } catch (Refusal e) {
        out.breakOff(e);
        throw e;
      }
      out.finish();
    }
  }

  private static void ensureDirection(boolean right, String why) throws DataRefusal {
    if (!right) {
      throw new DataRefusal(Reason.PERMISSION, why);
    }
  }

  private void authorize(Exchange exchange, String id, Access wanted) throws DataRefusal {
    Map<String, String> query = new HashMap<>();
    for (Map.Entry<String, String> parameter : exchange.query()) {
      query.putIfAbsent(parameter.getKey(), parameter.getValue());
    }
    switch (keys.check(id, query, clock.now())) {
      case NONE -> throw new DataRefusal(Reason.AUTHENTICATION, "Signature did not match");
      case EARLY ->
          throw new DataRefusal(Reason.AUTHENTICATION, "Signed start time is still to come");
      case EXPIRED -> throw new DataRefusal(Reason.AUTHENTICATION, "Signed expiry time has passed");
      case READ -> {
        if (wanted == Access.WRITE) {
          throw new DataRefusal(Reason.PERMISSION, "the URL is for reading");
        }
      }
      case WRITE -> {
        // Includes reading.
      }
    }
  }

  private void ensureBuffer(String id) throws DataRefusal {
    if (!BlobStore.isContainerName(id) || !isActive.test(id) || !blobs.has(id)) {
      throw noContainer();
    }
  }

  private static String path(List<String> parts) throws DataRefusal {
    String path = String.join("/", parts);
    if (parts.contains("") || !BlobStore.isBlobPath(path)) {
      throw new DataRefusal(Reason.NAME, "that is no name of a blob");
    }
    return path;
  }

  private static Duration patience(Exchange exchange) throws DataRefusal {
    String seconds = exchange.header(RemoteBlobs.WAIT).orElse("0");
    try {
      return Duration.ofSeconds(Math.clamp(Long.parseLong(seconds), 0, MAX_WAIT_SECONDS));
    } catch (NumberFormatException e) {
      throw new DataRefusal(Reason.HEADER, RemoteBlobs.WAIT + " is no number of seconds");
    }
  }

  private static boolean isHeld(Exchange exchange) {
    return exchange.header(RemoteBlobs.HOLD).isPresent();
  }

  private static Map<String, String> headers(Blob blob) {
    Map<String, String> headers = new HashMap<>();
    headers.put("Content-Type", "application/octet-stream");
    headers.put(RemoteBlobs.MD5, blob.md5());
    if (blob.metadata().containsKey(Seal.CHAIN)) {
      headers.put(RemoteBlobs.CHAIN, blob.metadata().get(Seal.CHAIN));
    }
    return headers;
  }

  private static DataRefusal exists() {
    return new DataRefusal(Reason.OVERWRITE, "there is such a blob, and blobs are written once");
  }

  private static DataRefusal noBlob() {
    return new DataRefusal(Reason.NO_BLOB, "The specified blob does not exist.");
  }

  private static DataRefusal noContainer() {
    return new DataRefusal(Reason.NO_CONTAINER, "The specified container does not exist.");
  }

  private static void refuse(Exchange exchange, int status, String code, String xml)
      throws IOException {
    Map<String, String> headers = new HashMap<>();
    headers.put("x-ms-error-code", code);
    headers.put("Content-Type", "application/xml");
    boolean head = exchange.method().equals("HEAD");
    if (head) {
      headers.put(RemoteBlobs.HOLD, "true");
    }
    byte[] body = head ? new byte[0] : xml.getBytes(StandardCharsets.UTF_8);
    exchange.respond(status, headers, body);
  }
}
