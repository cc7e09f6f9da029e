package dev.rrq.indexer.recording;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.rrq.indexer.IndexerException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The content of {@code recording.json}: all that a replay must repeat, and what is known of the
 * recording.
 *
 * @param formatVersion {@link #FORMAT_VERSION}
 * @param created when the recording began, UTC, ISO 8601
 * @param qemuVersion as in {@code 7.2.22}
 * @param arguments QEMU's arguments as recorded, for reading only
 * @param kernel the kernel, copied into the trace directory
 * @param initrd the initial RAM disk, copied likewise, or null
 * @param disk the disk's base image, which stays where it is, or null
 * @param append the kernel's command line
 * @param memoryBytes the size of RAM
 * @param shift virtual time of an instruction is 2^shift ns
 * @param clockBase what the guest's clock showed at the start
 * @param extraArguments QEMU arguments of the user's
 * @param length instructions executed, up to where every replay gets
 * @param end why the recording ended
 * @param snapshots in order of time
 * @param vmlinux where the kernel's symbols were when it was recorded, or null
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
public record Manifest(
    int formatVersion,
    String created,
    String qemuVersion,
    List<String> arguments,
    Input kernel,
    @Nullable Input initrd,
    @Nullable DiskInput disk,
    String append,
    long memoryBytes,
    int shift,
    String clockBase,
    List<String> extraArguments,
    long length,
    End end,
    List<Snapshot> snapshots,
    @Nullable String vmlinux) {

  /** The version of this file's format. */
  public static final int FORMAT_VERSION = 1;

  /** The manifest's name in the trace directory. */
  public static final String FILE_NAME = "recording.json";

  private static final ObjectMapper JSON =
      JsonMapper.builder()
          .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
          .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
          .build();

  /**
   * A file that was copied into the trace.
   *
   * @param source where it came from
   * @param sha256 the digest of its content, hexadecimal
   */
  public record Input(String source, String sha256) {}

  /**
   * A disk image, which is not copied.
   *
   * @param path where it is
   * @param format {@code raw} or {@code qcow2}
   * @param virtualSize the size that the guest sees, in bytes
   * @param sha256 the digest of its content, hexadecimal
   */
  public record DiskInput(String path, String format, long virtualSize, String sha256) {}

  /**
   * Reads the manifest of a trace directory.
   *
   * @throws IndexerException of kind DAMAGED when it is missing, unreadable or of another version
   */
  static Manifest read(Path directory) {
    Path file = directory.resolve(FILE_NAME);
    try {
      byte[] content = Files.readAllBytes(file);
      int version = JSON.readTree(content).path("format_version").asInt();
      if (version != FORMAT_VERSION) {
        throw IndexerException.damaged(
            file + " has format version " + version + "; this rrq reads version " + FORMAT_VERSION,
            "record again with this rrq");
      }
      Manifest manifest = JSON.readValue(content, Manifest.class);
      manifest.validate(file);
      return manifest;
    } catch (NoSuchFileException e) {
      throw IndexerException.damaged(directory + " is not a trace: it has no " + FILE_NAME);
    } catch (JsonProcessingException e) {
      throw IndexerException.damaged(
          file + " is damaged: " + e.getOriginalMessage().lines().findFirst().orElse("not JSON"));
    } catch (IOException e) {
      throw IndexerException.damaged(file + " cannot be read: " + e.getMessage());
    }
  }

  private void validate(Path file) {
    Object[] required = {
      created, qemuVersion, arguments, kernel, append, clockBase, extraArguments, end, snapshots
    };
    if (Arrays.stream(required).anyMatch(Objects::isNull)) {
      throw IndexerException.damaged(file + " is damaged: a field is missing");
    }
    if (length <= 0) {
      throw IndexerException.damaged(file + " is damaged: its length is " + length);
    }
    long last = -1;
    for (Snapshot snapshot : snapshots) {
      if (snapshot.t() < last || snapshot.t() >= length) {
        throw IndexerException.damaged(
            file + " is damaged: snapshot " + snapshot.name() + " is out of order");
      }
      last = snapshot.t();
    }
  }

  /** Writes it into a trace directory. */
  void write(Path directory) throws IOException {
    Files.write(directory.resolve(FILE_NAME), JSON.writeValueAsBytes(this));
  }
}
