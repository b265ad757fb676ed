package waybill.dialects.tyger.command;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import waybill.files.FolderTree;
import waybill.web.server.Exchange;
import waybill.web.server.WebHandler;
import waybill.web.server.WebServer;

/** Servers that answer what ours never would, or more than it ever had. */
@Timeout(60)
class WrongServerTest {
  @TempDir Path folder;
  private final List<String> asked = new CopyOnWriteArrayList<>();
  private Path place;
  private Shell shell;
  private WebServer server;
  private WebHandler answer = exchange -> exchange.respond(500, Map.of(), new byte[0]);

  @BeforeEach
  void open() throws IOException {
    place = Files.createTempDirectory("w"); // a socket's name must be short
    server = WebServer.listen(place.resolve("s"), this::handle, line -> {});
    shell = new Shell(place.resolve("s"), folder);
  }

  @AfterEach
  void close() throws IOException {
    server.close();
    FolderTree.delete(place);
  }

  private void handle(Exchange exchange) throws IOException, InterruptedException {
    asked.add(exchange.method() + " " + exchange.target());
    answer.handle(exchange);
  }

  private static void text(Exchange exchange, int status, String text) throws IOException {
    exchange.respond(
        status, Map.of("Content-Type", "application/json"), text.getBytes(StandardCharsets.UTF_8));
  }

  /** Pages of so many names. */
  private void serveNames(int all) {
    var sent = new AtomicInteger();
    answer =
        exchange -> {
          int limit = Integer.parseInt(exchange.target().replaceAll(".*limit=(\\d+).*", "$1"));
          var page = new StringBuilder("{\"items\":[");
          for (int i = 0; i < limit && sent.get() < all; i++) {
            page.append(i == 0 ? "" : ",").append("{\"name\":\"n").append(sent.get()).append("\"}");
            sent.incrementAndGet();
          }
          page.append(']');
          if (sent.get() < all) {
            page.append(",\"nextLink\":\"/codespecs?limit=")
                .append(limit)
                .append("&_ct=x&api-version=1.0\"");
          }
          text(exchange, 200, page.append('}').toString());
        };
  }

  private static int names(Shell.Told told) {
    return told.out().split("\"name\"", -1).length - 1;
  }

  @Test
  void aThousandAreListedAndTheRestIsTold() {
    serveNames(1001);
    Shell.Told told = shell.tyger("codespec", "list").ok();
    assertThat(names(told)).isEqualTo(1000);
    assertThat(told.err())
        .isEqualTo(
            "Warning: the output was truncated. Specify the --limit parameter to increase the"
                + " number of elements.\n");
  }

  @Test
  void nothingIsToldWhereThereIsNoMoreOrALimitIsGiven() {
    serveNames(1000);
    assertThat(shell.tyger("codespec", "list").ok().err()).isEmpty();
    serveNames(1001);
    Shell.Told limited = shell.tyger("codespec", "list", "--limit", "1000").ok();
    assertThat(names(limited)).isEqualTo(1000);
    assertThat(limited.err()).isEmpty();
  }

  @Test
  void limitsAboveAPageAreFollowedByTheirLinks() {
    serveNames(3500);
    assertThat(names(shell.tyger("codespec", "list", "-l", "3000").ok())).isEqualTo(3000);
    assertThat(asked).hasSize(2);
  }

  @Test
  void answersThatAreNoneAreToldAsSuch() {
    assertThat(shell.tyger("codespec", "show", "n").failed().err())
        .isEqualTo("Error: unexpected status code 500\n");
    for (String body : List.of("", "no JSON", "{", "[]", "\"x\"")) {
      answer = exchange -> text(exchange, 200, body);
      Shell.Told told = shell.tyger("run", "list").failed();
      assertThat(told.err())
          .as(body)
          .startsWith("Error: the server's answer is not understood: it is no JSON");
    }
    for (String body : List.of("{}", "{\"items\":7}", "{\"items\":[],\"nextLink\":\"/x\"}")) {
      answer = exchange -> text(exchange, 200, body);
      assertThat(shell.tyger("run", "list").failed().err()).as(body).startsWith("Error: ");
      assertThat(shell.tyger("run", "create", "-c", "x").failed().err())
          .as(body)
          .startsWith("Error: ");
      assertThat(shell.tyger("codespec", "create", "x", "--image", "i").failed().err())
          .as(body)
          .startsWith("Error: ");
      assertThat(shell.tyger("buffer", "create").failed().err()).as(body).startsWith("Error: ");
      assertThat(shell.tyger("buffer", "access", "x").failed().err())
          .as(body)
          .startsWith("Error: ");
    }
    answer = exchange -> text(exchange, 400, "{\"error\":7}");
    assertThat(shell.tyger("run", "list").failed().err())
        .isEqualTo("Error: unexpected status code 400\n");
    answer = exchange -> text(exchange, 400, "{broken");
    assertThat(shell.tyger("run", "list").failed().err())
        .isEqualTo("Error: unexpected status code 400\n");
  }

  @Test
  void aWatchThatBreaksOffIsAFailure() {
    String run = "{\"id\":7,\"status\":\"Running\",\"job\":{\"buffers\":{}}}\n";
    answer =
        exchange -> {
          if (exchange.method().equals("POST")) {
            text(exchange, 201, run);
          } else {
            try (OutputStream lines = exchange.begin(200, Map.of(), -1)) {
              lines.write(run.getBytes(StandardCharsets.UTF_8));
            }
          }
        };
    assertThat(shell.tyger("run", "watch", "7").failed().err())
        .contains("Error: the server told no more of run 7");
    assertThat(shell.tyger("run", "exec", "-c", "Bad").failed().err())
        .contains("Run created runId=7")
        .contains("FTL Failed to watch the run");
  }

  @Test
  void terminalCodesInAnswersAreNotObeyed() {
    answer =
        exchange ->
            text(exchange, 400, "{\"error\":{\"code\":\"X\",\"message\":\"a\\u001b[2Jb\\nc\"}}");
    assertThat(shell.tyger("run", "list").failed().err()).doesNotContain("\u001b");
  }

  @Test
  void noServerAtAllIsTold() {
    server.close();
    assertThat(shell.tyger("codespec", "list").failed().err())
        .startsWith("Error: the connection to the server broke: ");
  }
}
