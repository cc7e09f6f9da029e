package dev.rrq.shell.arch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Rules of the tree that no compiler checks. */
final class LintTest {
  private static final Set<String> TEXT =
      Set.of("java", "g4", "c", "h", "xml", "md", "rrq", "sh", "properties", "patch", "S", "s");
  private static final Set<String> SCRIPTS = Set.of("mvnw", "rrq", "run");

  /** Specifications and manuals that a comment may point to; nothing is fetched from them. */
  private static final Set<String> HOSTS =
      Set.of(
          "maven.apache.org", // the namespace of a pom
          "www.w3.org",
          "arrow.apache.org",
          "parquet.apache.org",
          "www.apache.org",
          "www.gnu.org",
          "www.kernel.org",
          "docs.kernel.org",
          "sourceware.org",
          "dwarfstd.org",
          "refspecs.linuxfoundation.org",
          "www.qemu.org",
          "www.capstone-engine.org",
          "www.intel.com",
          "gitlab.com",
          "errorprone.info",
          "no-color.org",
          "www.rfc-editor.org",
          "semver.org",
          "keepachangelog.com");

  private static final Pattern URL = Pattern.compile("https?://([A-Za-z0-9.-]+)");
  private static final Pattern UNOWNED = Pattern.compile("\\b(TODO|FIXME|XXX)\\b(?!\\([a-z]+\\))");

  private static final Path ROOT = root();

  private static Path root() {
    Path directory = Path.of("").toAbsolutePath();
    while (!Files.isDirectory(directory.resolve("grammar"))) {
      directory = directory.getParent();
    }
    return directory;
  }

  @Test
  void todosHaveAnOwner() {
    assertThat(offences(UNOWNED, matcher -> true)).isEmpty();
  }

  @Test
  void linksGoToSpecifications() {
    assertThat(offences(URL, matcher -> !HOSTS.contains(matcher.group(1)))).isEmpty();
  }

  @Test
  void linesHaveNoTrailingBlanks() {
    // A patch marks the lines that it leaves alone with a blank, empty ones too.
    assertThat(offences(Pattern.compile("[ \t]+$", Pattern.MULTILINE), matcher -> true))
        .allMatch(offence -> offence.equals("qemu-rr.patch:  "));
  }

  @Test
  void everyPackageSaysWhatLivesThere() {
    List<Path> silent =
        files()
            .filter(file -> file.toString().endsWith(".java"))
            .filter(file -> file.toString().contains("/src/main/java/"))
            .map(Path::getParent)
            .distinct()
            .filter(directory -> !isDescribed(directory.resolve("package-info.java")))
            .toList();
    assertThat(silent).isEmpty();
  }

  private static boolean isDescribed(Path packageInfo) {
    if (!Files.exists(packageInfo)) {
      return false;
    }
    String text = read(packageInfo);
    boolean generated = packageInfo.getParent().endsWith("antlr");
    return text.contains("/**") && (generated || text.contains("NullMarked"));
  }

  private static List<String> offences(
      Pattern pattern, java.util.function.Predicate<Matcher> isOffence) {
    List<String> found = new ArrayList<>();
    files()
        .filter(file -> !file.endsWith("LintTest.java"))
        .forEach(
            file -> {
              Matcher matcher = pattern.matcher(read(file));
              while (matcher.find()) {
                if (isOffence.test(matcher)) {
                  found.add(ROOT.relativize(file) + ": " + matcher.group());
                }
              }
            });
    return found;
  }

  private static Stream<Path> files() {
    List<Path> files = new ArrayList<>();
    collect(ROOT, files);
    return files.stream();
  }

  private static void collect(Path directory, List<Path> into) {
    try (Stream<Path> entries = Files.list(directory)) {
      for (Path entry : entries.sorted().toList()) {
        String name = entry.getFileName().toString();
        if (Files.isDirectory(entry)) {
          boolean ours = !name.equals("target") && (!name.startsWith(".") || name.equals(".ci"));
          if (ours) {
            collect(entry, into);
          }
        } else if (isText(name)) {
          into.add(entry);
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static boolean isText(String name) {
    return SCRIPTS.contains(name) || TEXT.contains(name.substring(name.lastIndexOf('.') + 1));
  }

  private static String read(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
