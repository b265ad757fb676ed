package waybill.backends.local;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import waybill.images.layer.LayerBuilder;
import waybill.images.layer.LayerSource;
import waybill.images.layer.PrefixOptions;
import waybill.images.store.LayerStore;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;
import waybill.sandbox.RootFolders;
import waybill.sandbox.Step;

/**
 * The host's own program folders as a root: a small layer with the usual folders, links and copies
 * of a few files of {@code /etc}, and read-only binds of the folders that hold programs. Homes,
 * {@code /run}, {@code /var} and {@code /tmp} are empty folders, and nothing of {@code /etc} that
 * only root may read is shown.
 */
final class HostPrograms {
  private static final List<String> PROGRAM_FOLDERS =
      List.of("usr", "opt", "bin", "sbin", "lib", "lib32", "lib64", "libx32");

  private static final List<String> CONFIGURATION_FOLDERS =
      List.of("/etc/alternatives", "/etc/ssl/certs", "/etc/pki/tls/certs", "/etc/ld.so.conf.d");

  private static final List<String> CONFIGURATION_FILES =
      List.of(
          "/etc/group",
          "/etc/hosts",
          "/etc/ld.so.cache",
          "/etc/ld.so.conf",
          "/etc/nsswitch.conf",
          "/etc/passwd",
          "/etc/protocols",
          "/etc/services");

  private static final List<String> STUBS =
      List.of(
          "/{dev,etc,home,mnt,proc,root,run,sys,tmp,var}/",
          "/dev/{full,fuse,null,random,tty,urandom,zero}",
          "/dev/{mqueue,pts,shm}/");

  private HostPrograms() {}

  static RootFolders prepare(LayerStore store) {
    var builder = new LayerBuilder(store, Path.of("/"));
    var stubs = new ArrayList<>(STUBS);
    var links = new ArrayList<LayerSource.Link>();
    var binds = new ArrayList<Step.Bind>();
    for (String name : PROGRAM_FOLDERS) {
      Path folder = Path.of("/", name);
      if (Files.isSymbolicLink(folder)) {
        links.add(new LayerSource.Link(folder.toString(), target(folder)));
      } else if (Files.isDirectory(folder, LinkOption.NOFOLLOW_LINKS)) {
        stubs.add(folder + "/");
        binds.add(bind(folder));
      }
    }
    for (String name : CONFIGURATION_FOLDERS) {
      if (Files.isDirectory(Path.of(name))) {
        stubs.add(name + "/");
        binds.add(bind(Path.of(name)));
      }
    }
    var layers = new ArrayList<Path>();
    layers.add(store.folder(builder.build(new LayerSource.Stubs(stubs)).digest()));
    if (!links.isEmpty()) {
      layers.add(store.folder(builder.build(new LayerSource.Symlinks(links)).digest()));
    }
    var asTheyAre = new PrefixOptions(true, false, Optional.empty(), Optional.empty());
    layers.add(
        store.folder(
            builder
                .build(new LayerSource.Paths(existing(CONFIGURATION_FILES), asTheyAre))
                .digest()));
    return new RootFolders(layers, binds);
  }

  private static List<String> existing(List<String> files) {
    var found = new ArrayList<String>();
    for (String file : files) {
      if (Files.isReadable(Path.of(file))) {
        found.add(file);
      }
    }
    return found;
  }

  private static Step.Bind bind(Path folder) {
    return new Step.Bind(folder, folder.toString(), folder.toString(), Step.Bind.Manner.READ_ONLY);
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      throw new FailureException(
          Failure.of(
              FailureCode.SANDBOX_REFUSED, "cannot read the link " + link + ": " + e.getMessage()),
          e);
    }
  }
}
