package waybill.app;

import java.util.Optional;
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
import waybill.model.failure.FailureException;
import waybill.model.problem.Problem;
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
      throw inAJob(settings);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw Failure.of(FailureCode.INTERNAL, "getting an image was interrupted").asException();
    }
  }

  /**
   * A mistake in a file of settings, which is first read when a job wants an image: a failure,
   * since a job's own problems are in its own text.
   */
  private static FailureException inAJob(ProblemsException settings) {
    Problem first = settings.problems().getFirst();
    int more = settings.problems().size() + settings.leftOut() - 1;
    Failure failure =
        Failure.of(
            FailureCode.SPEC_INVALID,
            settings.source().name()
                + ':'
                + first.span().startLine()
                + ':'
                + first.span().startColumn()
                + ": "
                + first.message()
                + (more == 0 ? "" : " (and " + more + " more)"));
    Optional<String> help = first.help();
    return new FailureException(help.isEmpty() ? failure : failure.withHelp(help.get()), settings);
  }
}
