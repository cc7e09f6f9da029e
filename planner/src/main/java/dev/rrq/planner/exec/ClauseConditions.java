package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.FunctionName;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.rel.Conditions;
import dev.rrq.planner.rel.EventColumn;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.RowExpressions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;

/** Turns clauses that each event must fulfil into row expressions. */
final class ClauseConditions {

  private final Context context;
  private final EventRelation relation;
  private final Rex rex;
  private final Conditions predicates;
  private final TaskConditions tasks;

  ClauseConditions(Context context, EventRelation relation, Rex rex) {
    this.context = context;
    this.relation = relation;
    this.rex = rex;
    this.tasks = new TaskConditions(context.trace().flow(), relation, rex);
    this.predicates =
        new Conditions(
            new RowExpressions(
                relation,
                rex,
                new RowExpressions.Constants(
                    context.names(),
                    context.trace().types(),
                    context.analyzer(),
                    context.times(),
                    this::constant)),
            rex);
  }

  /** A term that needs no memory: addresses of variables and what is made of constants. */
  private Value constant(Term term) {
    return ConstantTerms.isConstant(term)
        ? context.trace().evaluator().value(term, Interval.at(0)).first().value()
        : new Value.Unknown("it depends on memory");
  }

  List<RexNode> of(List<Clause> clauses) {
    List<RexNode> conditions = new ArrayList<>();
    clauses.forEach(clause -> conditions.add(condition(clause)));
    return conditions;
  }

  private RexNode condition(Clause clause) {
    if (clause instanceof Clause.Where where) {
      return predicates.condition(where.predicate());
    } else if (clause instanceof Clause.InFunction in) {
      return inFunction(in.function());
    } else if (clause instanceof Clause.InUser) {
      return column("in_user", clause);
    } else if (clause instanceof Clause.InKernel) {
      RexNode byInstruction = rex.equal(column("origin", clause), rex.number(0));
      return rex.and(rex.not(column("in_user", clause)), byInstruction);
    } else if (clause instanceof Clause.ByDevice) {
      return rex.notEqual(column("origin", clause), rex.number(0));
    }
    if (clause instanceof Clause.ByTask by) {
      return tasks.byTask(by);
    } else if (clause instanceof Clause.ByPid by) {
      return tasks.byPid(by.pid(), by.location());
    }
    throw Problems.error("not-in-index", clause.location(), "this index has no " + lack(clause));
  }

  private static String lack(Clause clause) {
    return clause instanceof Clause.UnderFunction
        ? "calling contexts"
        : clause instanceof Clause.ByIrq ? "interrupts" : "tasks";
  }

  private RexNode column(String name, Clause clause) {
    return relation
        .column(name)
        .map(EventColumn::value)
        .orElseThrow(
            () ->
                Problems.error(
                    "clause-does-not-apply",
                    clause.location(),
                    "this clause does not apply to a " + relation.noun()));
  }

  private RexNode inFunction(FunctionName function) {
    Functions.check(context.trace().program(), function);
    RexNode name = relation.column("function").orElseThrow().value();
    RexNode named = rex.equal(name, rex.text(function.name()));
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
}
