package waybill.conformance;

import static java.util.Map.entry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The gathered cases about what is inside, such as faults of another server or a table of texts,
 * and the tests of the dialect that hold them: {@code package.Class#method}.
 */
final class TygerProofs {
  private static final Path TESTS =
      Workshop.SOURCE_TREE.resolve("dialects/tyger/src/test/java/waybill/dialects/tyger");

  static final Map<String, List<String>> BY_CASE =
      Map.ofEntries(
          entry("RN-032", List.of("store.RunRecordsTest#whatIsOverStaysAsItIsButForItsTags")),
          entry(
              "LG-004",
              List.of(
                  "run.RunLogTest#joinsTheLinesOfEachStream",
                  "run.RunLogTest#keepsLongLinesWhole")),
          entry("LG-005", List.of("run.RunLogTest#mergesBothStreamsInTheOrderOfTime")),
          entry("LG-006", List.of("run.RunLogTest#endsTheLastLineOfEachStream")),
          entry("LG-008", List.of("run.RunLogTest#goesOnStrictlyAfterATime")),
          entry(
              "BF-003",
              List.of("spec.TtlTest#isReadAndWritten", "spec.TtlTest#runsWantHoursAndMinutes")),
          entry(
              "BF-004",
              List.of(
                  "spec.TtlTest#anythingElseIsWrong", "spec.TtlTest#partsThatAreTooLargeAreTold")),
          entry("BF-019", List.of("store.BuffersTest#theUsualTimeIsThatOfEveryActiveOne")),
          entry(
              "DP-001",
              List.of(
                  "buffer.BlobNamesTest#numbersHaveTheNamesOfTheForm",
                  "buffer.BlobNamesTest#namesSortLikeTheirNumbers")),
          entry(
              "DP-005", List.of("buffer.BufferReaderTest#largeBlocksOfOddSizesAreCutWithoutLoss")),
          entry(
              "DP-007",
              List.of(
                  "buffer.BufferWriterTest#whatThereIsGoesOutAfterTheFlushInterval",
                  "api.DataRoutesTest#aQuestionMayWaitForTheBlob")),
          entry(
              "DP-013",
              List.of(
                  "buffer.RemoteBlobsTest#contentThatArrivesDamagedEachTimeIsAFailure",
                  "buffer.RemoteBlobsTest#contentThatArrivesDamagedOnceIsSentAgain",
                  "buffer.RemoteBlobsTest#contentThatIsReadDamagedEachTimeIsAFailure",
                  "buffer.RemoteBlobsTest#contentThatIsReadDamagedOnceIsReadAgain")),
          entry(
              "DP-016",
              List.of(
                  "buffer.RemoteBlobsTest#aUrlOfAnIdIsAskedForAgainWhenItHasExpired",
                  "buffer.RemoteBlobsTest#aFileIsReadAgainUntilItHasAnotherUrl",
                  "buffer.RemoteBlobsTest#aUrlThatWasGivenIsNotRenewed")),
          entry("EP-002", List.of("run.RelaysTest#movesMuch")),
          entry("EP-003", List.of("run.RelaysTest#passesOnWhatComesAtOnce")),
          entry(
              "EP-004",
              List.of(
                  "run.RelaysTest#canBeUsedOnce", "api.DataRoutesTest#relaysPassStreamsOnOnce")));

  private TygerProofs() {}

  /** Those that are named here and are not there. */
  static List<String> missing() throws IOException {
    List<String> missing = new ArrayList<>();
    for (List<String> proofs : BY_CASE.values()) {
      for (String proof : proofs) {
        int hash = proof.indexOf('#');
        Path file = TESTS.resolve(proof.substring(0, hash).replace('.', '/') + ".java");
        String method = "  void " + proof.substring(hash + 1) + "(";
        if (!Files.exists(file) || !Files.readString(file).contains(method)) {
          missing.add(proof);
        }
      }
    }
    return missing;
  }
}
