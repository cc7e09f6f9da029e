package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Hex;
import dev.rrq.planner.analysis.Mapping;
import dev.rrq.planner.analysis.Program;
import dev.rrq.planner.type.SubObjects;
import dev.rrq.store.SymbolRow;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Says what lies at an address: code, a variable, a stack, an object of the allocator. */
final class AddressReport {

  private static final int MOST_CPUS = 256;

  /** {@code MAX_ERRNO}: numbers from here on are errors rather than addresses. */
  private static final int MOST_ERRORS = 4095;

  private final Context context;
  private final Program program;
  private final KernelObjects kernel;
  private final long t;

  /**
   * A report on addresses at an instant.
   *
   * @param moment tells what memory holds then
   */
  AddressReport(Context context, long t, Moment moment) {
    this.context = context;
    this.program = context.trace().program();
    this.kernel = new KernelObjects(context, moment);
    this.t = t;
  }

  /** One line for each thing that is known of the address; empty if it is not an address. */
  Optional<String> of(long address) {
    Optional<AddressNames.Named> named = context.addresses().at(address);
    if (named.isPresent() && isCode(named.get().symbol())) {
      return Optional.of(Hex.of(address) + " is " + code(address) + module(named.get().symbol()));
    } else if (named.isPresent()) {
      return Optional.of(Hex.of(address) + " is " + named.get() + module(named.get().symbol()));
    } else if (address >= 0 || address >= -MOST_ERRORS) {
      return Optional.empty();
    }
    List<String> lines = new ArrayList<>();
    perCpu(address).ifPresent(lines::add);
    if (lines.isEmpty()) {
      new StackSearch(context, kernel, t).at(address).ifPresent(lines::add);
    }
    lines.add(physical(address));
    if (lines.size() == 1) {
      slab(address).ifPresent(lines::add);
    }
    return Optional.of(Hex.of(address) + " is " + String.join("\n", lines));
  }

  private String module(Symbol symbol) {
    return new ModuleTimes(context.trace()).text(symbol).map("\n"::concat).orElse("");
  }

  private static boolean isCode(Symbol symbol) {
    return symbol.kind() == Symbol.Kind.FUNCTION || symbol.kind() == Symbol.Kind.LABEL;
  }

  private String code(long address) {
    return String.join("\n  in ", new Backtraces(context.trace()).of(address, 0));
  }

  // ---- per-CPU variables ----

  private Optional<String> perCpu(long address) {
    List<Symbol> table = program.symbols("__per_cpu_offset");
    long size = linked("__per_cpu_end") - linked("__per_cpu_start");
    if (table.isEmpty()) {
      return Optional.empty();
    }
    long at = table.get(0).address() + program.loadOffset();
    long cpus = Math.min(MOST_CPUS, Math.max(1, table.get(0).size() / Long.BYTES));
    for (int cpu = 0; cpu < cpus; cpu++) {
      OptionalLong base = kernel.word(at + (long) cpu * Long.BYTES);
      if (base.isEmpty() || base.getAsLong() >= 0) {
        break;
      }
      long offset = address - base.getAsLong();
      Optional<String> name =
          offset < 0 || (size > 0 && offset >= size) ? Optional.empty() : perCpuVariable(offset);
      if (name.isPresent()) {
        int number = cpu;
        return name.map(text -> text.replaceFirst("@", "@cpu" + number));
      }
    }
    return Optional.empty();
  }

  private long linked(String symbol) {
    return program.symbols(symbol).stream().mapToLong(Symbol::address).findFirst().orElse(0);
  }

  private Optional<String> perCpuVariable(long offset) {
    return context.trace().store().symbols().index().symbols().stream()
        .filter(row -> row.kind().equals(SymbolRow.PER_CPU_OBJECT))
        .filter(row -> row.address() <= offset && offset - row.address() < row.size())
        .findFirst()
        .flatMap(
            row ->
                program.symbols(row.name()).stream()
                    .filter(symbol -> symbol.address() == row.address())
                    .findFirst())
        .map(
            symbol ->
                symbol.name()
                    + "@"
                    + context.addresses().within(symbol, offset - symbol.address()));
  }

