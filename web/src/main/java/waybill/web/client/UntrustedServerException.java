package waybill.web.client;

import java.io.IOException;

/** The server's certificate is not one that is trusted here: asking again does not change that. */
public final class UntrustedServerException extends IOException {
  private static final long serialVersionUID = 1;

  /**
   * @param message for people, with the server's name
   */
  public UntrustedServerException(String message) {
    super(message);
  }
}
