package waybill.images.reference;

import java.util.Optional;

/**
 * What an image is made for, in the words of Go's build system.
 *
 * @param os for example {@code linux}
 * @param architecture for example {@code amd64}
 * @param variant for example {@code v7} of {@code arm}
 */
public record Platform(String os, String architecture, Optional<String> variant) {

  /** Of programs that run on this machine. */
  public static Platform ofMachine() {
    return new Platform("linux", architecture(System.getProperty("os.arch")), Optional.empty());
  }

  /** The JDK's word in Go's. */
  static String architecture(String jdk) {
    return switch (jdk) {
      case "aarch64" -> "arm64";
      case "x86_64" -> "amd64";
      case "i386", "x86" -> "386";
      default -> jdk; // amd64, arm, riscv64, ppc64le and s390x are called the same
    };
  }

  /**
   * Whether programs for another platform run here. All 64-bit ARM machines are of variant {@code
   * v8}, which some images say and some do not.
   */
  public boolean runs(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && knownVariant().equals(other.knownVariant());
  }

  private Optional<String> knownVariant() {
    return architecture.equals("arm64") && variant.equals(Optional.of("v8"))
        ? Optional.empty()
        : variant;
  }

  /** For example {@code linux/amd64}. */
  @Override
  public String toString() {
    return os + '/' + architecture + (variant.isPresent() ? '/' + variant.get() : "");
  }
}
