package dev.rrq.shell.packaged;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The indented blocks of the README, which are statements as a user would paste them. */
final class ReadmeBlock {
  private static final Path README = Path.of("..", "README.md");
  private static final String INDENT = "    ";

  private ReadmeBlock() {}

  /**
   * The lines of the block that begins with a statement, without their indentation.
   *
   * @throws IllegalArgumentException if the README has no such block
   */
  static List<String> beginningWith(String statement) throws IOException {
    List<String> document = Files.readAllLines(README);
    for (int line = 0; line < document.size(); line++) {
      if (document.get(line).startsWith(INDENT + statement)) {
        return document.subList(line, document.size()).stream()
            .takeWhile(text -> text.startsWith(INDENT))
            .map(String::strip)
            .toList();
      }
    }
    throw new IllegalArgumentException("the README has no block that begins with " + statement);
  }
}
