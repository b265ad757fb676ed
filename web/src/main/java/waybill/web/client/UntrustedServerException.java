package waybill.web.client;

import java.io.IOException;

/** The server's certificate is not one that is trusted here: asking again does not change that. */
public final class UntrustedServerException extends IOException {
  private static final long serialVersionUID = 1;

  UntrustedServerException(String message, IOException why) {
    super(message, why);
  }
}
