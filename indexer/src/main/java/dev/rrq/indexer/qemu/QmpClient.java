package dev.rrq.indexer.qemu;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.BufferedReader;
import java.io.IOException;
import java.net.StandardProtocolFamily;
import java.net.UnixDomainSocketAddress;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.SocketChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * A client of the QEMU Machine Protocol: one JSON object a line over a Unix socket, answers matched
 * to commands by id, events queued. A thread of its own reads; any thread may send.
 */
public final class QmpClient implements AutoCloseable {

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SocketChannel channel;
  private final Duration limit;
  private final Map<Long, CompletableFuture<JsonNode>> waiting = new ConcurrentHashMap<>();
  private final BlockingQueue<JsonNode> events = new LinkedBlockingQueue<>();
  private final AtomicLong ids = new AtomicLong();
  private final CompletableFuture<JsonNode> greeting = new CompletableFuture<>();
  private volatile @Nullable IOException end;

  private QmpClient(SocketChannel channel, Duration limit) {
    this.channel = channel;
    this.limit = limit;
  }

  /**
   * Connects, takes the greeting, and leaves the negotiation mode.
   *
   * @param limit how long any answer may take
   */
  static QmpClient connect(Path socket, Duration limit) throws IOException {
    SocketChannel channel = SocketChannel.open(StandardProtocolFamily.UNIX);
    try {
      channel.connect(UnixDomainSocketAddress.of(socket));
      QmpClient client = new QmpClient(channel, limit);
      Thread reader = new Thread(client::read, "qmp-reader");
      reader.setDaemon(true);
      reader.start();
      client.await(client.greeting, "greeting");
      client.execute("qmp_capabilities");
      return client;
    } catch (IOException | RuntimeException e) {
      channel.close();
      throw e;
    }
  }

  /** Runs a command without arguments and gives what it returned. */
  public JsonNode execute(String command) throws IOException {
    return execute(command, Map.of());
  }

  /**
   * Runs a command and gives what it returned.
   *
   * @throws IOException when QEMU says no, is gone, or does not answer in time
   */
  public JsonNode execute(String command, Map<String, ?> arguments) throws IOException {
    long id = ids.incrementAndGet();
    ObjectNode message = JSON.createObjectNode();
    message.put("execute", command);
    message.set("arguments", JSON.valueToTree(arguments));
    message.put("id", id);
    CompletableFuture<JsonNode> answer = new CompletableFuture<>();
    waiting.put(id, answer);
    try {
      IOException ended = end;
      if (ended != null) {
        throw ended;
      }
      send(message);
      JsonNode reply = await(answer, command);
      JsonNode error = reply.get("error");
      if (error != null) {
        throw new IOException("QEMU refused " + command + ": " + error.path("desc").asText());
      }
      return reply.path("return");
    } finally {
      waiting.remove(id);
    }
  }

  /** Runs a command of the human monitor; gives what it printed, trimmed. */
  public String monitor(String commandLine) throws IOException {
    return execute("human-monitor-command", Map.of("command-line", commandLine)).asText().strip();
  }

  /**
   * The next event, as QEMU sent it, or null when none comes in this time.
   *
   * @throws IOException when QEMU is gone and no event is left
   */
  public @Nullable JsonNode nextEvent(Duration time) throws IOException, InterruptedException {
    JsonNode event = events.poll(time.toNanos(), TimeUnit.NANOSECONDS);
    if (event != null && event.isMissingNode()) {
      events.add(event);
      IOException ended = end;
      throw ended == null ? new IOException("QEMU is gone") : ended;
    }
    return event;
  }

  private void send(JsonNode message) throws IOException {
    ByteBuffer bytes =
        ByteBuffer.wrap((JSON.writeValueAsString(message) + "\n").getBytes(StandardCharsets.UTF_8));
    synchronized (channel) {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    }
  }

  private JsonNode await(CompletableFuture<JsonNode> answer, String what) throws IOException {
    try {
      return answer.get(limit.toNanos(), TimeUnit.NANOSECONDS);
    } catch (TimeoutException e) {
      throw new IOException(
          "QEMU gave no answer to " + what + " in " + limit.toSeconds() + " seconds", e);
    } catch (ExecutionException e) {
      throw new IOException("QEMU ended before it answered " + what, e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    }
  }

  private void read() {
    IOException reason = new IOException("QEMU closed the connection");
    try (BufferedReader lines =
        new BufferedReader(
            Channels.newReader(channel, StandardCharsets.UTF_8.newDecoder(), 1 << 13))) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        take(line);
      }
    } catch (IOException e) {
      reason = e;
    }
    end = reason;
    events.add(JSON.missingNode());
    greeting.completeExceptionally(reason);
    for (CompletableFuture<JsonNode> answer : waiting.values()) {
      answer.completeExceptionally(reason);
    }
  }

  private void take(String line) throws JsonProcessingException {
    JsonNode message = JSON.readTree(line);
    if (message.has("event")) {
      events.add(message);
    } else if (message.has("QMP")) {
      greeting.complete(message);
    } else if (message.has("id")) {
      CompletableFuture<JsonNode> answer = waiting.get(message.path("id").asLong());
      if (answer != null) {
        answer.complete(message);
      }
    }
  }

  @Override
  public void close() {
    try {
      channel.close();
    } catch (IOException e) {
      // Nothing is lost: the process is ended by its handle.
    }
  }
}
