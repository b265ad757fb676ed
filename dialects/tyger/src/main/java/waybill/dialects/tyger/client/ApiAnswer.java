package waybill.dialects.tyger.client;

import java.util.Optional;

/**
 * What the API answered to something that was done.
 *
 * @param json of the thing as it is now
 * @param eTag to be sent along when it is to be changed
 */
public record ApiAnswer(int status, String json, Optional<String> eTag) {}
