package waybill.dialects.tyger.client;

import java.nio.file.Path;
import waybill.web.client.WebAddress;
import waybill.web.client.WebClient;

/** The API for as long as a command needs it. */
public final class ApiSession implements AutoCloseable {

  /** Holds the server open until it is closed. */
  public interface Door extends AutoCloseable {
    /** Where the API listens. */
    Path socket();

    @Override
    void close();
  }

  private final Door door;
  private final WebClient web = new WebClient();
  private final ApiClient api;

  public ApiSession(Door door) {
    this.door = door;
    this.api = new ApiClient(web, new WebAddress.Unix(door.socket(), "/"));
  }

  public ApiClient api() {
    return api;
  }

  @Override
  public void close() {
    web.close();
    door.close();
  }
}
