package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Statement;
import dev.rrq.planner.Column;
import dev.rrq.planner.Column.Kind;
import dev.rrq.planner.QueryException;
import dev.rrq.planner.Result;
import dev.rrq.planner.Row;
import dev.rrq.planner.RowText;
import dev.rrq.planner.TableResult;
import dev.rrq.planner.analysis.Bits;
import dev.rrq.planner.analysis.Extent;
import dev.rrq.planner.analysis.Hex;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Target;
import dev.rrq.planner.duckdb.Replays;
import dev.rrq.planner.type.ValueText;
import dev.rrq.planner.why.Provenance;
import dev.rrq.planner.why.Step;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** {@code why PLACE at T}: where a value came from, step by step. */
final class WhyStatements {

  private static final List<Column> COLUMNS =
      List.of(
          new Column("step", Kind.NUMBER, "Number of the step back, from 1."),
          new Column("bytes", Kind.TEXT, "The bytes of the place that it is about."),
          new Column("t", Kind.TIME, "When it took place."),
          new Column("certainty", Kind.TEXT, "How sure it is, and whether the way ends here."),
          new Column("what", Kind.TEXT, "What took place."),
          new Column("function", Kind.TEXT, "The function that did it."),
          new Column("location", Kind.TEXT, "The source line that did it."),
          new Column("address", Kind.TEXT, "The memory that was written or read."),
          new Column("value", Kind.TEXT, "The value that it had."),
          new Column("pc", Kind.ADDRESS, "The instruction."),
          new Column("paddr", Kind.ADDRESS, "The physical address of that memory."),
          new Column("size", Kind.NUMBER, "How many bytes the value has."));

  private static final int USUAL_ROWS = 40;
  private static final int MOST_BYTES = 256;
  private static final int MOST_SHOWN = 64;
  private static final int MOST_SENTENCES = 10;

  /** Where there is more than is told. */
  private static final Set<Step.Certainty> LEFT = Set.of(Step.Certainty.LONG, Step.Certainty.PART);

  private static final int FIRST_PRINTABLE = 0x20;
  private static final int LAST_PRINTABLE = 0x7e;

  private static final RowText TEXT =
      (row, column) ->
          COLUMNS.get(column).kind() == Kind.ADDRESS
              ? ValueText.raw((Long) Objects.requireNonNull(row.value(column)), Long.BYTES)
              : Objects.requireNonNull(row.value(column)).toString();

  private final Context context;
  private final QueryRunner queries;
  private final AddressNames addresses;
  private final CodeSites sites;

  WhyStatements(Context context, QueryRunner queries, AddressNames addresses) {
    this.context = context;
    this.queries = queries;
    this.addresses = addresses;
    this.sites = new CodeSites(context.trace());
  }

  Result why(Statement.Why statement) {
    Replays replays = context.trace().sessions().replays();
    long asked =
        statement.time().map(time -> context.times().resolve(time)).orElse(context.trace().end());
    Target target = context.places().resolve(statement.place(), Interval.at(asked));
    Extent extent = extent(statement, target.where().at(asked));
    TraceFacts facts = new TraceFacts(context, queries);
    long mask = target.bitSize() == 0 ? -1L : Bits.mask(target.bitSize()) << target.bitShift();
    int size = (int) Math.min(MOST_BYTES, extent.length());
    Optional<String> hindrance = replays.access().hindrance();
    int limit = (int) Math.min(Integer.MAX_VALUE, statement.limit().orElse(USUAL_ROWS));
    Provenance.Answer answer =
        Provenance.of(facts, extent.start(), size, mask, asked, hindrance.isEmpty(), limit);
    List<Row> rows = new ArrayList<>();
    for (List<Step> run : answer.runs()) {
      for (Step step : run) {
        rows.add(row(rows.size() + 1, step));
      }
    }
    return new TableResult(
        COLUMNS,
        new ListRows(rows),
        count ->
            Optional.of(
                sentences(answer)
                    + sources(answer)
                    + silent(answer)
                    + hindrance.map(reason -> "\nnothing was replayed: " + reason).orElse("")
                    + bits(target)
                    + rest(answer, limit, target.length())));
  }

