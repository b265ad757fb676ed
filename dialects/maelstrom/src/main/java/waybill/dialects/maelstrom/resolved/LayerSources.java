package waybill.dialects.maelstrom.resolved;

import java.util.ArrayList;
import java.util.List;
import waybill.dialects.maelstrom.written.WrittenLayer;
import waybill.images.layer.LayerSource;
import waybill.images.layer.PrefixOptions;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;

/** Tells the layer builder what was written. */
final class LayerSources {
  private LayerSources() {}

  static List<LayerSource> of(List<WrittenLayer> layers) {
    List<LayerSource> sources = new ArrayList<>();
    for (WrittenLayer layer : layers) {
      sources.add(of(layer));
    }
    return sources;
  }

  private static LayerSource of(WrittenLayer layer) {
    return switch (layer) {
      case WrittenLayer.Tar tar ->
          throw Failure.of(
                  FailureCode.LAYER_UNBUILDABLE,
                  "layer of the archive `" + tar.path() + "`: archives cannot be used yet")
              .withHelp("unpack it and use a layer of `glob` or `paths`")
              .asException();
      case WrittenLayer.Glob glob -> new LayerSource.Glob(glob.pattern(), prefix(glob.prefix()));
      case WrittenLayer.Paths paths -> new LayerSource.Paths(paths.paths(), prefix(paths.prefix()));
      case WrittenLayer.Stubs stubs -> new LayerSource.Stubs(stubs.stubs());
      case WrittenLayer.Symlinks symlinks -> new LayerSource.Symlinks(links(symlinks.symlinks()));
    };
  }

  private static PrefixOptions prefix(WrittenLayer.Prefix prefix) {
    return new PrefixOptions(
        prefix.followSymlinks(), prefix.canonicalize(), prefix.strip(), prefix.prepend());
  }

  private static List<LayerSource.Link> links(List<WrittenLayer.Link> written) {
    List<LayerSource.Link> links = new ArrayList<>();
    for (WrittenLayer.Link link : written) {
      links.add(new LayerSource.Link(link.link(), link.target()));
    }
    return links;
  }
}
