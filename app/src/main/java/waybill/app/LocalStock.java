package waybill.app;

import waybill.dialects.maelstrom.resolved.JobImage;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.dialects.maelstrom.resolved.Stock;
import waybill.images.layer.LayerBuilder;
import waybill.images.layer.LayerSource;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.task.Layer;

/** What jobs' roots are made of on this machine. */
final class LocalStock implements Stock {
  private final LayerBuilder layers;

  LocalStock(LayerBuilder layers) {
    this.layers = layers;
  }

  @Override
  public Layer.Stored build(LayerSource source) {
    return layers.build(source);
  }

  @Override
  public Layer.Stored unpack(String path) {
    throw notYet("layer of the archive `" + path + "`: archives cannot be used yet")
        .withHelp("unpack it and use a layer of `glob` or `paths`")
        .asException();
  }

  @Override
  public JobImage image(String name, Preparations news) {
    throw notYet("image " + name + ": images from registries and archives are not there yet")
        .withHelp("use an image dir:FOLDER or host:, or layers of your own")
        .asException();
  }

  private static Failure notYet(String message) {
    return Failure.of(FailureCode.LAYER_UNBUILDABLE, message);
  }
}
