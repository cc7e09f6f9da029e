package dev.rrq.shell.work;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import dev.rrq.shell.failure.ExitStatus;
import dev.rrq.shell.failure.ShellException;
import dev.rrq.shell.output.Format;
import dev.rrq.shell.progress.Amounts;
import dev.rrq.shell.terminal.Stdio;
import dev.rrq.store.Interval;
import dev.rrq.store.KeptRun;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;

/** Says what a trace holds. */
public final class InfoWork {
  private final Stdio stdio;

  public InfoWork(Stdio stdio) {
    this.stdio = stdio;
  }

  /** Prints it as lines for people, or as one JSON object. */
  public ExitStatus run(Path trace, Format format) {
    TraceInfo info = TraceInfo.read(trace);
    try {
      switch (format) {
        case JSON, JSONL -> json(info);
        case VERTICAL, TABLE -> stdio.out().write(text(info));
        case CSV, MARKDOWN, PARQUET, ARROW, SQLITE ->
            throw ShellException.usage("info is printed as vertical or json, not as " + format);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return ExitStatus.DONE;
  }

  private void json(TraceInfo info) throws IOException {
    Writer out = stdio.out();
    try (JsonGenerator json =
        new JsonFactory()
            .createGenerator(out)
            .useDefaultPrettyPrinter()
            .disable(JsonGenerator.Feature.AUTO_CLOSE_TARGET)) {
      json.writeStartObject();
      json.writeStringField("trace", info.trace().toString());
      json.writeNumberField("length", info.length());
      json.writeStringField("end", info.end());
      json.writeStringField("qemu_version", info.qemuVersion());
      json.writeArrayFieldStart("replay_command");
      for (String word : info.replayCommand()) {
        json.writeString(word);
      }
      json.writeEndArray();
      snapshots(json, info);
      json.writeStringField("vmlinux", info.vmlinux().orElse(null));
      json.writeStringField("build_id", info.buildId().orElse(null));
      json.writeStringField("kaslr_offset", info.kaslrOffset().orElse(null));
      coverage(json, info);
      json.writeBooleanField("complete", info.complete());
      json.writeNumberField("events", info.events());
      json.writeNumberField("bytes", info.bytes());
      kept(json, info);
      json.writeStringField("format_version", info.formatVersion().orElse(null));
      json.writeEndObject();
    }
    out.write('\n');
  }

  private static void snapshots(JsonGenerator json, TraceInfo info) throws IOException {
    json.writeArrayFieldStart("snapshots");
    for (TraceInfo.Point snapshot : info.snapshots()) {
      json.writeStartObject();
      json.writeStringField("name", snapshot.name());
      json.writeNumberField("t", snapshot.t());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void coverage(JsonGenerator json, TraceInfo info) throws IOException {
    json.writeArrayFieldStart("coverage");
    for (Interval interval : info.coverage()) {
      json.writeStartArray();
      json.writeNumber(interval.from());
      json.writeNumber(interval.to());
      json.writeEndArray();
    }
    json.writeEndArray();
  }

  private static void kept(JsonGenerator json, TraceInfo info) throws IOException {
    json.writeArrayFieldStart("kept");
    for (KeptRun run : info.kept()) {
      json.writeStartObject();
      texts(json, "kinds", run.kinds().stream().map(KeptRun.Kind::text).toList());
      texts(json, "places", run.places());
      json.writeNumberField("from", run.time().from());
      json.writeNumberField("to", run.time().to());
      json.writeNumberField("events", run.rows());
      json.writeNumberField("bytes", run.bytes());
      json.writeEndObject();
    }
    json.writeEndArray();
  }

  private static void texts(JsonGenerator json, String name, List<String> texts)
      throws IOException {
    json.writeArrayFieldStart(name);
    for (String text : texts) {
      json.writeString(text);
    }
    json.writeEndArray();
  }

  private static String text(TraceInfo info) {
    StringBuilder text = new StringBuilder();
    line(text, "trace", info.trace().toString());
    line(text, "length", info.length() + " instructions, ended by " + info.end());
    for (TraceInfo.Point snapshot : info.snapshots()) {
      line(text, "snapshot", snapshot.name() + " at " + snapshot.t());
    }
    line(text, "qemu", info.qemuVersion());
    line(text, "vmlinux", info.vmlinux().orElse("?"));
    line(text, "build id", info.buildId().orElse("?"));
    line(text, "kaslr offset", info.kaslrOffset().orElse("?"));
    for (Interval interval : info.coverage()) {
      line(text, "covered", "[" + interval.from() + ", " + interval.to() + ")");
    }
    for (KeptRun run : info.kept()) {
      line(text, "kept", kept(run));
    }
    line(text, "index", index(info));
    line(text, "replay", String.join(" ", info.replayCommand()));
    return text.toString();
  }

  private static String index(TraceInfo info) {
    if (info.formatVersion().isEmpty()) {
      return "none; `rrq index " + info.trace() + "` makes it";
    }
    return (info.complete() ? "complete" : "incomplete")
        + (info.coverage().isEmpty() ? ", covers nothing" : "")
        + ", "
        + size(info);
  }

  private static String kept(KeptRun run) {
    String kinds =
        run.kinds().stream().map(kind -> kind.text() + "s").collect(Collectors.joining(" and "));
    return "%s, %s in [%d, %d): %d events, %s"
        .formatted(
            run.places().isEmpty() ? "all memory" : String.join(", ", run.places()),
            kinds,
            run.time().from(),
            run.time().to(),
            run.rows(),
            Amounts.bytes((double) run.bytes()));
  }

  private static String size(TraceInfo info) {
    long bytes = info.bytes() - info.kept().stream().mapToLong(KeptRun::bytes).sum();
    double perEvent = info.events() == 0 ? 0 : (double) bytes / info.events();
    return "%d events, %s, %.2f bytes an event"
        .formatted(info.events(), Amounts.bytes((double) bytes), perEvent);
  }

  private static void line(StringBuilder text, String name, String value) {
    text.append(String.format("%-13s %s%n", name, value));
  }
}
