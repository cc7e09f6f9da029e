package dev.rrq.gdbrsp.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetSocketAddress;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** How users write where a stub listens. */
final class EndpointTest {

  @ParameterizedTest
  @CsvSource({
    "localhost:1234, localhost:1234",
    ":1234, :1234",
    "tcp:host.example:1, host.example:1",
    "[::1]:65535, [::1]:65535",
    "unix:/tmp/a b.sock, unix:/tmp/a b.sock"
  })
  void reads(String text, String canonical) {
    assertThat(Endpoint.parse(text)).hasToString(canonical);
    assertThat(Endpoint.parse(canonical)).isEqualTo(Endpoint.parse(text));
  }

  @Test
  void meansThisMachineWhenNoHostIsNamed() throws Exception {
    InetSocketAddress address = (InetSocketAddress) Endpoint.parse(":1234").address();
    assertThat(address.getAddress().isLoopbackAddress()).isTrue();
    assertThat(Endpoint.parse("unix:x")).isEqualTo(new Endpoint.Unix(Path.of("x")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "localhost", "host:", "host:x", "host:65536", "host:-1"})
  void refusesOthersWithASentence(String text) {
    assertThatThrownBy(() -> Endpoint.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("expected HOST:PORT or unix:PATH, found \"" + text + "\"");
  }
}