  /** What an answer about the bytes of a bit field says of its bits. */
  private static String bits(Target target) {
    if (target.bitSize() == 0) {
      return "";
    }
    int last = target.bitShift() + target.bitSize() - 1;
    return "\nthe place is %s of these bytes: the values are of whole bytes, the steps of these bits"
        .formatted(bits(target.bitShift(), last));
  }

  private static String bits(int first, int last) {
    return first == last ? "bit " + first : "bits %d-%d".formatted(first, last);
  }

  /** What is not told, and how to have it told. */
  private static String rest(Provenance.Answer answer, int limit, long length) {
    long rows = answer.runs().stream().mapToLong(List::size).sum();
    boolean isLong =
        (answer.told() < length && rows >= limit)
            || answer.runs().stream()
                .flatMap(List::stream)
                .anyMatch(step -> LEFT.contains(step.certainty()));
    String more = isLong ? "\nhint: 'limit %d' tells more".formatted(2L * limit) : "";
    return answer.told() < length
        ? more
            + "\nthis is about the first %d of %d bytes; name an element or a member for others"
                .formatted(answer.told(), length)
        : more;
  }

  private static Extent extent(Statement.Why statement, Mapping mapping) {
    if (mapping instanceof Mapping.Mapped mapped) {
      return mapped.extents().get(0);
    }
    throw Problems.error(
        "nowhere",
        statement.place().location(),
        "the place is nowhere then: " + ((Mapping.Unmapped) mapping).reason());
  }

  private Row row(int number, Step step) {
    Long pc = step.pc();
    @Nullable Object[] cells = {
      (long) number,
      bytes(step),
      step.t(),
      step.certainty().toString(),
      step.what(),
      pc == null || pc >= 0 ? null : known(sites.function(pc)),
      pc == null || pc >= 0 ? null : known(sites.location(pc)),
      address(step),
      value(step),
      pc,
      step.paddr() < 0 ? null : step.paddr(),
      step.size() == 0 ? null : (long) step.size()
    };
    return new Row(cells, TEXT);
  }

  private static @Nullable String known(String text) {
    return text.isEmpty() ? null : text;
  }

  private @Nullable String address(Step step) {
    Long address = step.address();
    if (address != null) {
      return addresses.at(address).map(Object::toString).orElse(Hex.of(address));
    }
    return step.paddr() < 0 ? null : "phys " + Hex.of(step.paddr());
  }

  private static String bytes(Step step) {
    Step.Part part = step.part();
    int last = part.first() + part.count() - 1;
    if (part.isBits()) {
      return bits(part);
    }
    return part.count() <= 1 ? Integer.toString(part.first()) : part.first() + "-" + last;
  }

  /** Bits by their numbers in the place, {@code bits 0-2, 7}. */
  private static String bits(Step.Part part) {
    List<String> ranges = new ArrayList<>();
    int before = part.first() * Byte.SIZE;
    for (long rest = part.mask(), skipped = 0; rest != 0; ) {
      int zeros = Long.numberOfTrailingZeros(rest);
      rest >>>= zeros;
      int ones = Long.numberOfTrailingZeros(~rest);
      long first = before + skipped + zeros;
      ranges.add(ones == 1 ? Long.toString(first) : "%d-%d".formatted(first, first + ones - 1));
      skipped += zeros + ones;
      rest = ones == Long.SIZE ? 0 : rest >>> ones;
    }
    boolean one = ranges.size() == 1 && !ranges.get(0).contains("-");
    return (one ? "bit " : "bits ") + String.join(", ", ranges);
  }

  private @Nullable String value(Step step) {
    if (step.size() <= Long.BYTES) {
      return step.bits() == null ? null : value(step.bits(), step.size());
    }
    if (step.paddr() < 0) {
      return null;
    }
    try {
      return text(
          context
              .trace()
              .history()
              .bytes(step.paddr(), Math.min(step.size(), MOST_SHOWN), step.asOf()),
          step.size());
    } catch (QueryException e) {
      return null;
    }
  }

