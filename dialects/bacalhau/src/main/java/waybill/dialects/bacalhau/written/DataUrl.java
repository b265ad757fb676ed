package waybill.dialects.bacalhau.written;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;
import java.util.Optional;
import waybill.dialects.bacalhau.problem.TaskProblems;
import waybill.dialects.bacalhau.spec.InputSource.Source;
import waybill.model.document.SpecString;
import waybill.model.problem.Problems;

/** Content that stands in an address (RFC 2397), or as text. */
final class DataUrl {
  private static final String SCHEME = "data:";
  private static final String ARCHIVE = "application/gzip";

  private DataUrl() {}

  static Source.Inline ofText(String text) {
    return new Source.Inline(text.getBytes(StandardCharsets.UTF_8), false);
  }

  static Optional<Source> read(SpecString given, Problems problems) {
    String text = given.value();
    int comma = text.indexOf(',');
    if (!text.regionMatches(true, 0, SCHEME, 0, SCHEME.length()) || comma < 0) {
      problems.add(TaskProblems.dataUrl("it is no `data:` address", given.span()));
      return Optional.empty();
    }
    String head = text.substring(SCHEME.length(), comma).toLowerCase(Locale.ROOT);
    boolean base64 = head.endsWith(";base64");
    boolean archive = head.startsWith(ARCHIVE);
    try {
      byte[] content = plain(text.substring(comma + 1));
      byte[] bytes = base64 ? Base64.getMimeDecoder().decode(checked(content)) : content;
      return Optional.of(new Source.Inline(bytes, archive));
    } catch (IllegalArgumentException wrong) {
      problems.add(TaskProblems.dataUrl(String.valueOf(wrong.getMessage()), given.span()));
      return Optional.empty();
    }
  }

  /** The MIME decoder leaves out what it does not know: only blanks may be left out. */
  private static byte[] checked(byte[] base64) {
    for (byte b : base64) {
      boolean letter = Names.isLetterOrDigit((char) (b & 0xff));
      if (!letter && "+/= \r\n\t".indexOf(b) < 0) {
        throw new IllegalArgumentException("its content is not base64");
      }
    }
    return base64;
  }

  private static byte[] plain(String text) {
    byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
    ByteArrayOutputStream plain = new ByteArrayOutputStream(bytes.length);
    for (int i = 0; i < bytes.length; i++) {
      if (bytes[i] != '%') {
        plain.write(bytes[i]);
        continue;
      }
      boolean room = i + 2 < bytes.length;
      int high = room ? Character.digit(bytes[i + 1], 16) : -1;
      int low = room ? Character.digit(bytes[i + 2], 16) : -1;
      if (high < 0 || low < 0) {
        throw new IllegalArgumentException("a `%` in it is followed by no two digits");
      }
      plain.write(high * 16 + low);
      i += 2;
    }
    return plain.toByteArray();
  }

  /** The address of such content. */
  static String write(Source.Inline inline) {
    String type = inline.isArchive() ? ARCHIVE : "application/octet-stream";
    return SCHEME + type + ";base64," + Base64.getEncoder().encodeToString(inline.content());
  }
}
