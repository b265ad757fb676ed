package waybill.images.user;

import java.util.List;

/**
 * Whom a program runs as.
 *
 * @param user id
 * @param group id
 * @param moreGroups ids of the other groups that it is in, each once
 * @param home its home directory, {@code /} where the image knows none: engines give it to the
 *     program as {@code HOME} if nothing else says what that is
 */
public record ImageUser(long user, long group, List<Long> moreGroups, String home) {
  public ImageUser {
    moreGroups = List.copyOf(moreGroups);
  }
}
