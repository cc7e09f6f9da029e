package dev.rrq.planner.exec;

import dev.rrq.grammar.ast.Place;
import dev.rrq.grammar.ast.Predicate;
import dev.rrq.planner.analysis.UserProgram;
import java.util.Optional;

/**
 * A variable of a user program: at one virtual address in every process that runs the program, and
 * in a physical place of its own in each.
 *
 * @param text as the user wrote it
 * @param place as it was parsed
 * @param condition that an access must fulfil to count
 * @param program the program
 * @param virtual its address
 * @param length in bytes
 */
public record UserPlace(
    String text,
    Place place,
    Optional<Predicate> condition,
    UserProgram program,
    long virtual,
    int length) {}
