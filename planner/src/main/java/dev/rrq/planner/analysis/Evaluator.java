package dev.rrq.planner.analysis;

import dev.rrq.planner.analysis.Term.Lvalue;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.model.Symbol;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Follows terms through memory as it was. All answers are timelines: {@code init_task.mm->pgd} lies
 * wherever {@code mm} pointed at each time.
 */
public final class Evaluator {

  private final CTypes types;
  private final Program program;
  private final AddressSpace space;
  private final History history;
  private final Function<Symbol, List<Interval>> presence;
  private final UserSpaces users;

  /** Evaluates in the memory of a trace, without any process's. */
  public Evaluator(CTypes types, Program program, AddressSpace space, History history) {
    this(types, program, space, history, UserSpaces.NONE);
  }

  /** Evaluates in the memory of a trace. */
  public Evaluator(
      CTypes types, Program program, AddressSpace space, History history, UserSpaces users) {
    this(types, program, space, history, users, program::presence);
  }

  private Evaluator(
      CTypes types,
      Program program,
      AddressSpace space,
      History history,
      UserSpaces users,
      Function<Symbol, List<Interval>> presence) {
    this.users = users;
    this.presence = presence;
    this.types = types;
    this.program = program;
    this.space = space;
    this.history = history;
  }

  /**
   * The same, in a memory that does not know what time it is: its page tables tell whether a
   * variable of a kernel module is there.
   */
  public Evaluator withoutTime() {
    return new Evaluator(types, program, space, history, users, symbol -> List.of(Interval.ALWAYS));
  }

  /** The virtual address of an object; of a bit field, that of the byte with its first bit. */
  public Timeline<Value> address(Lvalue term, Interval when) {
    if (term instanceof Term.Variable variable) {
      return present(variable, when);
    } else if (term instanceof Term.UserVariable variable) {
      return known(when, variable.address());
    } else if (term instanceof Term.PerCpuVariable variable) {
      return plus(perCpuOffset(variable.cpu(), when), variable.symbol().address());
    } else if (term instanceof Term.Dereference dereference) {
      return value(dereference.pointer(), when);
    } else if (term instanceof Term.Field field) {
      return plus(address(field.base(), when), field.bitOffset() / Byte.SIZE);
    } else if (term instanceof Term.Element element) {
      return sum(address(element.base(), when), element.index(), element.size());
    }
    throw new AssertionError(term);
  }

  /** The address of a variable, while it is there: a module's is another's before and after. */
  private Timeline<Value> present(Term.Variable variable, Interval when) {
    Optional<String> module = variable.symbol().module();
    if (module.isEmpty()) {
      return known(when, variable.address());
    }
    List<ModuleVariables.Stay> stays = ModuleVariables.stays(program, variable.symbol(), presence);
    if (ModuleVariables.areSeveral(stays)) {
      return unknown(
          when, "the module " + module.get() + " was at several places, and at which is not known");
    }
    Value absent = new Value.Unknown("the module " + module.get() + " is not loaded then");
    Timeline.Builder<Value> builder = new Timeline.Builder<>();
    long from = when.from();
    for (ModuleVariables.Stay stay : stays) {
      Interval known = stay.when().intersect(new Interval(from, when.to()));
      if (!known.isEmpty()) {
        builder.add(new Interval(from, known.from()), absent);
        long moved = stay.symbol().address() - variable.symbol().address();
        builder.add(known, new Value.Known(variable.address() + moved));
        from = known.to();
      }
    }
    return builder.add(new Interval(from, when.to()), absent).build();
  }

  /** Where an object lies in physical memory. */
  public Timeline<Mapping> mapping(Lvalue term, long length, Interval when) {
    return address(term, when)
        .flatMap(
            (address, piece) ->
                address instanceof Value.Known known
                    ? physical(Term.programOf(term), known.bits(), length, piece)
                    : Timeline.constant(
                        piece, new Mapping.Unmapped(((Value.Unknown) address).reason())));
  }

  private Timeline<Mapping> physical(
      Optional<UserProgram> program, long virtual, long length, Interval when) {
    if (program.isEmpty()) {
      return space.physical(virtual, length, when);
    }
    return users
        .pageTables(program.get(), when)
        .flatMap(
            (root, piece) ->
                root instanceof Value.Known known
                    ? space.physicalIn(known.bits(), virtual, length, piece)
                    : Timeline.constant(
                        piece, new Mapping.Unmapped(((Value.Unknown) root).reason())));
  }

