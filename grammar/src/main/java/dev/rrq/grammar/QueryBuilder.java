package dev.rrq.grammar;

import dev.rrq.grammar.antlr.RrqParser;
import dev.rrq.grammar.ast.Clause;
import dev.rrq.grammar.ast.Query;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds queries. */
final class QueryBuilder {
  private QueryBuilder() {}

  static Query build(RrqParser.QueryContext context) {
    List<Clause> clauses = new ArrayList<>();
    for (RrqParser.ClauseContext clause : context.clause()) {
      clauses.add(clause.accept(new ClauseBuilder()));
    }
    ClauseRules.check(clauses);
    return new Query(
        Locations.of(context),
        pick(context.pick()),
        context.subject().accept(new SubjectBuilder()),
        clauses);
  }

  private static Optional<Query.Pick> pick(RrqParser.@Nullable PickContext context) {
    if (context == null) {
      return Optional.empty();
    }
    Query.End end = context.FIRST() != null ? Query.End.FIRST : Query.End.LAST;
    long count = context.NUMBER() == null ? 1 : Literals.count(context.NUMBER().getSymbol());
    return Optional.of(new Query.Pick(Locations.of(context), end, count));
  }
}
