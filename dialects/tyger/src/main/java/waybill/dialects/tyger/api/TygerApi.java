package waybill.dialects.tyger.api;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import waybill.data.blob.BlobStore;
import waybill.dialects.tyger.access.AccessKeys;
import waybill.dialects.tyger.buffer.Writers;
import waybill.dialects.tyger.problem.Refusal;
import waybill.dialects.tyger.run.RunDesk;
import waybill.dialects.tyger.store.Buffers;
import waybill.dialects.tyger.store.Codespecs;
import waybill.engine.EngineClock;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;
import waybill.web.server.Exchange;
import waybill.web.server.WebHandler;

/** All routes: finds the one that is meant, and answers what is refused. */
public final class TygerApi implements WebHandler {
  /** Of the API; the only one that there is. */
  static final String VERSION = "1.0";

  static final String VERSION_PARAMETER = "api-version";

  private static final String JSON = "application/json; charset=utf-8";
  private static final String FAULT = "InternalServerError";

  /** Begins the paths of clients that are older than versions. */
  private static final String OLD = "v1";

  /** How long nothing may come of a body that nobody wants. */
  private static final Duration STALL = Duration.ofSeconds(5);

  private final List<Route> routes = new ArrayList<>();
  private final DataRoutes data;
  private final Consumer<String> log;

  /**
   * What the API is about.
   *
   * @param socket where it listens, for access URLs
   * @param log gets faults of ours, a line each
   */
  public record World(
      Codespecs codespecs,
      Buffers buffers,
      BlobStore blobs,
      Writers writers,
      AccessKeys keys,
      RunDesk runs,
      Path socket,
      EngineClock clock,
      Consumer<String> log) {}

  public TygerApi(World world) {
    var grants =
        new AccessGrants(
            world.buffers(), world.runs(), world.keys(), world.clock(), world.socket());
    routes.addAll(new CodespecRoutes(world.codespecs()).routes());
    routes.addAll(new BufferRoutes(world.buffers(), grants).routes());
    routes.addAll(new RunRoutes(world.runs()).routes());
    routes.addAll(new MetadataRoutes().routes());
    this.data =
        new DataRoutes(
            world.buffers(),
            world.blobs(),
            world.writers(),
            world.keys(),
            world.runs(),
            world.clock());
    this.log = world.log();
  }

  /** For whoever compares them with what is documented. */
  List<Route> routes() {
    return List.copyOf(routes);
  }

  @Override
  public void handle(Exchange request) throws IOException, InterruptedException {
    Exchange exchange = new NumberedExchange(request);
    if (data.handle(exchange)) {
      return; // with errors in words of its own
    }
    try {
      control(exchange);
    } catch (Refusal refusal) {
      refuse(exchange, refusal.code().status(), refusal.code().word(), refusal.text(), List.of());
    } catch (FailureException failure) {
      fault(exchange, String.valueOf(failure.getMessage()));
    } catch (ProblemsException settings) {
      // requests are refused otherwise: this is a file of the machine's own
      fault(exchange, settings.asFailure("").failure().message());
    }
  }

  @Override
  public Told failed(int status, String reason) {
    String code = status < 500 ? Refusal.Code.BAD_REQUEST.word() : FAULT;
    return new Told(
        Map.of("Content-Type", JSON, NumberedExchange.HEADER, NumberedExchange.newId()),
        JsonTexts.error(code, reason, List.of()));
  }

  private void fault(Exchange exchange, String message) throws IOException {
    log.accept(exchange.method() + " " + path(exchange) + ": " + message);
    refuse(exchange, 500, FAULT, message, List.of());
  }

  private void control(Exchange exchange) throws IOException, InterruptedException {
    List<String> segments = exchange.segments();
    boolean old = !segments.isEmpty() && segments.getFirst().equals(OLD);
    List<String> asked = withoutEnd(old ? segments.subList(1, segments.size()) : segments);
    Set<String> others = new LinkedHashSet<>();
    for (Route route : routes) {
      Optional<Map<String, String>> values = route.match(asked);
      if (values.isEmpty()) {
        continue;
      }
      if (route.method().equals(exchange.method())) {
        Call call = new Call(exchange, values.get());
        if (route.neutral() || isOfVersion(call, old)) {
          route.action().answer(call);
        }
        return;
      }
      others.add(route.method());
    }
    if (others.isEmpty()) {
      throw new Refusal(Refusal.Code.INVALID_ROUTE, "The request path was not recognized.");
    }
    passOver(exchange);
    exchange.respond(405, Map.of("Allow", String.join(", ", others)), new byte[0]);
  }

  /** A slash at the end of a path says nothing. */
  private static List<String> withoutEnd(List<String> segments) {
    boolean slash = segments.size() > 1 && segments.getLast().isEmpty();
    return slash ? segments.subList(0, segments.size() - 1) : segments;
  }

  /** Answers itself when it is not. */
  private static boolean isOfVersion(Call call, boolean old) throws IOException {
    List<String> versions =
        call.parameters(VERSION_PARAMETER).stream().filter(v -> !v.isEmpty()).toList();
    boolean isSaid = !versions.isEmpty();
    if (isSaid ? versions.stream().allMatch(VERSION::equals) : old) {
      return true;
    }
    refuse(
        call.exchange(),
        400,
        "BadRequest",
        isSaid ? "Unsupported API version" : "Unspecified API version",
        List.of(VERSION));
    return false;
  }

  private static void refuse(
      Exchange exchange, int status, String code, String message, List<String> versions)
      throws IOException {
    Map<String, String> headers = new LinkedHashMap<>();
    headers.put("Content-Type", JSON);
    passOver(exchange);
    exchange.respond(
        status, headers, JsonTexts.error(code, message, versions).getBytes(StandardCharsets.UTF_8));
  }

  private static void passOver(Exchange exchange) throws IOException {
    exchange.limitStalls(STALL);
    SentInVain.read(exchange);
  }

  /** Without the query, which may hold signatures. */
  private static String path(Exchange exchange) {
    return "/" + String.join("/", exchange.segments());
  }
}
