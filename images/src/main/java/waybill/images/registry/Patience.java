package waybill.images.registry;

import java.time.Duration;

/**
 * How long we wait for a registry, and how often we try.
 *
 * @param connect for a connection
 * @param headers for the beginning of an answer, connection included
 * @param stall for the next bytes of an answer
 * @param attempts of one request, until one brings something new
 * @param firstPause before the second attempt; each later one is twice as long
 * @param longestPause also when a registry asks for more
 */
public record Patience(
    Duration connect,
    Duration headers,
    Duration stall,
    int attempts,
    Duration firstPause,
    Duration longestPause) {

  /** For people who wait: gives up on a dead registry after a minute or two. */
  public static final Patience DEFAULT =
      new Patience(
          Duration.ofSeconds(10),
          Duration.ofSeconds(30),
          Duration.ofSeconds(30),
          5,
          Duration.ofMillis(250),
          Duration.ofSeconds(20));
}
