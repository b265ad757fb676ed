package waybill.app;

import waybill.dialects.maelstrom.resolved.JobImage;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.dialects.maelstrom.resolved.Stock;
import waybill.images.image.Image;
import waybill.images.image.ImageProgress;
import waybill.images.layer.LayerBuilder;
import waybill.images.layer.LayerSource;
import waybill.images.reference.ImageName;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.problem.ProblemsException;
import waybill.model.task.Layer;

/** What jobs' roots are made of on this machine. */
final class LocalStock implements Stock {
  private final LayerBuilder layers;
  private final ImageSupply images;

  /** Where images come from; asked when a job has one, so that others do not pay for it. */
  interface ImageSupply {
    Image find(ImageName name, ImageProgress progress) throws InterruptedException;
  }

  LocalStock(LayerBuilder layers, ImageSupply images) {
    this.layers = layers;
    this.images = images;
  }

  @Override
  public Layer.Stored build(LayerSource source) {
    return layers.build(source);
  }

  @Override
  public JobImage image(ImageName name, Preparations news) {
    try {
      Image image = images.find(name, new PullNews(news));
      return new JobImage(image.layers(), image.environment(), image.workingDirectory());
    } catch (ProblemsException settings) {
      // First read when a job wants an image, whose own problems are in its own text.
      throw settings.asFailure("");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(FailureCode.INTERNAL, "getting an image was interrupted").asException();
    }
  }
}
