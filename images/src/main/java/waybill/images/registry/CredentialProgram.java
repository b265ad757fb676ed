package waybill.images.registry;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import waybill.files.OsReason;
import waybill.images.source.JsonNode;
import waybill.images.source.MalformedException;
import waybill.model.failure.Failure;
import waybill.model.failure.FailureCode;
import waybill.model.failure.FailureException;

/**
 * A program that keeps credentials, {@code docker-credential-NAME get}: it reads a registry from
 * its input and writes JSON. Bounded in time and size; what it writes is never told to anybody.
 */
final class CredentialProgram {
  private static final Duration TIME = Duration.ofSeconds(30);
  private static final int MAX_OUTPUT = 1 << 20;

  /** What all of them say when there is no login, by the protocol's own sources. */
  private static final String NOT_FOUND = "credentials not found";

  /** In place of a name: the secret is a token. */
  private static final String TOKEN = "<token>";

  private final String program;
  private final Map<String, String> environment;
  private final Duration time;

  CredentialProgram(String name, Map<String, String> environment) {
    this(name, environment, TIME);
  }

  CredentialProgram(String name, Map<String, String> environment, Duration time) {
    this.program = "docker-credential-" + name;
    this.environment = environment;
    this.time = time;
  }

  /** The login for a registry. */
  Credentials get(String registry) throws InterruptedException {
    Process process;
    try {
      process = start();
    } catch (IOException failed) {
      throw failure("cannot be started: " + OsReason.of(failed));
    }
    try {
      return answer(process, registry);
    } catch (IOException broken) {
      throw failure("cannot be spoken to: " + OsReason.of(broken));
    } finally {
      process.destroyForcibly();
    }
  }

  private Process start() throws IOException {
    ProcessBuilder builder = new ProcessBuilder(List.of(find().toString(), "get"));
    builder.environment().clear();
    builder.environment().putAll(environment);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return builder.start();
  }

  /** On the path of the command's environment, which need not be this JVM's. */
  private Path find() {
    if (program.indexOf('/') < 0) {
      for (String folder : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
        Path candidate = Path.of(folder).resolve(program);
        if (candidate.isAbsolute() && Files.isExecutable(candidate)) {
          return candidate;
        }
      }
    }
    throw failure("is not on the PATH");
  }

  private Credentials answer(Process process, String registry)
      throws IOException, InterruptedException {
    CompletableFuture<byte[]> output = new CompletableFuture<>();
    Thread.ofVirtual().start(() -> read(process.getInputStream(), output));
    ask(process, registry);
    byte[] bytes;
    try {
      bytes = output.get(time.toNanos(), TimeUnit.NANOSECONDS);
      if (!process.waitFor(time.toNanos(), TimeUnit.NANOSECONDS)) {
        throw new TimeoutException();
      }
    } catch (TimeoutException late) {
      throw failure("does not end within " + Words.time(time));
    } catch (ExecutionException failed) {
      throw new IOException(failed.getCause());
    }
    if (process.exitValue() != 0) {
      if (new String(bytes, StandardCharsets.UTF_8).contains(NOT_FOUND)) {
        return new Credentials.Anonymous();
      }
      throw failure("ended with status " + process.exitValue());
    }
    return credentials(bytes);
  }

  private static void ask(Process process, String registry) {
    try (OutputStream in = process.getOutputStream()) {
      in.write(registry.getBytes(StandardCharsets.UTF_8));
    } catch (IOException notRead) {
      // It ended without reading; its status says more.
      return;
    }
  }

  private static void read(InputStream from, CompletableFuture<byte[]> output) {
    try (from) {
      output.complete(from.readNBytes(MAX_OUTPUT));
    } catch (IOException failed) {
      output.completeExceptionally(failed);
    }
  }

  private Credentials credentials(byte[] bytes) {
    try {
      JsonNode root = JsonNode.read(bytes);
      Optional<String> user = root.text("Username");
      Optional<String> secret = root.text("Secret");
      if (secret.isEmpty()) {
        return new Credentials.Anonymous();
      }
      return user.isEmpty() || user.get().equals(TOKEN)
          ? new Credentials.IdentityToken(secret.get())
          : new Credentials.Password(user.get(), secret.get());
    } catch (MalformedException malformed) {
      throw failure("wrote something that is not its protocol's JSON");
    }
  }

  private FailureException failure(String why) {
    return Failure.of(
            FailureCode.REGISTRY_REFUSED,
            "cannot ask for a login: the program `"
                + Words.foreign(program)
                + "`, which the configuration names, "
                + why)
        .withHelp("run `" + Words.foreign(program) + " list` to see what it says, or log in again")
        .asException();
  }
}
