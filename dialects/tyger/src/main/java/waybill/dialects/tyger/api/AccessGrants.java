package waybill.dialects.tyger.api;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import waybill.dialects.tyger.access.AccessKeys;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.run.RunDesk;
import waybill.dialects.tyger.store.Buffers;
import waybill.engine.EngineClock;

/** URLs that let whoever has them read or write one buffer for a while. */
final class AccessGrants {
  static final Duration SHORTEST = Duration.ofSeconds(30);
  static final Duration LONGEST = Duration.ofHours(1);

  private final Buffers buffers;
  private final RunDesk runs;
  private final AccessKeys keys;
  private final EngineClock clock;
  private final String base;

  /**
   * @param socket where the API listens
   */
  AccessGrants(Buffers buffers, RunDesk runs, AccessKeys keys, EngineClock clock, Path socket) {
    this.buffers = buffers;
    this.runs = runs;
    this.keys = keys;
    this.clock = clock;
    this.base = "http+unix://" + URLEncoder.encode(socket.toString(), StandardCharsets.UTF_8);
  }

  /**
   * For a buffer, also for one of a run that is not stored.
   *
   * @throws Refusal when there is no such buffer, or one that is not stored goes the other way
   */
  String of(String id, boolean writable, Duration lifetime) {
    String query = keys.query(id, writable, clock.now(), lifetime);
    if (buffers.find(id, false).isPresent()) {
      return base + "/containers/" + id + "?" + query;
    }
    Optional<RunDesk.Relay> relay = runs.relay(id);
    if (relay.isPresent()) {
      if (relay.get().isInput() != writable) {
        throw Refusal.invalid(
            "The buffer '" + id + "' can only be " + (writable ? "read." : "written."));
      }
      return base + "/relay/" + id + "?" + query + "&relay=true";
    }
    throw Refusal.notFound();
  }
}
