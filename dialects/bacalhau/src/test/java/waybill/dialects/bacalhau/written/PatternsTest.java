package waybill.dialects.bacalhau.written;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import waybill.model.document.Source;

/** What the specification shows as good, odd and bad, in jobs of our own. */
class PatternsTest {

  private static String json(String resources, String more) {
    return """
    {
      "Name": "pattern",
      "Tasks": [{
        "Name": "main",
        "Engine": {"Type": "docker", "Params": {"Image": "busybox"}},
        "Resources": {%s}
        %s
      }]
    }
    """
        .formatted(resources, more);
  }

  private static List<String> strictly(String text) {
    return Told.of(new Source("job.json", text), Optional.empty(), true);
  }

  // BA-57
  @Test
  void theSmallestQuantitiesAreGoodAlsoWithComments() {
    String commented =
        """
        "CPU": "0.1",    // the least
        "Memory": "1MB", // the least
        "Disk": "10MB"   // the least
        """;
    assertThat(Told.of(json(commented, ""))).hasSize(1).allMatch(line -> line.startsWith("?"));
    assertThat(strictly(json(commented, ""))).hasSize(1);
    assertThat(strictly(json(commented.replaceAll("//.*", ""), ""))).isEmpty();
  }

  // BA-58, BA-112
  @Test
  void theLargestQuantitiesAreGoodWhateverTheMachineHas() {
    String most = "\"CPU\": \"128\", \"Memory\": \"256GB\", \"GPU\": \"8\"";
    assertThat(strictly(json(most, ""))).isEmpty();
    assertThat(strictly(json(most.replace("128", "128.001"), ""))).hasSize(1);
  }

  // BA-17
  @Test
  void aMissingDiskIsNeverWrong() {
    assertThat(strictly(json("\"CPU\": \"1\", \"Memory\": \"1GB\"", ""))).isEmpty();
  }

  // BA-100, BA-101, BA-104
  @ParameterizedTest
  @ValueSource(strings = {"3600, 300, 4000", "0, 3600, 2592000", "60, 10, 70", "300, 0, 0"})
  void timeoutsThatFitAreGood(String timeouts) {
    String[] seconds = timeouts.split(", ", -1);
    String more =
        ", \"Timeouts\": {\"ExecutionTimeout\": %s, \"QueueTimeout\": %s, \"TotalTimeout\": %s}"
            .formatted((Object[]) seconds);
    assertThat(strictly(json("\"CPU\": \"1\", \"Memory\": \"1GB\"", more))).isEmpty();
  }

  // BA-31, BA-32, BA-105
  @Test
  void aTaskThatIsOnlyAFragmentIsToldAllThatItNeeds() {
    String fragment =
        "{\"Name\": \"f\", \"Tasks\": [{\"Resources\": {\"CPU\": \"0.5\", \"Memory\": \"512MB\"}}]}";
    assertThat(Told.of(fragment))
        .hasSize(2)
        .anyMatch(line -> line.contains("missing task name"))
        .anyMatch(line -> line.contains("invalid engine: it is missing"));
    assertThat(Told.of("{\"Name\": \"f\", \"ErrorHandling\": {\"MaxAttempts\": 3}}"))
        .containsExactly("1:2 missing job tasks");
  }

  @Test
  void streamsAndPatternsAreResults() {
    String more =
        """
        , "ResultPaths": [
          {"Name": "stdout", "Path": "/stdout", "Type": "file"},
          {"Name": "core", "Path": "/core.*", "Type": "file"},
          {"Name": "data", "Path": "/data", "Type": "directory",
           "Compression": "zstd", "CompressionLevel": 9}]
        """;
    assertThat(strictly(json("\"CPU\": \"1\", \"Memory\": \"1GB\"", more))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Type\": \"none\", \"AllowLoopback\": true}",
        "{\"Type\": \"http\", \"Domains\": [\"*.service.local\"], \"Routes\":"
            + " [{\"Match\": \"service.local\", \"Target\": \"internal.svc.cluster\"}]}",
        "{\"Type\": \"http\", \"Domains\": [\"a.b\"], \"EnableIPv6\": true, \"DNS\": [\"8.8.8.8\"]}"
      })
  void networksOfThePageAreGood(String network) {
    String more = ", \"Network\": " + network;
    assertThat(strictly(json("\"CPU\": \"1\", \"Memory\": \"1GB\"", more))).isEmpty();
  }

  // BA-6, BA-7, BA-8
  @Test
  void wordsThatAreNoneAreToldWithThoseThatThereAre() {
    String good = json("\"CPU\": \"1\", \"Memory\": \"1GB\"", ", \"Publisher\": {\"Type\": \"x\"}");
    assertThat(Told.of(good)).anyMatch(line -> line.contains("`ipfs`, `s3`, `local`, `noop`"));
    assertThat(Told.of(good.replace("docker", "vroomvroom")))
        .anyMatch(line -> line.contains("one of `docker`, `wasm`, not `vroomvroom`"));
    String input = ", \"InputSources\": [{\"Target\": \"/d\", \"Source\": {\"Type\": \"ftp\"}}]";
    assertThat(Told.of(json("\"CPU\": \"1\", \"Memory\": \"1GB\"", input)))
        .anyMatch(line -> line.contains("`ipfs`, `s3`, `local`, `urlDownload`"));
  }
}
