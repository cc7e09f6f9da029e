package dev.rrq.planner.trace;

import dev.rrq.planner.analysis.AddressSpace;
import dev.rrq.planner.analysis.Evaluator;
import dev.rrq.planner.analysis.History;
import dev.rrq.planner.analysis.KernelAddressSpace;
import dev.rrq.planner.analysis.Program;
import dev.rrq.planner.analysis.TimeResolver;
import dev.rrq.planner.analysis.UserSpaces;
import dev.rrq.planner.duckdb.DuckDbSessions;
import dev.rrq.planner.flow.Flow;
import dev.rrq.planner.rel.Reach;
import dev.rrq.planner.rel.StoreSchema;
import dev.rrq.planner.replay.ReplayAccess;
import dev.rrq.planner.type.CTypes;
import dev.rrq.store.Coverage;
import dev.rrq.store.Interval;
import dev.rrq.store.Meta;
import dev.rrq.store.TraceStore;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** A trace as queries see it. */
public final class Trace implements AutoCloseable {

  private final TraceStore store;
  private final DuckDbSessions sessions;
  private final StoreFlow flow;
  private final CodeNames code;
  private final StoreSchema schema;
  private final StoreProgram program;
  private final CTypes types;
  private final History history;
  private final AddressSpace space;
  private final Evaluator evaluator;
  private UserSpaces users = UserSpaces.NONE;

  /** The trace of a store, which outlives this. */
  public Trace(TraceStore store) {
    this(store, ReplayAccess.NONE);
  }

  /**
   * The trace of a store, which outlives this.
   *
   * @param replay gives what the store does not hold
   */
  public Trace(TraceStore store, ReplayAccess replay) {
    this.store = store;
    sessions = new DuckDbSessions(store, replay);
    Reach reach = reach(store, replay);
    flow = new StoreFlow(store, sessions, reach, () -> new InterruptVectors(this));
    schema = new StoreSchema(store.segments(), flow, reach);
    StoreClock.functions(store).forEach(sessions::define);
    program = new StoreProgram(store, store.symbols(), sessions);
    code = new CodeNames(store.symbols(), program.loadOffset(), SourceFiles.standard());
    FlowFunctions.of(flow, code, sessions.replays().tasks()).forEach(sessions::define);
    FlowFunctions.ofSites(store).forEach(sessions::define);
    types = new CTypes(program.types());
    // What memory was is told by the index alone.
    history = new StoreHistory(store, new StoreSchema(store.segments(), flow), sessions);
    AddressSpace kernel = space(history);
    Evaluator inKernel = new Evaluator(types, program, kernel, history);
    PageTableRoots roots = new PageTableRoots(sessions, types, kernel, inKernel);
    space = new TaskAddressSpace(kernel, roots::during);
    evaluator =
        new Evaluator(types, program, space, history, (user, when) -> users.pageTables(user, when));
  }

  /** How the kernel's addresses map by what another memory holds. */
  public AddressSpace space(History memory) {
    return new KernelAddressSpace(
        program,
        memory,
        new KernelAddressSpace.Facts(
            store.metaNumber(Meta.PHYS_BASE).orElse(0),
            OptionalLong.empty(),
            store.memorySize().orElse(Long.MAX_VALUE)));
  }

  private static Reach reach(TraceStore store, ReplayAccess replay) {
    return new Reach(store.coverage(), end(store), replay.hindrance().isEmpty());
  }

  /** The store below. */
  public TraceStore store() {
    return store;
  }

  /** Connections to it. */
  public DuckDbSessions sessions() {
    return sessions;
  }

  /** Who ran when, and what called what. */
  public Flow flow() {
    return flow;
  }

  /**
   * Why the index does not know calls, interrupts and calling contexts, as the first half of a
   * sentence; empty if it does.
   */
  public Optional<String> whyNoCalls() {
    if (store.followsCalls()) {
      return Optional.empty();
    }
    return Optional.of(
        store.isByStep()
            ? "this index was made by single steps, without"
            : "this index was made with --no-calls, without");
  }

  /** Its guest's clock. */
  public TimeResolver.Clock clock() {
    return new StoreClock(store, end());
  }

  /** What its instructions are called. */
  public CodeNames code() {
    return code;
  }

  /** Its relations. */
  public StoreSchema schema() {
    return schema;
  }

  /** The program that ran. */
  public Program program() {
    return program;
  }

  /** The same, for adding user programs to it. */
  public StoreProgram storeProgram() {
    return program;
  }

  /** Says which processes are meant where places name variables of user programs. */
  public void setUsers(UserSpaces spaces) {
    users = spaces;
  }

  /** Its types. */
  public CTypes types() {
    return types;
  }

  /** What memory held. */
  public History history() {
    return history;
  }

  /** How virtual addresses map. */
  public AddressSpace space() {
    return space;
  }

  /** Follows expressions through memory. */
  public Evaluator evaluator() {
    return evaluator;
  }

  /** The time that the index covers. */
  public Coverage coverage() {
    return store.coverage();
  }

  /** The length of the recording in instructions; where that is not known, of what is covered. */
  public long end() {
    return end(store);
  }

  private static long end(TraceStore store) {
    List<Interval> covered = store.coverage().intervals();
    long last = covered.isEmpty() ? 0 : covered.get(covered.size() - 1).to();
    return store.metaNumber(Meta.LENGTH).orElse(last);
  }

  @Override
  public void close() {
    sessions.close();
  }
}
