package waybill.dialects.tyger.client;

import waybill.web.client.WebAddress;
import waybill.web.client.WebClient;


/** Asks the API of one server. */
public final class ApiClient {
  public ApiClient(WebClient web, WebAddress server) {}
}
