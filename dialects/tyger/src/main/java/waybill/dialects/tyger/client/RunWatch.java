package waybill.dialects.tyger.client;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.web.client.WebResponse;

/** Follows a run to its end. */
public final class RunWatch {
  private static final Set<String> OVER = Set.of("Succeeded", "Failed", "Canceled");

  private RunWatch() {}

  /** Gets the run as JSON, now and after each change; false when it wants no more. */
  public interface Watcher {
    boolean changed(String json);
  }

  /** Returns when the run is over, or the watcher wants no more. */
  public static void follow(ApiClient api, String id, Watcher watcher) throws InterruptedException {
    ApiTarget target = ApiTarget.of("runs", id).with("watch", "true");
    try (WebResponse response = api.stream(target);
        var lines =
            new BufferedReader(new InputStreamReader(response.body(), StandardCharsets.UTF_8))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        if (!watcher.changed(line) || isOver(line)) {
          return;
        }
      }
      throw Failure.of(FailureCode.AGENT_LOST, "the server told no more of run " + id)
          .asException();
    } catch (ClosedByInterruptException e) {
      throw new InterruptedException("interrupted while following a run");
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.AGENT_LOST,
              "the connection to the server broke: " + String.valueOf(e.getMessage())),
          e);
    }
  }

  /** Whether that is the end of a run. */
  public static boolean isOver(String json) {
    return ApiClient.text(ApiClient.object(json), "status").map(OVER::contains).orElse(false);
  }
}
