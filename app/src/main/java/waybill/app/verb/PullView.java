package waybill.app.verb;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waybill.cli.ProgressView;
import waybill.cli.Tone;
import waybill.cli.TransferText;
import waybill.images.image.ImageProgress;

/** The images that are on their way here, a row for each. For any number of threads. */
public final class PullView implements ProgressView, ImageProgress {
  private final TransferText text;
  private final Map<String, Pull> pulls = new LinkedHashMap<>();

  /** With nothing on its way. */
  public PullView(boolean unicode) {
    this.text = new TransferText(unicode);
  }

  /** One image: what is known of its layers, by their numbers. */
  private static final class Pull {
    private final long begun = System.nanoTime();
    private final Map<Integer, Layer> layers = new TreeMap<>();
    private int count;
  }

  private record Layer(long done, long total, boolean unpacking) {}

  @Override
  public synchronized void resolving(String image) {
    pulls.computeIfAbsent(image, name -> new Pull());
  }

  @Override
  public synchronized void layer(String image, int number, int count, long done, long total) {
    put(image, number, count, new Layer(done, total, false));
  }

  @Override
  public synchronized void unpacking(String image, int number, int count) {
    Pull pull = pulls.get(image);
    Layer before = pull == null ? null : pull.layers.get(number);
    long bytes = before == null ? 0 : before.total();
    put(image, number, count, new Layer(bytes, bytes, true));
  }

  private void put(String image, int number, int count, Layer layer) {
    Pull pull = pulls.computeIfAbsent(image, name -> new Pull());
    pull.count = count;
    pull.layers.put(number, layer);
  }

  @Override
  public synchronized void finished(String image) {
    pulls.remove(image);
  }

  @Override
  public synchronized List<Row> rows(int columns, int rows) {
    var shown = new ArrayList<Row>();
    for (Map.Entry<String, Pull> pull : pulls.entrySet()) {
      shown.add(new Row(Tone.PLAIN, pull.getKey() + "  " + state(pull.getValue())));
    }
    return shown;
  }

  @Override
  public synchronized Optional<String> heartbeat() {
    List<Row> rows = rows(0, 0);
    return rows.isEmpty() ? Optional.empty() : Optional.of(rows.getFirst().text());
  }

  /** How far an image is, in a few words. */
  public synchronized String state(String image) {
    Pull pull = pulls.get(image);
    return pull == null ? "" : state(pull);
  }

  private String state(Pull pull) {
    if (pull.layers.isEmpty()) {
      return "asking the registry";
    }
    long done = 0;
    long total = 0;
    int unpacking = 0;
    for (Layer layer : pull.layers.values()) {
      done += layer.done();
      total += layer.total();
      unpacking += layer.unpacking() ? 1 : 0;
    }
    if (done == total && unpacking > 0) {
      return "unpacking, layer " + unpacking + " of " + pull.count;
    }
    return text.of("pulling", done, total, System.nanoTime() - pull.begun);
  }
}
