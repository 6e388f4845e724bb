package kata.update;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import kata.error.KataException;
import kata.error.OperationFailed;
import kata.process.Progress;

/** A web folder that contains {@code kata} and {@code kata.sha256}. */
final class ReleaseSource {
  private static final Pattern CHECKSUM = Pattern.compile("([0-9a-fA-F]{64}) [ *]kata\\R?");
  private static final long POLL_MILLIS = 50;

  private final URI folder;
  private final Limits limits;
  private final HttpClient client;

  private ReleaseSource(URI folder, Limits limits) {
    this.folder = folder;
    this.limits = limits;
    client =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(limits.connect())
            .followRedirects(HttpClient.Redirect.NORMAL) // never from https to http
            .build();
  }

  /** Parses the address of the folder; rejects anything else. */
  static ReleaseSource at(String address, Limits limits) {
    try {
      URI folder = URI.create(address.endsWith("/") ? address : address + "/");
      String scheme = String.valueOf(folder.getScheme()).toLowerCase(Locale.ROOT);
      if (scheme.matches("https?")
          && folder.getHost() != null
          && folder.getRawUserInfo() == null
          && folder.getRawQuery() == null
          && folder.getRawFragment() == null) {
        return new ReleaseSource(folder, limits);
      }
    } catch (IllegalArgumentException e) {
      // Reported below, with the others.
    }
    throw KataException.refused(
        "KATA_UPDATE_URL is '%s', not the address of a folder on a web server".formatted(address),
        "set it to an address such as https://example.org/kata, without user, password or `?`");
  }

  URI program() {
    return folder.resolve("kata");
  }

  /** Fetches the SHA-256 of the published file, in lower case. */
  String checksum() {
    URI address = folder.resolve("kata.sha256");
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    fetch(address, bytes, Progress.silent());
    Matcher line = CHECKSUM.matcher(bytes.toString(StandardCharsets.UTF_8));
    if (!line.matches()) {
      throw new OperationFailed(
          address + " is not the checksum of one file named kata",
          "create it with `sha256sum kata > kata.sha256`");
    }
    return line.group(1).toLowerCase(Locale.ROOT);
  }

  /** Downloads the published file into an existing file. */
  void download(Path file, Progress progress) {
    try (OutputStream out = Files.newOutputStream(file)) {
      fetch(program(), out, progress);
    } catch (IOException e) {
      throw failed(program(), String.valueOf(e.getMessage()), e);
    }
  }

  private void fetch(URI address, OutputStream target, Progress progress) {
    Download download = new Download(target, limits.bytes(), progress);
    CompletableFuture<HttpResponse<Void>> answer =
        client.sendAsync(HttpRequest.newBuilder(address).build(), download);
    try {
      int status = await(answer, download).statusCode();
      if (status != 200) {
        throw new IOException("the server answered " + status);
      }
    } catch (IOException e) {
      throw failed(address, reason(e), e);
    } finally {
      answer.cancel(true);
    }
  }

  /** Waits for the whole answer; the client itself has no limit for pauses within it. */
  private HttpResponse<Void> await(CompletableFuture<HttpResponse<Void>> answer, Download download)
      throws IOException {
    Instant deadline = Instant.now().plus(limits.transfer());
    while (true) {
      try {
        return answer.get(POLL_MILLIS, TimeUnit.MILLISECONDS);
      } catch (TimeoutException e) {
        if (download.isSilentFor(limits.silence())) {
          throw new IOException(
              "nothing arrived for %d s".formatted(limits.silence().toSeconds()), e);
        }
        if (Instant.now().isAfter(deadline)) {
          throw new IOException(
              "not complete within %d s".formatted(limits.transfer().toSeconds()), e);
        }
      } catch (ExecutionException e) {
        Throwable cause =
            e.getCause() instanceof UncheckedIOException io ? io.getCause() : e.getCause();
        throw cause instanceof IOException io ? io : new IOException(cause);
      } catch (InterruptedException e) {
        throw KataException.interrupted(e);
      }
    }
  }

  private static String reason(IOException e) {
    String message = e.getMessage();
    if (message != null) {
      return message;
    }
    return e instanceof ConnectException ? "no connection" : e.getClass().getSimpleName();
  }

  private static KataException failed(URI address, String why, IOException cause) {
    return new OperationFailed(
        "cannot fetch %s: %s".formatted(address, why),
        "check the server and KATA_UPDATE_URL; the installed kata is unchanged",
        cause);
  }
}
