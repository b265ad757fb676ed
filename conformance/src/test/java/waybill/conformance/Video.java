package waybill.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import waybill.testing.Needs;

/** The pictures of a video of the examples, as this machine's {@code ffmpeg} reads it. */
final class Video {
  /** Three planes, two of them of a quarter of the size. */
  private static final int PICTURE = 320 * 240 * 3 / 2;

  private static final int PICTURES = 50;
  private static final int BRIGHTEST = 255;

  /** Of 255, on average: writing a video loses a little. Another picture differs by a hundred. */
  private static final double LOSS = 5;

  private Video() {}

  /** Each picture is the negative of the other's. */
  static void assertNegated(Path original, Path negative) throws IOException, InterruptedException {
    byte[] before = pictures(original);
    byte[] after = pictures(negative);
    assertThat(before).hasSize(PICTURES * PICTURE);
    assertThat(after).hasSameSizeAs(before);
    for (int picture = 0; picture < PICTURES; picture++) {
      long loss = 0;
      for (int i = picture * PICTURE; i < (picture + 1) * PICTURE; i++) {
        loss += Math.abs(BRIGHTEST - Byte.toUnsignedInt(before[i]) - Byte.toUnsignedInt(after[i]));
      }
      assertThat((double) loss / PICTURE).describedAs("picture %d", picture).isLessThan(LOSS);
    }
  }

  private static byte[] pictures(Path video) throws IOException, InterruptedException {
    Path raw = Files.createTempFile("waybill-video", ".raw");
    try {
      Workshop.call(
          Needs.program("ffmpeg").toString(),
          "-nostdin",
          "-y",
          "-i",
          video.toString(),
          "-f",
          "rawvideo",
          "-pix_fmt",
          "yuv420p",
          raw.toString());
      return Files.readAllBytes(raw);
    } finally {
      Files.delete(raw);
    }
  }
}
