package waybill.app.doctor;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The kernel's settings that stand in the way of sandboxes, and what changes them. */
final class KernelSettings {
  private KernelSettings() {}

  /** The setting that most likely made the kernel refuse a sandbox, with its cure. */
  static Optional<String> obstacle() {
    if (value("/proc/sys/user/max_user_namespaces").equals("0")) {
      return Optional.of(
          "user.max_user_namespaces is 0: `sysctl -w user.max_user_namespaces=15000` as root");
    }
    if (value("/proc/sys/kernel/unprivileged_userns_clone").equals("0")) {
      return Optional.of(
          "kernel.unprivileged_userns_clone is 0: `sysctl -w kernel.unprivileged_userns_clone=1` as"
              + " root");
    }
    if (value("/proc/sys/kernel/apparmor_restrict_unprivileged_userns").equals("1")) {
      return Optional.of(
          "AppArmor restricts user namespaces: `sysctl -w"
              + " kernel.apparmor_restrict_unprivileged_userns=0` as root, or give waybill-launcher a"
              + " profile with `userns,`");
    }
    if (value("/proc/sys/user/max_net_namespaces").equals("0")) {
      return Optional.of(
          "user.max_net_namespaces is 0: `sysctl -w user.max_net_namespaces=15000` as root");
    }
    if (Files.exists(Path.of("/run/.containerenv")) || Files.exists(Path.of("/.dockerenv"))) {
      return Optional.of(
          "this is a container: start it with `--security-opt seccomp=unconfined --security-opt"
              + " systempaths=unconfined`, or run outside of it");
    }
    return Optional.empty();
  }

  /** A setting's text without the line's end; empty when this kernel does not have it. */
  static String value(String file) {
    try {
      return Files.readString(Path.of(file), StandardCharsets.US_ASCII).strip();
    } catch (IOException e) {
      return ""; // not every kernel has every setting, and that is all there is to know
    }
  }
}
