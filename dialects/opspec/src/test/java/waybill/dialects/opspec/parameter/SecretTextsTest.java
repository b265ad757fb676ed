package waybill.dialects.opspec.parameter;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import waybill.dialects.opspec.value.Value.DirValue;
import waybill.dialects.opspec.value.Value.FileValue;
import waybill.dialects.opspec.value.Value.StringValue;
import waybill.dialects.opspec.value.ValueText;

class SecretTextsTest {
  @TempDir Path folder;

  @Test
  void everyStringAndNumberInAValueIsASecretAsItMayBeSeen() {
    assertThat(
            SecretTexts.in(
                ValueText.json("{\"user\":\"me\",\"k\":[\"a\\\"b\\n\",12345,1e21,true,null]}")))
        .contains("me", "a\"b", "a\"b\n", "a\\\"b\\n", "12345", "1e+21", "1" + "0".repeat(21))
        .doesNotContain("", "user", "true", "null");
  }

  @Test
  void linesOfSomeLengthAreSecretsOfTheirOwn() {
    assertThat(SecretTexts.in(new StringValue("first line\r\n}\nsecond line\n")))
        .contains("first line", "second line")
        .doesNotContain("}", "");
  }

  @Test
  void smallTextFilesAreTheirContentAndAllOthersNothing() throws Exception {
    Path text = Files.writeString(folder.resolve("t"), "s3cret-token\n");
    Path binary = Files.write(folder.resolve("b"), new byte[] {(byte) 0xff});
    Path large = Files.writeString(folder.resolve("l"), "x".repeat(100_000));
    assertThat(SecretTexts.in(new FileValue(text))).contains("s3cret-token");
    assertThat(SecretTexts.in(new FileValue(binary))).isEmpty();
    assertThat(SecretTexts.in(new FileValue(large))).isEmpty();
    assertThat(SecretTexts.in(new FileValue(Path.of("/dev/zero")))).isEmpty();
    assertThat(SecretTexts.in(new FileValue(folder.resolve("none")))).isEmpty();
    assertThat(SecretTexts.in(new DirValue(folder))).isEmpty();
  }
}
