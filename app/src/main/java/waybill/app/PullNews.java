package waybill.app;

import waybill.app.verb.PullView;
import waybill.dialects.maelstrom.resolved.Preparations;
import waybill.images.image.ImageProgress;

/** Tells a run how far its images are, in the words of {@link PullView}. */
final class PullNews implements ImageProgress {
  private final PullView view = new PullView(true);
  private final Preparations news;

  PullNews(Preparations news) {
    this.news = news;
  }

  @Override
  public void resolving(String image) {
    view.resolving(image);
    tell(image);
  }

  @Override
  public void layer(String image, int number, int count, long done, long total) {
    view.layer(image, number, count, done, total);
    tell(image);
  }

  @Override
  public void unpacking(String image, int number, int count) {
    view.unpacking(image, number, count);
    tell(image);
  }

  private void tell(String image) {
    news.now(image, view.state(image));
  }

  @Override
  public void finished(String image) {
    view.finished(image);
    news.over(image);
  }
}
