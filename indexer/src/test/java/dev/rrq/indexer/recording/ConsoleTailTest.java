package dev.rrq.indexer.recording;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ConsoleTailTest {

  @TempDir Path directory;
  private final ByteArrayOutputStream copy = new ByteArrayOutputStream();
  private Path file;
  private ConsoleTail tail;

  @BeforeEach
  void follow() {
    file = directory.resolve("console");
    tail = new ConsoleTail(file, copy);
  }

  @Test
  void copiesWhatComes() throws IOException {
    tail.poll();
    assertThat(tail.isEmpty()).isTrue();

    write("one\r\ntw");
    tail.poll();
    write("o\r\n\u001b[0m\r\n");
    tail.poll();

    assertThat(copy.toString(US_ASCII)).isEqualTo("one\r\ntwo\r\n\u001b[0m\r\n");
    assertThat(tail.isEmpty()).isFalse();
    assertThat(tail.lastLines(2)).isEqualTo("two\n[0m");
  }

  @Test
  void seesAPanicThatComesInPieces() throws IOException {
    write("x".repeat(100_000) + "Kernel panic - not");
    tail.poll();
    assertThat(tail.panicked()).isFalse();

    write(" syncing: no init");
    tail.poll();

    assertThat(tail.panicked()).isTrue();
  }

  private void write(String text) throws IOException {
    Files.writeString(file, text, US_ASCII, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
  }
}
