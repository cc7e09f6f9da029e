package dev.rrq.store;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Driver;
import java.util.Properties;
import org.duckdb.DuckDBDriver;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DuckDbLibraryTest {

  @TempDir Path directory;

  @Test
  void theDriverLoadsTheLibraryFromBesideItsJar() throws Exception {
    Path jar =
        Path.of(DuckDBDriver.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    Path copy = DuckDbLibrary.unpack(jar, directory.resolve("lib"));
    assertThat(Files.size(copy)).isLessThan(2 << 20);
    assertThat(copy.getParent()).isDirectoryContaining("glob:**libduckdb_java.so_*");
    assertThat(DuckDbLibrary.unpack(jar, directory.resolve("lib"))).isEqualTo(copy);
    try (URLClassLoader loader =
            new URLClassLoader(
                new URL[] {copy.toUri().toURL()}, ClassLoader.getPlatformClassLoader());
        Connection connection =
            loader
                .loadClass("org.duckdb.DuckDBDriver")
                .asSubclass(Driver.class)
                .getConstructor()
                .newInstance()
                .connect("jdbc:duckdb:", new Properties())) {
      assertThat(connection.isClosed()).isFalse();
    }
  }
}
