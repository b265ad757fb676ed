package waybill.dialects.tyger.buffer;

import waybill.web.client.WebAddress;

/** Where a buffer is, by URLs that expire. For any number of threads. */
public interface AccessUrls {

  /** The newest URL of the container. */
  WebAddress current() throws InterruptedException;

  /**
   * Gets another one, for a URL that was refused; may take its time.
   *
   * @param round how many times this was asked for the same request, from 1 on
   * @return false when there is none to be had
   */
  boolean renew(WebAddress refused, int round) throws InterruptedException;

  /** A URL that somebody gave. There is no other. */
  static AccessUrls fixed(WebAddress url) {
    return new AccessUrls() {
      @Override
      public WebAddress current() {
        return url;
      }

      @Override
      public boolean renew(WebAddress refused, int round) {
        return false;
      }
    };
  }
}
