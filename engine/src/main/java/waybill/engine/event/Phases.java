package waybill.engine.event;

import java.util.List;

/**
 * Where the time of an attempt went, in microseconds, each 0 or more and 0 where there was nothing
 * to do.
 *
 * @param waitMicros for a slot; the engine's part, a backend leaves it 0
 * @param imageMicros getting the image
 * @param layersMicros getting the layers together
 * @param launchMicros from the request to the launcher until the program ran
 * @param runMicros the program
 * @param publishMicros bringing what it produced to its place
 * @param layers for each layer that was looked for, whether it was there already
 */
public record Phases(
    long waitMicros,
    long imageMicros,
    long layersMicros,
    long launchMicros,
    long runMicros,
    long publishMicros,
    List<LayerUse> layers) {

  /** Of something that never ran. */
  public static final Phases NONE = new Phases(0, 0, 0, 0, 0, 0, List.of());

  public Phases {
    layers = List.copyOf(layers);
  }

  /** The same with another time of waiting. */
  public Phases afterWaiting(long micros) {
    return new Phases(
        micros, imageMicros, layersMicros, launchMicros, runMicros, publishMicros, layers);
  }
}
