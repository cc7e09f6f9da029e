package dev.rrq.grammar.ast;

import dev.rrq.grammar.diagnostics.Location;
import java.util.Optional;

/**
 * A function by name: {@code schedule}, {@code init/main.c:setup_command_line}, {@code
 * ext4:ext4_iget}.
 *
 * @param scope what stands before the colon: a source file, a module or a user program
 * @param name as the symbol table has it, {@code .isra.0} and the like included
 */
public record FunctionName(Location location, Optional<String> scope, String name)
    implements Node {}
