package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Expression;
import dev.rrq.grammar.ast.TypeName;
import dev.rrq.planner.analysis.Members;
import dev.rrq.planner.analysis.Problems;
import dev.rrq.planner.analysis.Term;
import dev.rrq.planner.analysis.TypeResolver;
import dev.rrq.planner.analysis.Value;
import dev.rrq.planner.type.CTypes;
import dev.rrq.symbols.model.CType;
import dev.rrq.symbols.types.TypeLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Walks one of the kernel's lists as it is at an instant. */
final class ListWalk {

  private static final int MOST = 100_000;

  private final Context context;
  private final CTypes types;
  private final Expression.ListOf list;
  private final Moment moment;

  ListWalk(Context context, Expression.ListOf list, Moment moment) {
    this.context = context;
    this.types = context.trace().types();
    this.list = list;
    this.moment = moment;
  }

  /** The list that an expression is about: {@code list(...).se.vruntime}. */
  static Optional<Expression.ListOf> in(Expression expression) {
    if (expression instanceof Expression.ListOf list) {
      return Optional.of(list);
    } else if (expression instanceof Expression.Member member) {
      return in(member.base());
    } else if (expression instanceof Expression.Arrow arrow) {
      return in(arrow.base());
    } else if (expression instanceof Expression.Index index) {
      return in(index.base());
    } else if (expression instanceof Expression.Unary unary) {
      return in(unary.operand());
    } else if (expression instanceof Expression.Cast cast) {
      return in(cast.operand());
    } else if (expression instanceof Expression.Binary binary) {
      return in(binary.left()).or(() -> in(binary.right()));
    }
    return Optional.empty();
  }

  /** The expression with one object in place of the list. */
  static Expression of(Expression expression, Expression object) {
    if (expression instanceof Expression.ListOf) {
      return object;
    } else if (expression instanceof Expression.Member e) {
      return new Expression.Member(e.location(), of(e.base(), object), e.name());
    } else if (expression instanceof Expression.Arrow e) {
      return new Expression.Arrow(e.location(), of(e.base(), object), e.name());
    } else if (expression instanceof Expression.Index e) {
      return new Expression.Index(e.location(), of(e.base(), object), e.index());
    } else if (expression instanceof Expression.Unary e) {
      return new Expression.Unary(e.location(), e.operator(), of(e.operand(), object));
    } else if (expression instanceof Expression.Cast e) {
      return new Expression.Cast(e.location(), e.type(), of(e.operand(), object));
    } else if (expression instanceof Expression.Binary e) {
      return new Expression.Binary(
          e.location(), e.operator(), of(e.left(), object), of(e.right(), object));
    }
    return expression;
  }

  /** An object of the list as an expression. */
  Expression object(long address) {
    TypeName type = list.type();
    TypeName pointer = new TypeName(type.location(), type.kind(), type.name(), type.pointers() + 1);
    return new Expression.Unary(
        list.location(),
        Expression.UnaryOperator.DEREFERENCE,
        new Expression.Cast(
            list.location(),
            pointer,
            new Expression.NumberLiteral(list.location(), address, true)));
  }

  /** The addresses of the objects, in order. */
  List<Long> addresses() {
    Term.Lvalue head = context.analyzer().analyzeLvalue(list.head());
    long offset = nodeOffset();
    String first = firstMember(head);
    long end = address(head);
    List<Long> found = new ArrayList<>();
    long node = pointer(member(head, first));
    String next = first.equals("first") ? "hlist_node" : "list_head";
    while (node != end && node != 0) {
      if (found.size() >= MOST) {
        throw Problems.error(
            "endless-list",
            list.head().location(),
            "this list has more than " + MOST + " objects, or is no list " + moment);
      }
      found.add(node - offset);
      node = pointer(member(node(next, node), "next"));
    }
    return found;
  }

  private String firstMember(Term.Lvalue head) {
    if (types.resolve(head.type()) instanceof CType.Composite composite) {
      if ("list_head".equals(composite.name())) {
        return "next";
      } else if ("hlist_head".equals(composite.name())) {
        return "first";
      }
    }
    throw Problems.error(
        "not-a-list",
        list.head().location(),
        types.name(head.type()) + " is not the head of a list",
        "a list begins at a struct list_head or hlist_head");
  }

  private long nodeOffset() {
    int id = new TypeResolver(context.trace().program(), types).resolve(list.type());
    long bits = 0;
    for (String name : list.members()) {
      if (!(types.resolve(id) instanceof CType.Composite composite)) {
        throw Problems.error(
            "no-members", list.type().location(), types.name(id) + " has no members");
      }
      TypeLayout.Field field = Members.of(types, composite.id(), composite, name, list.location());
      bits += field.bitOffset();
      id = field.member().type();
    }
    return bits / Byte.SIZE;
  }

  private Term.Dereference node(String type, long address) {
    CType.Composite composite = types.composite(CType.CompositeKind.STRUCT, type).orElseThrow();
    int pointer = types.pointerTo(composite.id());
    return new Term.Dereference(composite.id(), new Term.Constant(pointer, address));
  }

  private Term.Field member(Term.Lvalue object, String name) {
    CType.Composite composite = (CType.Composite) types.resolve(object.type());
    TypeLayout.Field field = types.layout().member(composite, name).orElseThrow();
    return new Term.Field(field.member().type(), object, field.bitOffset(), 0);
  }

  private long address(Term.Lvalue term) {
    return known(moment.address(term));
  }

  private long pointer(Term term) {
    return known(moment.value(term));
  }

  private long known(Value value) {
    if (value instanceof Value.Known known) {
      return known.bits();
    }
    throw Problems.error(
        "broken-list",
        list.head().location(),
        "the list cannot be followed " + moment + ": " + ((Value.Unknown) value).reason());
  }
}
