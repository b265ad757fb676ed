package waybill.dialects.maelstrom.resolved;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import waybill.dialects.maelstrom.written.SpecVersion;
import waybill.dialects.maelstrom.written.WrittenImage;
import waybill.dialects.maelstrom.written.WrittenImage.Use;
import waybill.images.reference.ImageName;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.task.Layer;

/**
 * Takes from images what jobs use of them. Where an image lacks a part, version 0.10 refuses the
 * job and the newer one goes without.
 */
final class ImageUses {
  private final JobResolver resolver;
  private final Finder images;

  /** Finds images of registries, layouts and archives. */
  interface Finder {
    JobImage find(String written, ImageName name);
  }

  ImageUses(JobResolver resolver, Finder images) {
    this.resolver = resolver;
    this.images = images;
  }

  /** What the job uses. */
  UsedImage take(SpecVersion version, WrittenImage image) {
    ImageName name = check(version, image);
    JobImage found =
        switch (name) {
          case ImageName.Registry _, ImageName.Packed _ -> images.find(image.name(), name);
          case ImageName.Folder folder -> onlyLayers(folder(folder.path()));
          case ImageName.HostPrograms _ -> onlyLayers(new Layer.HostPrograms());
        };
    if (version == SpecVersion.ORIGINAL) {
      refuseWithout(image, Use.ENVIRONMENT, found.environment().isEmpty());
      refuseWithout(image, Use.WORKING_DIRECTORY, found.workingDirectory().isEmpty());
    }
    return new UsedImage(
        image.uses(Use.LAYERS) ? found.layers() : List.of(),
        image.uses(Use.ENVIRONMENT) ? variables(image.name(), found.environment()) : Map.of(),
        image.uses(Use.WORKING_DIRECTORY) ? found.workingDirectory() : Optional.empty());
  }

  /** Whether it has to be fetched or unpacked before anything of it can be used. */
  static boolean isFarAway(WrittenImage image) {
    return !image.name().startsWith("dir:") && !image.name().startsWith("host:");
  }

  /** What the name says, when such an image can have what the job uses of it. */
  static ImageName check(SpecVersion version, WrittenImage image) {
    ImageName name = ImageName.parse(image.name());
    boolean onlyLayers = name instanceof ImageName.Folder || name instanceof ImageName.HostPrograms;
    if (onlyLayers && version == SpecVersion.ORIGINAL) {
      refuseWithout(image, Use.ENVIRONMENT, true);
      refuseWithout(image, Use.WORKING_DIRECTORY, true);
    }
    return name;
  }

  private static void refuseWithout(WrittenImage image, Use use, boolean missing) {
    if (missing && image.uses(use)) {
      String part = use.name().toLowerCase(Locale.ROOT).replace('_', ' ');
      throw JobResolver.invalid("image " + image.name() + " has no " + part + " to use");
    }
  }

  private Layer folder(String written) {
    Path path = resolver.hostPath("image", written);
    if (!Files.isDirectory(path)) {
      throw Failure.of(FailureCode.INPUT_MISSING, "image dir:" + path + " is not a folder")
          .asException();
    }
    return new Layer.Folder(path);
  }

  private static JobImage onlyLayers(Layer layer) {
    return new JobImage(List.of(layer), List.of(), Optional.empty());
  }

  private static Map<String, String> variables(String image, List<String> environment) {
    Map<String, String> variables = new TreeMap<>();
    for (String variable : environment) {
      int equals = variable.indexOf('=');
      if (equals < 0) {
        throw invalidVariable(image, variable);
      }
      variables.put(variable.substring(0, equals), variable.substring(equals + 1));
    }
    return variables;
  }

  private static FailureException invalidVariable(String image, String variable) {
    return JobResolver.invalid(
        "image " + image + " has an invalid environment variable " + variable);
  }
}
