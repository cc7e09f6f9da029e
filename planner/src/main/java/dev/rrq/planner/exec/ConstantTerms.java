package dev.rrq.planner.exec;

import dev.rrq.planner.analysis.Term;

/** Tells terms that need no memory. */
final class ConstantTerms {

  private ConstantTerms() {}

  static boolean isConstant(Term term) {
    if (term instanceof Term.Constant) {
      return true;
    } else if (term instanceof Term.AddressOf addressOf) {
      return hasFixedAddress(addressOf.operand());
    } else if (term instanceof Term.Conversion conversion) {
      return isConstant(conversion.operand());
    } else if (term instanceof Term.UnaryOperation operation) {
      return isConstant(operation.operand());
    } else if (term instanceof Term.BinaryOperation operation) {
      return isConstant(operation.left()) && isConstant(operation.right());
    } else if (term instanceof Term.PointerSum sum) {
      return isConstant(sum.pointer()) && isConstant(sum.count());
    }
    return false;
  }

  private static boolean hasFixedAddress(Term.Lvalue term) {
    if (term instanceof Term.Field field) {
      return hasFixedAddress(field.base());
    } else if (term instanceof Term.Element element) {
      return hasFixedAddress(element.base()) && isConstant(element.index());
    } else if (term instanceof Term.Dereference dereference) {
      return isConstant(dereference.pointer());
    }
    return term instanceof Term.Variable;
  }
}
