package waybill.web.client;

import java.io.IOException;

/** The connection ended before anything of the answer came. */
final class StaleConnectionException extends Exception {
  private static final long serialVersionUID = 1;

  private final IOException why;

  StaleConnectionException(IOException why) {
    super(why);
    this.why = why;
  }

  IOException why() {
    return why;
  }
}
