package dev.rrq.planner.analysis;

import static org.assertj.core.api.Assertions.assertThat;

import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.Symbol;
import dev.rrq.symbols.model.SymbolTables;
import dev.rrq.symbols.model.TypeTable;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A variable of a module is wherever its module was loaded at each time. */
class ModuleVariablesTest {

  private static final long FIRST = 0xffff_ffff_c000_0000L;
  private static final long SECOND = 0xffff_ffff_c010_0000L;

  private static final Symbol BEFORE = variable(FIRST, 8);
  private static final Symbol AFTER = variable(SECOND, 8);

  private static Symbol variable(long address, long size) {
    return new Symbol(
        "hits",
        Symbol.Kind.OBJECT,
        false,
        address,
        size,
        -1,
        0,
        0,
        "[counter]",
        Optional.of("counter"));
  }

  /** A module's variable at some addresses, each with the times at which it was there. */
  private record Loaded(Map<Symbol, List<Interval>> places) implements Program {

    @Override
    public TypeTable types() {
      return new SymbolTables();
    }

    @Override
    public long loadOffset() {
      return 0;
    }

    @Override
    public List<Symbol> symbols(String name) {
      return places.keySet().stream().filter(symbol -> symbol.name().equals(name)).toList();
    }

    @Override
    public Optional<Symbol> symbolAt(long address) {
      return Optional.empty();
    }

    @Override
    public List<Interval> presence(Symbol symbol) {
      return places.get(symbol);
    }

    @Override
    public Optional<String> file(int id) {
      return Optional.empty();
    }

    @Override
    public Optional<EnumerationConstant> constant(String name) {
      return Optional.empty();
    }

    @Override
    public Collection<String> names() {
      return List.of();
    }

    @Override
    public Collection<String> typeNames() {
      return List.of();
    }
  }

  @Test
  void oneThatWasLoadedTwiceIsAtItsPlaceOfEachTime() {
    Loaded program =
        new Loaded(
            Map.of(
                BEFORE, List.of(new Interval(10, 20)),
                AFTER, List.of(new Interval(30, Long.MAX_VALUE))));

    Timeline<Value> address = address(program, BEFORE);
    assertThat(address.at(5)).isInstanceOf(Value.Unknown.class);
    assertThat(address.at(10)).isEqualTo(new Value.Known(FIRST));
    assertThat(address.at(25)).isInstanceOf(Value.Unknown.class);
    assertThat(address.at(30)).isEqualTo(new Value.Known(SECOND));
    assertThat(address(program, AFTER)).isEqualTo(address);
    assertThat(ModuleVariables.areSeveral(ModuleVariables.stays(program, AFTER))).isFalse();
  }

  @Test
  void twoThatAreThereAtATimeAreTwo() {
    Loaded program =
        new Loaded(
            Map.of(
                BEFORE, List.of(new Interval(10, 40)),
                AFTER, List.of(new Interval(30, Long.MAX_VALUE))));

    assertThat(ModuleVariables.areSeveral(ModuleVariables.stays(program, BEFORE))).isTrue();
    assertThat(address(program, BEFORE).at(35)).isInstanceOf(Value.Unknown.class);
  }

  @Test
  void oneOfAnotherSizeIsAnother() {
    Symbol other = variable(SECOND, 4);
    Loaded program =
        new Loaded(
            Map.of(BEFORE, List.of(new Interval(10, 20)), other, List.of(new Interval(30, 40))));

    assertThat(ModuleVariables.everywhere(program, BEFORE)).containsExactly(BEFORE);
    assertThat(address(program, BEFORE).at(35)).isInstanceOf(Value.Unknown.class);
  }

  private static Timeline<Value> address(Program program, Symbol symbol) {
    CTypes types = new CTypes(program.types());
    Term.Variable term = new Term.Variable(types.base("u64"), symbol, symbol.address());
    return new Evaluator(types, program, new NoMemory(), new NoMemory())
        .address(term, Interval.ALWAYS);
  }

  /** What has a place needs no memory to say so. */
  private record NoMemory() implements AddressSpace, History {

    private static AssertionError asked() {
      return new AssertionError("memory is asked for");
    }

    @Override
    public Timeline<Mapping> physical(long virtual, long length, Interval when) {
      throw asked();
    }

    @Override
    public Timeline<Mapping> physicalIn(long root, long virtual, long length, Interval when) {
      throw asked();
    }

    @Override
    public Timeline<Value> bits(long paddr, int size, Interval when) {
      throw asked();
    }

    @Override
    public byte[] bytes(long paddr, int length, long t) {
      throw asked();
    }
  }
}
