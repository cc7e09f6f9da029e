package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Clause;
import dev.rrq.planner.analysis.Interval;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.rel.Conditions;
import dev.rrq.planner.rel.EventRelation;
import dev.rrq.planner.rel.Rex;
import dev.rrq.planner.rel.RowExpressions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rex.RexNode;

/** Turns clauses that each event must fulfil into row expressions. */
final class ClauseConditions {

  private final Context context;
  private final Rex rex;
  private final Conditions predicates;
  private final TaskConditions tasks;
  private final CodeConditions code;

  ClauseConditions(Context context, EventRelation relation, Rex rex) {
    this.context = context;
    this.rex = rex;
    this.tasks = new TaskConditions(context.trace().flow(), relation, rex);
    this.code = new CodeConditions(context.trace(), relation, rex);
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
      return code.inFunction(in.function(), in);
    } else if (clause instanceof Clause.UnderFunction under) {
      return code.under(under.function(), under);
    } else if (clause instanceof Clause.ByTask by) {
      return tasks.byTask(by);
    } else if (clause instanceof Clause.ByPid by) {
      return tasks.byPid(by.pid(), by.location());
    } else if (clause instanceof Clause.ByIrq) {
      return code.byIrq(clause);
    } else if (clause instanceof Clause.InUser) {
      return code.column("in_user", clause);
    } else if (clause instanceof Clause.InKernel) {
      return code.inKernel(clause);
    } else if (clause instanceof Clause.ByDevice) {
      return rex.notEqual(code.column("origin", clause), rex.number(0));
    }
    throw new IllegalArgumentException("not a condition: " + clause);
  }
}
