package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.flow.CodeRanges;
import dev.rrq.planner.rel.EventColumn;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.FlowOperators;
import dev.rrq.planner.rel.FlowRelations;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.trace.Trace;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Turns clauses about the code that ran, and about its callers, into row expressions. */
final class CodeConditions {

  /** More ranges than these are looked up rather than compared with one by one. */
  private static final int FEW = 4;

  private final Trace trace;
  private final EventRelation relation;
  private final Rex rex;
  private final CodeSites sites;

  CodeConditions(Trace trace, EventRelation relation, Rex rex) {
    this.trace = trace;
    this.relation = relation;
    this.rex = rex;
    this.sites = new CodeSites(trace);
  }

  /** {@code in FUNCTION}: the instruction is the function's; of a call, that which called. */
  RexNode inFunction(FunctionName function, Clause clause) {
    Optional<EventColumn> site = relation.column(FlowRelations.SITE);
    if (site.isPresent()) {
      return inCode(site.get().value(), name(function), sites.code(function));
    }
    RexNode name = column("function", clause);
    if (sites.isOfModule(function)) {
      return inCode(column("pc", clause), name(function), sites.functions(function));
    }
    List<Interval> inlined = sites.inlined(function);
    if (inlined.isEmpty()) {
      return named(name, function);
    }
    RexNode pc = column("pc", clause);
    return rex.or(named(name, function), inCode(pc, "inlined " + name(function), inlined));
  }

  private RexNode named(RexNode column, FunctionName function) {
    if (sites.isOnlyInlined(function)) {
      return rex.flag(false);
    }
    Functions.check(trace.program(), function);
    RexNode named = rex.equal(column, rex.text(function.name()));
    if (function.scope().isEmpty()) {
      return named;
    }
    RexNode file = relation.column("file").orElseThrow().value();
    String scope = function.scope().get();
    return rex.and(
        named,
        rex.or(
            rex.equal(file, rex.text(scope)),
            rex.call(SqlStdOperatorTable.LIKE, file, rex.text("%/" + scope))));
  }

  /** {@code under FUNCTION}: the function is in the call stack; of a call, among the callers. */
  RexNode under(FunctionName function, Clause clause) {
    RexNode context = column("context", clause);
    if (trace.store().contexts().size() <= 1) {
      throw Problems.error("not-in-index", clause.location(), "this index has no calling contexts");
    }
    List<Interval> code = sites.code(function);
    String name = name(function);
    trace.flow().contexts().define(name, () -> trace.flow().stacks().under(new CodeRanges(code)));
    RexNode below = rex.call(FlowOperators.UNDER, context, rex.text(name));
    boolean own =
        relation.column(FlowRelations.SITE).isEmpty() && relation.column("pc").isPresent();
    return own ? rex.or(below, inFunction(function, clause)) : below;
  }

  /** {@code by irq}. */
  RexNode byIrq(Clause clause) {
    RexNode context = column("context", clause);
    Optional<String> reason = trace.whyNoCalls();
    if (reason.isPresent()) {
      throw Problems.error("not-in-index", clause.location(), reason.get() + " interrupts");
    }
    trace.flow().interrupts();
    RexNode t =
        relation.column(FlowRelations.BEGIN).or(() -> relation.column("t")).orElseThrow().value();
    return rex.call(FlowOperators.IN_IRQ, context, t);
  }

  /** {@code in kernel}: what the CPU and devices do is neither the kernel's nor a user's. */
  RexNode inKernel(Clause clause) {
    RexNode kernel = rex.not(column("in_user", clause));
    return relation
        .column("origin")
        .map(origin -> rex.and(kernel, rex.equal(origin.value(), rex.number(0))))
        .orElse(kernel);
  }

  private RexNode inCode(RexNode address, String name, List<Interval> code) {
    if (code.size() > FEW) {
      trace.flow().code().define(name, () -> new CodeRanges(code));
      int number = trace.flow().code().number(name);
      return rex.call(FlowOperators.IN_CODE, address, rex.number(number));
    }
    return rex.within(address, code);
  }

  /** A function as a set of its contexts or its code is called. */
  static String name(FunctionName function) {
    return function.scope().map(scope -> scope + ":").orElse("") + function.name();
  }

  /** The column that a clause needs. */
  RexNode column(String name, Clause clause) {
    return relation
        .column(name)
        .map(EventColumn::value)
        .orElseThrow(
            () ->
                Problems.error(
                    "clause-does-not-apply",
                    clause.location(),
                    "this clause does not apply to " + relation.anEvent()));
  }
}
