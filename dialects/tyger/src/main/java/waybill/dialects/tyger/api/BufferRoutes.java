package waybill.dialects.tyger.api;

import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.spec.Buffer;
import waybill.dialects.tyger.spec.Page;
import waybill.dialects.tyger.spec.Ttl;
import waybill.dialects.tyger.store.Buffers;
import waybill.dialects.tyger.store.TagFilter;
import waybill.dialects.tyger.written.BufferJson;

/** Buffers: what they are, and who may get at what is in them. */
final class BufferRoutes {
  private static final String LOCATION = "local";
  private static final Set<String> RESTORES = Set.of("tag", "excludeTag");
  private static final Set<String> DELETES = Set.of("tag", "excludeTag", "purge");

  private final Buffers buffers;
  private final AccessGrants grants;

  BufferRoutes(Buffers buffers, AccessGrants grants) {
    this.buffers = buffers;
    this.grants = grants;
  }

  List<Route> routes() {
    Set<String> choice = Set.of("tag", "excludeTag", "softDeleted");
    return List.of(
        Route.of("POST", "/buffers", Set.of(), this::create),
        Route.of(
            "GET",
            "/buffers",
            Set.of("limit", "tag", "excludeTag", "softDeleted", "_ct"),
            this::list),
        Route.of("DELETE", "/buffers", DELETES, this::deleteAll),
        Route.of("GET", "/buffers/count", choice, this::count),
        Route.of("GET", "/buffers/storage-accounts", Set.of(), BufferRoutes::storageAccounts),
        Route.of("POST", "/buffers/restore", RESTORES, this::restoreAll),
        Route.of("GET", "/buffers/{id}", Set.of("softDeleted"), this::show),
        Route.of("PUT", "/buffers/{id}", Set.of("softDeleted"), this::set),
        Route.of("DELETE", "/buffers/{id}", Set.of("purge"), this::delete),
        Route.of("POST", "/buffers/{id}/restore", Set.of(), this::restore),
        Route.of(
            "POST",
            "/buffers/{id}/access",
            Set.of("writeable", "preferTcp", "fromDocker", "ttl"),
            this::access));
  }

  private void create(Call call) throws IOException {
    BufferJson.Wanted wanted = BufferJson.read(call.body());
    if (wanted.location().isPresent() && !wanted.location().get().equals(LOCATION)) {
      throw Refusal.invalid(
          "Unknown location '" + wanted.location().get() + "'. Valid options are: 'local'.");
    }
    Buffer made = buffers.create(wanted.tags(), wanted.expiresAt());
    answer(call, 201, made, Map.of("Location", "/buffers/" + made.id()));
  }

  private void list(Call call) throws IOException {
    int limit = call.limit();
    TagFilter filter = call.tags();
    boolean deleted = call.flag("softDeleted");
    Page<Buffer> page =
        limit == 0
            ? new Page<>(List.of(), Optional.empty())
            : buffers.list(filter, deleted, limit, call.continuation());
    call.json(200, Pages.json(call, page, BufferJson::write));
  }

  private void count(Call call) throws IOException {
    call.json(200, Long.toString(buffers.count(call.tags(), call.flag("softDeleted"))));
  }

  private static void storageAccounts(Call call) throws IOException {
    Map<String, String> account = new LinkedHashMap<>();
    account.put("name", LOCATION);
    account.put("location", LOCATION);
    account.put("endpoint", "http+unix://");
    call.json(200, "[" + JsonTexts.object(account) + "]");
  }

  private void show(Call call) throws IOException {
    Buffer found =
        buffers.find(call.path("id"), call.flag("softDeleted")).orElseThrow(Refusal::notFound);
    answer(call, 200, found, Map.of());
  }

  private void set(Call call) throws IOException {
    BufferJson.Wanted wanted = BufferJson.read(call.body());
    String id = call.path("id");
    boolean deleted = call.flag("softDeleted");
    Optional<String> mark = call.ifMatch(() -> buffers.find(id, deleted).map(Buffer::eTag));
    Buffer changed = buffers.set(id, deleted, wanted.tags(), wanted.expiresAt(), mark);
    answer(call, 200, changed, Map.of());
  }

  private void delete(Call call) throws IOException {
    String id = call.path("id");
    answer(call, 200, call.flag("purge") ? buffers.purge(id) : buffers.delete(id), Map.of());
  }

  private void restore(Call call) throws IOException {
    answer(call, 200, buffers.restore(call.path("id")), Map.of());
  }

  private void deleteAll(Call call) throws IOException {
    call.only(DELETES);
    TagFilter filter = call.tags();
    long changed = call.flag("purge") ? buffers.purgeAll(filter) : buffers.deleteAll(filter);
    call.json(200, Long.toString(changed));
  }

  private void restoreAll(Call call) throws IOException {
    call.only(RESTORES);
    call.json(200, Long.toString(buffers.restoreAll(call.tags())));
  }

  private void access(Call call) throws IOException {
    String url =
        grants.of(call.path("id"), call.flag("writeable"), lifetime(call.parameter("ttl")));
    call.json(201, JsonTexts.object(Map.of("uri", url)));
  }

  /** As .NET writes spans of time: {@code [D.]HH:MM:SS}. */
  private static Duration lifetime(Optional<String> written) {
    if (written.isEmpty() || written.get().isEmpty()) {
      return AccessGrants.LONGEST;
    }
    Duration lifetime =
        Ttl.readWritten(written.get())
            .orElseThrow(() -> Refusal.invalid("ttl must be a valid, non-negative TimeSpan"));
    if (lifetime.compareTo(AccessGrants.SHORTEST) < 0) {
      throw Refusal.invalid(
          "Access TTL must be at least " + AccessGrants.SHORTEST.toSeconds() + " seconds.");
    }
    return lifetime.compareTo(AccessGrants.LONGEST) > 0 ? AccessGrants.LONGEST : lifetime;
  }

  private static void answer(Call call, int status, Buffer buffer, Map<String, String> more)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>(more);
    headers.put("ETag", buffer.eTag());
    call.json(status, BufferJson.write(buffer), headers);
  }
}
