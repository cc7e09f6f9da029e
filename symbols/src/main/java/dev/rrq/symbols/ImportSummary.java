package dev.rrq.symbols;

/**
 * What an import passed on.
 *
 * @param types number of types
 * @param functions number of function symbols
 * @param variables number of variables, per-CPU ones included
 * @param labels number of other symbols
 * @param lines number of line rows, ends of runs included
 * @param inlined number of inlined ranges
 * @param unreadUnits compilation units passed over because rrq does not read their DWARF version
 */
public record ImportSummary(
    int types, int functions, int variables, int labels, int lines, int inlined, int unreadUnits) {}
