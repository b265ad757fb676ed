package waybill.sandbox;

import java.nio.file.Path;
import java.util.Optional;

/**
 * How trees are written and removed.
 *
 * @param program the launcher's binary
 * @param subordinateIds an ordinary user's, for trees whose files have several owners; empty for
 *     root, who needs none, and where there are none
 */
public record TreeSettings(Path program, Optional<SubordinateIds> subordinateIds) {}