  /** The number that an expression comes to. */
  public Timeline<Value> value(Term term, Interval when) {
    if (term instanceof Term.Constant constant) {
      return known(when, constant.bits());
    } else if (term instanceof Term.AddressOf addressOf) {
      return address(addressOf.operand(), when);
    } else if (term instanceof Term.Conversion conversion) {
      return value(conversion.operand(), when)
          .map(value -> mapKnown(value, bits -> Bits.convert(types, conversion.type(), bits)));
    } else if (term instanceof Term.UnaryOperation operation) {
      return value(operation.operand(), when)
          .map(value -> mapKnown(value, bits -> Arithmetic.apply(operation.operator(), bits)));
    } else if (term instanceof Term.BinaryOperation operation) {
      return binary(operation, when);
    } else if (term instanceof Term.PointerSum sum) {
      return sum(value(sum.pointer(), when), sum.count(), sum.size());
    } else if (term instanceof Term.TaskPointer task) {
      return new TaskSearch(types, program, this).find(task, when);
    } else if (term instanceof Lvalue lvalue) {
      return load(lvalue, when);
    }
    throw new AssertionError(term);
  }

  private Timeline<Value> load(Lvalue term, Interval when) {
    CType type = types.resolve(term.type());
    if (type instanceof CType.Array || type instanceof CType.Prototype) {
      return address(term, when);
    }
    int shift = term instanceof Term.Field f && f.bitSize() > 0 ? (int) (f.bitOffset() % 8) : 0;
    int width =
        term instanceof Term.Field f && f.bitSize() > 0
            ? f.bitSize()
            : (int) types.sizeOf(term.type()) * Byte.SIZE;
    int length = (shift + width + 7) / Byte.SIZE;
    if (width == 0 || length > Long.BYTES) {
      return unknown(when, types.name(term.type()) + " is not a single value");
    }
    boolean signed = types.isSigned(term.type());
    return mapping(term, length, when)
        .flatMap((mapping, piece) -> read(mapping, piece))
        .map(value -> mapKnown(value, bits -> Bits.extract(bits, shift, width, signed)));
  }

  private Timeline<Value> read(Mapping mapping, Interval when) {
    if (mapping instanceof Mapping.Unmapped unmapped) {
      return unknown(when, unmapped.reason());
    }
    Timeline<Value> value = known(when, 0);
    int shift = 0;
    for (Extent extent : ((Mapping.Mapped) mapping).extents()) {
      int at = shift;
      value =
          combine(
              value,
              (part) -> history.bits(extent.start(), (int) extent.length(), part),
              (low, high) -> low | high << at);
      shift += (int) extent.length() * Byte.SIZE;
    }
    return value;
  }

  private Timeline<Value> binary(Term.BinaryOperation operation, Interval when) {
    boolean signed = types.isSigned(operation.type());
    return value(operation.left(), when)
        .flatMap(
            (left, piece) ->
                left instanceof Value.Known a
                    ? value(operation.right(), piece)
                        .map(
                            right ->
                                right instanceof Value.Known b
                                    ? Arithmetic.apply(
                                        operation.operator(), signed, a.bits(), b.bits())
                                    : right)
                    : Timeline.constant(piece, left));
  }

  private Timeline<Value> sum(Timeline<Value> base, Term count, long size) {
    return combine(base, piece -> value(count, piece), (address, n) -> address + n * size);
  }

  private static Timeline<Value> combine(
      Timeline<Value> left,
      java.util.function.Function<Interval, Timeline<Value>> right,
      java.util.function.LongBinaryOperator operator) {
    return left.flatMap(
        (value, piece) ->
            value instanceof Value.Known a
                ? right
                    .apply(piece)
                    .map(other -> mapKnown(other, b -> operator.applyAsLong(a.bits(), b)))
                : Timeline.constant(piece, value));
  }

  /** The kernel's own table says where the copy of a CPU is; before it is set, the linked one. */
  private Timeline<Value> perCpuOffset(int cpu, Interval when) {
    for (Symbol symbol : program.symbols("__per_cpu_offset")) {
      int unsignedLong = types.base("unsigned long");
      return load(
          new Term.Variable(
              unsignedLong,
              symbol,
              symbol.address() + program.loadOffset() + (long) cpu * Long.BYTES),
          when);
    }
    return unknown(when, "the kernel has no table of per-CPU areas");
  }

  private static Timeline<Value> plus(Timeline<Value> base, long offset) {
    return base.map(value -> mapKnown(value, bits -> bits + offset));
  }

  private static Value mapKnown(Value value, java.util.function.LongUnaryOperator operator) {
    return value instanceof Value.Known known
        ? new Value.Known(operator.applyAsLong(known.bits()))
        : value;
  }

  private static Timeline<Value> known(Interval when, long bits) {
    return Timeline.constant(when, new Value.Known(bits));
  }

  private static Timeline<Value> unknown(Interval when, String reason) {
    return Timeline.constant(when, new Value.Unknown(reason));
  }
}
