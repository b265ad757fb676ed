package waybill.app.settings;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import waybill.files.OsReason;
import waybill.images.registry.CertificateFiles;
import waybill.images.registry.Patience;
import waybill.images.registry.RegistrySettings;
import waybill.model.document.Document;
import waybill.model.document.Span;
import waybill.model.document.SpecArray;
import waybill.model.document.SpecBoolean;
import waybill.model.document.SpecNull;
import waybill.model.document.SpecObject;
import waybill.model.document.SpecString;
import waybill.model.document.SpecValue;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.model.problem.NearestNames;
import waybill.model.problem.Problem;
import waybill.model.problem.Problems;
import waybill.model.problem.ProblemsException;
import waybill.model.reader.YamlReader;

/**
 * {@code registries.yaml} in the configuration folder: registries and what is special about them.
 *
 * <pre>
 *   docker.io:
 *     mirrors: [mirror.example.com, 127.0.0.1:5000/hub]   # asked first, in this order
 *   127.0.0.1:5000:
 *     plain-http: true                                    # spoken to without TLS
 *   registry.example.com:
 *     authorities: [ca.pem]                               # trusted there; beside this file
 * </pre>
 */
public final class RegistriesFile {
  private static final String NAME = "registries.yaml";
  private static final int MAX_BYTES = 1 << 20;
  private static final String MIRRORS = "mirrors";
  private static final String PLAIN_HTTP = "plain-http";

  private static final String AUTHORITIES = "authorities";

  private final Path folder;
  private final Map<String, List<String>> mirrors = new HashMap<>();
  private final Set<String> plainHttp = new HashSet<>();
  private CertificateFiles certificates = CertificateFiles.NONE;
  private final Problems problems = new Problems();

  private RegistriesFile(Path folder) {
    this.folder = folder;
  }

  /**
   * What the file says; nothing special when there is none.
   *
   * @param folder of the configuration; may not exist
   * @throws ProblemsException when it says what it cannot mean
   * @throws FailureException when it cannot be read
   */
  public static RegistrySettings read(Path folder) {
    Path path = folder.resolve(NAME);
    Document document;
    try {
      if (Files.size(path) > MAX_BYTES) {
        throw unreadable(path, "it is longer than " + MAX_BYTES + " bytes").asException();
      }
      document = new YamlReader().read(path.toString(), Files.readAllBytes(path));
    } catch (NoSuchFileException absent) {
      return RegistrySettings.DEFAULT;
    } catch (IOException e) {
      throw new FailureException(unreadable(path, OsReason.of(e)), e);
    }
    return new RegistriesFile(folder).settings(document);
  }

  private static Failure unreadable(Path path, String reason) {
    return Failure.of(FailureCode.SPEC_INVALID, "cannot read " + path + ": " + reason)
        .withHelp("mend or remove it: it only says which mirrors to ask first");
  }

  private RegistrySettings settings(Document document) {
    switch (document.root()) {
      case SpecObject registries -> registries.members().forEach(this::registry);
      case SpecNull nothing -> {}
      case SpecArray _, waybill.model.document.SpecScalar _ ->
          problems.add(wrong(document.root(), "registries with what is special about them"));
    }
    problems.throwIfAnyError(document.source());
    return new RegistrySettings(mirrors, plainHttp, Patience.DEFAULT).with(certificates);
  }

  private void registry(SpecObject.Member registry) {
    if (!RegistrySettings.isRegistry(registry.key())) {
      problems.add(
          noHost("`" + registry.key() + "` is not the name of a registry", registry.keySpan()));
      return;
    }
    if (!(registry.value() instanceof SpecObject object)) {
      problems.add(
          wrong(registry.value(), "`mirrors`, `plain-http` or `authorities` of " + registry.key()));
      return;
    }
    for (SpecObject.Member member : object.members()) {
      switch (member.key()) {
        case MIRRORS -> mirrors.put(registry.key(), hosts(member.value()));
        case PLAIN_HTTP -> plainHttp(registry.key(), member.value());
        case AUTHORITIES -> authorities(registry.key(), member.value());
        default -> // any text can be a key
            problems.add(
                Problem.error(
                        "registries/unknown-key",
                        "`" + member.key() + "` is nothing that can be said of a registry",
                        member.keySpan())
                    .withHelp(
                        NearestNames.help(
                            member.key(), List.of(MIRRORS, PLAIN_HTTP, AUTHORITIES))));
      }
    }
  }

  private void plainHttp(String registry, SpecValue value) {
    if (!(value instanceof SpecBoolean plain)) {
      problems.add(wrong(value, "true or false"));
    } else if (plain.value()) {
      plainHttp.add(registry);
    }
  }

  private List<String> hosts(SpecValue value) {
    var hosts = new ArrayList<String>();
    for (SpecString host : texts(value, "mirrors", "a mirror, `host[:port][/path]`")) {
      if (RegistrySettings.isMirror(host.value())) {
        hosts.add(host.value());
      } else {
        problems.add(noHost("`" + host.value() + "` is not the name of a mirror", host.span()));
      }
    }
    return hosts;
  }

  private void authorities(String registry, SpecValue value) {
    for (SpecString file : texts(value, "files", "a file with certificates")) {
      try {
        certificates = certificates.with(registry, folder.resolve(file.value()));
      } catch (InvalidPathException none) {
        problems.add(wrong(file, "a file with certificates"));
      }
    }
  }

  private List<SpecString> texts(SpecValue value, String all, String each) {
    var texts = new ArrayList<SpecString>();
    if (value instanceof SpecArray array) {
      for (SpecValue element : array.elements()) {
        if (element instanceof SpecString text) {
          texts.add(text);
        } else {
          problems.add(wrong(element, each));
        }
      }
    } else {
      problems.add(wrong(value, "a list of " + all));
    }
    return texts;
  }

  private static Problem noHost(String message, Span place) {
    return Problem.error("registries/no-host", message, place)
        .withHelp("write host or host:port, without http:// or https://");
  }

  private static Problem wrong(SpecValue value, String expected) {
    return Problem.error("registries/wrong-type", "here should be " + expected, value.span());
  }
}
