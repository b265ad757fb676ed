package waybill.dialects.tyger.spec;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class TtlTest {

  @ParameterizedTest
  @CsvSource({
    "0, 0.00:00:00",
    "14, 14.00:00:00",
    "0.01, 0.01:00:00",
    "1.12, 1.12:00:00",
    "23.23:23, 23.23:23:00",
    "1.23:59:59, 1.23:59:59",
    "' 1.23:59:59 ', 1.23:59:59",
  })
  void isReadAndWritten(String text, String written) {
    assertThat(Ttl.read(text))
        .isInstanceOfSatisfying(
            Ttl.Reading.Right.class,
            right -> assertThat(Ttl.text(right.duration())).isEqualTo(written));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "-1",
        "1d",
        "1:00:00:00",
        ".00",
        "1.",
        "1.0",
        "1.000",
        "1.00:0",
        "1.24",
        "2.00:60",
        "1.00:00:60",
        "",
        "1.00:00:00:00",
        "1.00-00",
        "99999999999999999999",
        "1.٠٠"
      })
  void anythingElseIsWrong(String text) {
    assertThat(Ttl.read(text)).isInstanceOf(Ttl.Reading.Wrong.class);
  }

  @Test
  void partsThatAreTooLargeAreTold() {
    assertThat(Ttl.read("1.24")).isEqualTo(new Ttl.Reading.Wrong(Ttl.Fault.HOURS));
    assertThat(Ttl.Fault.HOURS.of("1.24")).isEqualTo("invalid hours in TTL format: '1.24'");
  }

  @Test
  void runsWantHoursAndMinutes() {
    assertThat(Ttl.readOfRun("0.00:05")).contains(Duration.ofMinutes(5));
    assertThat(Ttl.readOfRun("1.02:03:04")).isPresent();
    assertThat(Ttl.readOfRun("5")).isEmpty();
    assertThat(Ttl.readOfRun("5.01")).isEmpty();
    assertThat(Ttl.readOfRun("00:05:00")).isEmpty();
  }

  @Test
  void jsonHasDaysWhereThereAreSome() {
    assertThat(Ttl.json(Duration.ofMinutes(1))).isEqualTo("00:01:00");
    assertThat(Ttl.json(Duration.ofDays(3))).isEqualTo("3.00:00:00");
    assertThat(Ttl.readWritten("00:01:00")).contains(Duration.ofMinutes(1));
    assertThat(Ttl.readWritten("3.00:00:00")).contains(Duration.ofDays(3));
    assertThat(Ttl.readWritten("24:00:00")).isEmpty();
  }
}