  /** The text that bytes are, or else the bytes. */
  private static String text(byte[] bytes, int size) {
    String more = bytes.length < size ? "..." : "";
    int end = bytes.length;
    while (end > 0 && bytes[end - 1] == 0) {
      end--;
    }
    boolean printable = end > 1;
    for (int i = 0; i < end; i++) {
      printable &= (bytes[i] >= FIRST_PRINTABLE && bytes[i] <= LAST_PRINTABLE) || bytes[i] == '\n';
    }
    if (printable) {
      String text = new String(bytes, 0, end, StandardCharsets.US_ASCII).replace("\n", "\\n");
      return "\"" + text + "\"" + more;
    }
    return HexFormat.ofDelimiter(" ").formatHex(bytes) + more;
  }

  /** Raw bits, and as text where they are one. */
  private static String value(long bits, int size) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < size; i++) {
      int b = (int) (bits >>> (i * Byte.SIZE)) & 0xff;
      if (b == 0 && text.length() > 0) {
        break;
      }
      if (b < FIRST_PRINTABLE || b > LAST_PRINTABLE) {
        return ValueText.raw(bits, size);
      }
      text.append((char) b);
    }
    boolean word = size > 1 && text.length() > 1;
    return ValueText.raw(bits, size) + (word ? " \"" + text + "\"" : "");
  }

  private String sentences(Provenance.Answer answer) {
    List<String> sentences = new ArrayList<>();
    boolean one = answer.runs().size() == 1;
    for (List<Step> run : answer.runs()) {
      List<Step> ends = run.stream().filter(step -> step.certainty().stops()).toList();
      boolean whole = one && ends.size() <= 1;
      for (Step end : ends.isEmpty() ? run.subList(run.size() - 1, run.size()) : ends) {
        sentences.add(sentence(whole ? "the value" : named(bytes(end)), end));
      }
    }
    int more = sentences.size() - MOST_SENTENCES;
    return String.join("\n", sentences.subList(0, Math.min(sentences.size(), MOST_SENTENCES)))
        + (more > 0 ? "\nand so on: there are %d such parts".formatted(sentences.size()) : "");
  }

  private static String named(String bytes) {
    return bytes.startsWith("bit") ? bytes : (bytes.contains("-") ? "bytes " : "byte ") + bytes;
  }

  private String sentence(String subject, Step end) {
    Long pc = end.pc();
    String where = pc == null || pc >= 0 ? "" : " in " + sites.function(pc);
    String when = end.t() == null ? "" : " at " + end.t();
    if (LEFT.contains(end.certainty())) {
      String from = end.certainty() == Step.Certainty.LONG ? "the way back is longer" : end.what();
      return "%s came about before%s (%s)".formatted(subject, when.replace(" at", ""), from);
    }
    String reason = end.certainty().toString().replace("stops here: ", "");
    return "%s came about%s%s (%s: %s)".formatted(subject, when, where, reason, end.what());
  }

  /** How to go on from the first operand of a computation that memory held. */
  private static String sources(Provenance.Answer answer) {
    return answer.runs().stream()
        .flatMap(List::stream)
        .filter(step -> step.certainty() == Step.Certainty.SOURCE && step.paddr() >= 0)
        .findFirst()
        .map(
            step ->
                "\nhint: 'why phys %s..+%d at %d' goes on from a source"
                    .formatted(Hex.of(step.paddr()), step.size(), step.asOf()))
        .orElse("");
  }

  /** Whether a store of the same value can have been missed. */
  private static String silent(Provenance.Answer answer) {
    int unseen = answer.stretches() - answer.stretchesSeen();
    if (answer.stretches() == 0 || unseen == 0) {
      return "";
    }
    return "\nstores that changed nothing were looked for within 20,000 instructions of each write;"
        + " after %d of the %d there was more time than that".formatted(unseen, answer.stretches());
  }
}
