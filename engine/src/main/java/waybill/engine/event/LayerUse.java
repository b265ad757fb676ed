package waybill.engine.event;

import java.util.Optional;

/**
 * Whether a layer was cached.
 *
 * @param digest of the layer
 * @param builtBecause why it had to be made; empty when it was taken from the store
 */
public record LayerUse(String digest, Optional<String> builtBecause) {}
