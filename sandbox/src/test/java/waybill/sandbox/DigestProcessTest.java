package waybill.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/** Digests by the processor's instructions, where it has them, and by plain C. */
class DigestProcessTest {
  private static final String BY_PROCESSOR = "waybill-launcher";
  private static final String IN_PLAIN_C = "waybill-launcher-faults";

  private static DigestProcess start(String binary) {
    return DigestProcess.start(TestBed.BINARIES.resolve(binary));
  }

  private static String digest(String binary, byte[] bytes, int step) {
    try (DigestProcess digest = start(binary)) {
      for (int at = 0; at < bytes.length; at += step) {
        digest.update(bytes, at, Math.min(step, bytes.length - at));
      }
      return digest.finish();
    }
  }

  private static String digest(String binary, String text) {
    return digest(binary, text.getBytes(StandardCharsets.US_ASCII), 1 << 20);
  }

  /** The examples of the standard, FIPS 180-4. */
  @ParameterizedTest
  @ValueSource(strings = {BY_PROCESSOR, IN_PLAIN_C})
  void theStandardsExamplesComeOut(String binary) {
    assertThat(digest(binary, ""))
        .isEqualTo("e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855");
    assertThat(digest(binary, "abc"))
        .isEqualTo("ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assertThat(digest(binary, "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq"))
        .isEqualTo("248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1");
    assertThat(digest(binary, "a".repeat(1_000_000)))
        .isEqualTo("cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0");
  }

  @ParameterizedTest
  @ValueSource(strings = {BY_PROCESSOR, IN_PLAIN_C})
  void allLengthsAroundABlockAreRight(String binary) throws NoSuchAlgorithmException {
    byte[] bytes = new byte[130];
    new Random(1).nextBytes(bytes);
    for (int length : new int[] {1, 54, 55, 56, 57, 63, 64, 65, 118, 119, 120, 127, 128, 129}) {
      byte[] part = java.util.Arrays.copyOf(bytes, length);
      assertThat(digest(binary, part, length)).as("%d bytes", length).isEqualTo(inJava(part));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {BY_PROCESSOR, IN_PLAIN_C})
  void pieceByPieceItIsWhatJavaSays(String binary) throws NoSuchAlgorithmException {
    Random random = new Random(2);
    for (int i = 0; i < 8; i++) {
      byte[] bytes = new byte[1 + random.nextInt(3 << 20)];
      random.nextBytes(bytes);
      int step = 1 + random.nextInt(1 << 19);
      assertThat(digest(binary, bytes, step))
          .as("%d bytes in pieces of %d", bytes.length, step)
          .isEqualTo(inJava(bytes));
    }
  }

  private static String inJava(byte[] bytes) throws NoSuchAlgorithmException {
    return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(bytes));
  }

  @Test
  void aProcessThatDiesIsToldAsSuch() {
    try (DigestProcess digest = start(BY_PROCESSOR)) {
      digest.process().destroyForcibly();
      digest.process().onExit().join();
      assertThat(catchThrowableOfType(FailureException.class, digest::finish).failure().code())
          .isEqualTo(FailureCode.LAUNCHER_LOST);
    }
  }

  @Test
  void bytesForADeadProcessAreAFailure() {
    try (DigestProcess digest = start(BY_PROCESSOR)) {
      digest.process().destroyForcibly();
      digest.process().onExit().join();
      byte[] bytes = new byte[1 << 20];
      assertThat(
              catchThrowableOfType(
                      FailureException.class, () -> digest.update(bytes, 0, bytes.length))
                  .failure()
                  .code())
          .isEqualTo(FailureCode.LAUNCHER_LOST);
    }
  }

  @Test
  void noProcessIsLeftWhenADigestIsGivenUp() {
    DigestProcess digest = start(BY_PROCESSOR);
    digest.update(new byte[100], 0, 100);
    digest.close();
    assertThat(digest.process().isAlive()).isFalse();
  }

  @Test
  @Timeout(60)
  void noProcessIsLeftWhenItsUserIsKilled() throws IOException {
    Process user = ChildVm.start("digest").redirectError(ProcessBuilder.Redirect.INHERIT).start();
    long pid = Long.parseLong(user.inputReader().readLine());
    // Its name is looked at, too: the number may be another process's by then.
    Path name = Path.of("/proc", Long.toString(pid), "comm");
    assertThat(name).hasContent("waybill-launche");

    user.destroyForcibly().onExit().join(); // SIGKILL

    awaitEnd(pid, name);
  }

  /** A process of nobody's is not ours to wait for, so its entry is looked at until it is gone. */
  private static void awaitEnd(long pid, Path name) {
    try {
      while (Files.readString(name).startsWith("waybill-launche") && !isZombie(pid)) {
        Thread.onSpinWait();
      }
    } catch (IOException gone) {
      return;
    }
  }

  private static boolean isZombie(long pid) throws IOException {
    return Files.readString(Path.of("/proc", Long.toString(pid), "status")).contains("State:\tZ");
  }

  @Test
  void aMissingProgramIsAFailure() {
    assertThat(
            catchThrowableOfType(
                    FailureException.class, () -> DigestProcess.start(Path.of("/no/such")))
                .failure()
                .code())
        .isEqualTo(FailureCode.SANDBOX_REFUSED);
  }
}
