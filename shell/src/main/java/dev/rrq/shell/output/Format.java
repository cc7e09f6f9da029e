package dev.rrq.shell.output;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The formats in which rows can be had. */
public enum Format {
  TABLE("table", "aligned columns"),
  CSV("csv", "comma-separated values (RFC 4180)"),
  JSON("json", "one array of objects"),
  JSONL("jsonl", "one object a line"),
  MARKDOWN("markdown", "a Markdown table"),
  VERTICAL("vertical", "one line a column"),
  PARQUET("parquet", "Apache Parquet, for other engines"),
  ARROW("arrow", "Apache Arrow's IPC format"),
  SQLITE("sqlite", "an SQLite database with a table `rows`");

  private final String id;
  private final String doc;

  Format(String id, String doc) {
    this.id = id;
    this.doc = doc;
  }

  /** Its name on the command line. */
  public String id() {
    return id;
  }

  /** What it is, in a few words. */
  public String doc() {
    return doc;
  }

  /** Whether more rows can be put behind those that a file already has. */
  public boolean appends() {
    return this == CSV || this == JSONL || this == MARKDOWN;
  }

  /** Whether it is bytes rather than text. */
  public boolean isBinary() {
    return this == PARQUET || this == ARROW || this == SQLITE;
  }

  /** What writes the rows of a binary format. */
  BinaryRows binary() {
    return switch (this) {
      case PARQUET -> new ParquetRows();
      case ARROW -> new ArrowRows();
      case SQLITE -> new SqliteRows();
      default -> throw new IllegalStateException(id + " is text");
    };
  }

  /** A writer to text. */
  public RowWriter writer(Appendable out, TableStyle style, boolean header) {
    return switch (this) {
      case TABLE -> new TableWriter(out, style);
      case CSV -> new CsvWriter(out, header);
      case JSON -> JsonWriter.array(out);
      case JSONL -> JsonWriter.lines(out);
      case MARKDOWN -> new MarkdownWriter(out, header);
      case VERTICAL -> new VerticalWriter(out);
      case PARQUET, ARROW, SQLITE -> throw new IllegalStateException(id + " is no text");
    };
  }

  /** The format of a name, in any case. */
  public static Optional<Format> named(String name) {
    return Arrays.stream(values()).filter(f -> f.id.equalsIgnoreCase(name)).findFirst();
  }

  /** The format that a file's suffix asks for. */
  public static Optional<Format> ofFile(String fileName) {
    int dot = fileName.lastIndexOf('.');
    if (dot < 0) {
      return Optional.empty();
    }
    return switch (fileName.substring(dot + 1).toLowerCase(Locale.ROOT)) {
      case "txt" -> Optional.of(TABLE);
      case "csv" -> Optional.of(CSV);
      case "json" -> Optional.of(JSON);
      case "jsonl", "ndjson" -> Optional.of(JSONL);
      case "md", "markdown" -> Optional.of(MARKDOWN);
      case "parquet" -> Optional.of(PARQUET);
      case "arrow", "feather" -> Optional.of(ARROW);
      case "sqlite", "sqlite3", "db" -> Optional.of(SQLITE);
      default -> Optional.empty();
    };
  }

  @Override
  public String toString() {
    return id;
  }
}
