package waybill.dialects.tyger.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import waybill.dialects.tyger.store.Buffers;
import waybill.model.failure.FailureException;
import waybill.model.problem.ProblemsException;

class SettingsFileTest {
  @TempDir Path folder;

  private Map<String, Identity> read(String text) throws IOException {
    Files.writeString(folder.resolve(SettingsFile.NAME), text);
    return SettingsFile.read(folder).identities();
  }

  @Test
  void namesFilesAndVariables() throws IOException {
    assertThat(
            read(
                """
                compute:
                  identities:
                    first:
                      files: {/run/token: /home/me/token}
                      env: {KEY: secret, N: 1, B: true}
                    second:
                """))
        .isEqualTo(
            Map.of(
                "first",
                new Identity(
                    "first",
                    Map.of("/run/token", Path.of("/home/me/token")),
                    Map.of("KEY", "secret", "N", "1", "B", "true")),
                "second",
                new Identity("second", Map.of(), Map.of())));
  }

  @Test
  void mayBeAbsentOrEmpty() throws IOException {
    assertThat(SettingsFile.read(folder).identities()).isEmpty();
    assertThat(read("{}")).isEmpty();
    assertThat(read("compute:")).isEmpty();
  }

  @Test
  void saysHowLongBuffersAreKept() throws IOException {
    Files.writeString(
        folder.resolve(SettingsFile.NAME),
        "buffers: {activeLifetime: 30, softDeletedLifetime: '0.12:00'}");
    assertThat(SettingsFile.read(folder).lifetimes())
        .isEqualTo(new Buffers.Lifetimes(Duration.ofDays(30), Duration.ofHours(12)));
    Files.writeString(folder.resolve(SettingsFile.NAME), "buffers: {activeLifetime: 30}");
    assertThat(SettingsFile.read(folder).lifetimes())
        .isEqualTo(new Buffers.Lifetimes(Duration.ofDays(30), Duration.ofDays(1)));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "[]",
        "cloud: {}",
        "buffers: {lifetime: 1}",
        "buffers: {activeLifetime: soon}",
        "buffers: {activeLifetime: [1]}",
        "compute: {identity: {}}",
        "compute: {identities: [a]}",
        "compute: {identities: {a: {file: {}}}}",
        "compute: {identities: {a: {env: {K: [1]}}}}",
        "compute: {identities: {a: {files: {relative: /x}}}}",
        "compute: {identities: {a: {files: {/x: relative}}}}"
      })
  void saysWhatItCannotMean(String text) {
    assertThatThrownBy(() -> read(text)).isInstanceOf(ProblemsException.class);
  }

  @Test
  void isNotReadWhenItIsHuge() {
    assertThatThrownBy(() -> read("#".repeat(2 << 20)))
        .isInstanceOf(FailureException.class)
        .hasMessageContaining("longer than");
  }
}
