package waybill.dialects.maelstrom.resolved;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import waybill.model.task.Layer;

/**
 * What a job uses of its image.
 *
 * @param environment by name
 */
record UsedImage(
    List<Layer> layers, Map<String, String> environment, Optional<String> workingDirectory) {}
