package dev.rrq.grammar;

import dev.rrq.grammar.ast.Node;

/** Compares syntax trees. */
final class Trees {
  private Trees() {}

  /** All of a tree but its locations. */
  static String shape(Node node) {
    return node.toString().replaceAll("location=\\d+:\\d+-[\\d:]+(, )?", "");
  }
}