  // ---- pages ----

  private String physical(long address) {
    Mapping mapping = kernel.mapping(address);
    return mapping instanceof Mapping.Mapped mapped
        ? "physical " + Hex.of(mapped.extents().get(0).start()) + at()
        : "mapped nowhere" + at() + ": " + ((Mapping.Unmapped) mapping).reason();
  }

  private String at() {
    return t == context.trace().end() ? " at the end of the recording" : " at " + t;
  }

  /** An object of the slab allocator (mm/slab.h); its page says so. */
  private Optional<String> slab(long address) {
    if (!(kernel.mapping(address) instanceof Mapping.Mapped mapped)) {
      return Optional.empty();
    }
    long physical = mapped.extents().get(0).start();
    OptionalLong direct = kernel.variable("page_offset_base");
    OptionalLong pages = kernel.variable("vmemmap_base");
    OptionalLong size = kernel.sizeOf(CType.CompositeKind.STRUCT, "page");
    boolean isDirect = direct.isPresent() && direct.getAsLong() + physical == address;
    if (!isDirect || pages.isEmpty() || size.isEmpty()) {
      return Optional.empty();
    }
    long page = head(pages.getAsLong() + (physical >>> 12) * size.getAsLong());
    OptionalLong flags = kernel.member("page", page, "flags");
    long slabFlag = program.constant("PG_slab").map(c -> 1L << c.value()).orElse(0L);
    if (flags.isEmpty() || (flags.getAsLong() & slabFlag) == 0) {
      return Optional.empty();
    }
    long frame = (page - pages.getAsLong()) / size.getAsLong();
    long first = direct.getAsLong() + (frame << 12);
    return object(address, first, cache(page));
  }

  /** The first page of a compound one. */
  private long head(long page) {
    OptionalLong head = kernel.member("page", page, "compound_head");
    return head.isPresent() && (head.getAsLong() & 1) != 0 ? head.getAsLong() - 1 : page;
  }

  private OptionalLong cache(long page) {
    OptionalLong cache = kernel.member("slab", page, "slab_cache");
    return cache.isPresent() ? cache : kernel.member("page", page, "slab_cache");
  }

  private Optional<String> object(long address, long first, OptionalLong cache) {
    if (cache.isEmpty()) {
      return Optional.empty();
    }
    OptionalLong name = kernel.member("kmem_cache", cache.getAsLong(), "name");
    OptionalLong size = kernel.member("kmem_cache", cache.getAsLong(), "size");
    if (name.isEmpty() || size.isEmpty() || size.getAsLong() <= 0) {
      return Optional.empty();
    }
    long offset = (address - first) % size.getAsLong();
    String quoted = kernel.text(name.getAsLong()).orElse("?");
    String what =
        "in the object at %s of slab cache %s (%d bytes each), %d bytes into it"
            .formatted(Hex.of(address - offset), quoted, size.getAsLong(), offset);
    return Optional.of(what + member(quoted.replace("\"", ""), address - offset, offset));
  }

  /** A cache is mostly called as the structure whose objects it holds. */
  private String member(String tag, long object, long offset) {
    Optional<CType.Composite> struct = kernel.struct(tag);
    if (struct.isEmpty() || offset >= struct.get().size()) {
      return "";
    }
    SubObjects.Part part = new SubObjects(context.trace().types()).at(struct.get().id(), offset, 1);
    String rest = part.offset() == 0 ? "" : "+0x" + Long.toHexString(part.offset());
    String path = part.path().isEmpty() && rest.isEmpty() ? "" : ": " + part.path() + rest;
    return "\nstruct " + tag + path + task(tag, object);
  }

  private String task(String tag, long object) {
    if (!tag.equals("task_struct")) {
      return "";
    }
    OptionalLong pid = kernel.member(tag, object, "pid");
    return pid.isEmpty() ? "" : " of the task with pid " + pid.getAsLong();
  }
}
