/**
 * The query language of rrq.
 *
 * The token stage (dev.rrq.grammar.TokenStage) stands between lexer and parser: it ends statements,
 * makes the tokens of the tokens{} block, and knows a redirection from a comparison.
 */
grammar Rrq;

options {
    caseInsensitive = true;
    superClass = BoundedParser;
}

tokens {
    SCOPE,       // init/main.c:   module:
    TYPE_NAME,   // the word in (spinlock_t) x
    REDIRECT,    // >  >>  >!  where a file follows
    PIPE_TO,     // |  outside of brackets
    FILE,        // a path as it was written
    RAW,         // the rest of the line, or the text of an SQL statement
    BASE_OPTION  // --base
}

statement
    : action output? EOF
    ;

action
    : query                                       # queryAction
    | LET identifier (EQ | EQEQ) letValue         # letAction
    | MARK identifier (AT time)?                  # markAction
    | MARKS                                       # marksAction
    | print                                       # printAction
    | DIFF place BETWEEN time AND time            # diffAction
    | BACKTRACE (AT time)?                        # backtraceAction
    | AROUND time NUMBER?                         # aroundAction
    | WHY place (AT time)? (LIMIT NUMBER)?        # whyAction
    | DESCRIBE (type | value)                     # describeAction
    | EXPLAIN (query | sql)                       # explainAction
    | sql                                         # sqlAction
    | EXPECT expectation                          # expectAction
    | INCLUDE FILE                                # includeAction
    | SYMBOLS ADD FILE (BASE_OPTION NUMBER)?      # symbolsAddAction
    | LIVE live                                   # liveAction
    | GOTO time                                   # gotoAction
    ;

output
    : REDIRECT FILE
    | PIPE_TO shellCommand
    ;

shellCommand
    : RAW
    ;

print
    : PRINT value (AT time)?
    ;

sql
    : SQL select
    ;

select
    : RAW
    ;

letValue
    : query
    | LPAREN query RPAREN
    | place
    | time
    ;

expectation
    : query (COUNT comparator NUMBER | IS NOT? EMPTY)    # expectRows
    | print comparator value                             # expectValue
    ;

live
    : START (AT time)?                          # liveStart
    | ATTACH address                            # liveAttach
    | STOP                                      # liveStop
    | STATUS                                    # liveStatus
    | WATCH (READ | WRITE | ACCESS)? place watchOption*   # liveWatch
    | BREAK function                            # liveBreak
    | UNWATCH NUMBER                            # liveUnwatch
    | CONTINUE                                  # liveContinue
    | REVERSE                                   # liveReverse
    | STEP NUMBER?                              # liveStep
    | BACK NUMBER?                              # liveBack
    | GOTO time                                 # liveGoto
    | PRINT value                               # livePrint
    | BACKTRACE                                 # liveBacktrace
    | REGISTERS                                 # liveRegisters
    | DISASSEMBLE                               # liveDisassemble
    | GDB                                       # liveGdb
    ;

address
    : FILE
    ;

watchOption
    : WHERE condition
    | LIMIT NUMBER
    | UNTIL time
    ;

query
    : pick? subject clause*
    ;

pick
    : (FIRST | LAST) NUMBER?
    ;

subject
    : (WRITES | WRITE) TO place                   # writes
    | (STORES | STORE) TO place                   # stores
    | (READS | READ) OF place                     # reads
    | (ACCESSES | ACCESS) TO place                # accesses
    | (WRITERS | WRITER) OF place                 # writers
    | (VALUES | VALUE) OF place                   # values
    | (CALLS | CALL) TO function                  # callsTo
    | (CALLS | CALL) FROM function                # callsFrom
    | (RETURNS | RETURN) FROM function            # returnsFrom
    | (CALLERS | CALLER) OF function              # callers
    | (CALLEES | CALLEE) OF function              # callees
    | (EXECUTIONS | EXECUTION) OF code            # executions
    | (SWITCHES | SWITCH) ((TO | FROM) task)?     # switches
    | (TASKS | TASK)                              # tasks
    | (INTERRUPTS | INTERRUPT) (NUMBER | STRING)? # interrupts
    | (MESSAGES | MESSAGE) (LIKE STRING)?         # messages
    ;

clause
    : BETWEEN time AND time                # between
    | BEFORE time                          # before
    | AFTER time                           # after
    | UNTIL time                           # until
    | SINCE time                           # since
    | IN USER                              # inUser
    | IN KERNEL                            # inKernel
    | IN function                          # inFunction
    | UNDER function                       # underFunction
    | BY TASK task                         # byTask
    | BY PID NUMBER                        # byPid
    | BY IRQ                               # byIrq
    | BY DEVICE                            # byDevice
    | WHERE condition                      # where
    | GROUP BY column (COMMA column)*      # groupBy
    | COUNT                                # count
    | HISTOGRAM OF column                  # histogram
    | WITH detail (COMMA detail)*          # with
    | SHOW column (COMMA column)*          # show
    | ORDER BY sortKey (COMMA sortKey)*    # orderBy
    | REVERSE                              # reverse
    | LIMIT NUMBER                         # limit
    | OFFSET NUMBER                        # offset
    ;

detail
    : BACKTRACE
    | SOURCE
    | DISASSEMBLY
    | TASK
    ;

sortKey
    : column (ASC | DESC)?
    ;

column
    : identifier
    ;

function
    : SCOPE? identifier (DOT (identifier | NUMBER))*
    ;

code
    : SCOPE NUMBER    # codeLine
    | NUMBER          # codeAddress
    | function        # codeFunction
    ;

task
    : STRING
    | NUMBER
    | identifier
    ;

time
    : time (PLUS | MINUS) (NUMBER | DURATION)    # shiftedTime
    | NUMBER                                     # icountTime
    | (NUMBER | DECIMAL) PERCENT                 # percentTime
    | DURATION                                   # uptimeTime
    | ROW                                        # rowTime
    | START                                      # startTime
    | END                                        # endTime
    | BOOT                                       # bootTime
    | identifier                                 # namedTime
    | LPAREN query RPAREN                        # eventTime
    | LPAREN time RPAREN                         # bracketedTime
    ;

place
    : PHYS value rangeLength
    | value rangeLength?
    ;

rangeLength
    : DOTDOT PLUS value
    ;

condition
    : value test?              # simpleCondition
    | NOT condition            # notCondition
    | condition AND condition  # andCondition
    | condition OR condition   # orCondition
    ;

test
    : comparator value                            # comparisonTest
    | NOT? BETWEEN value AND value                # betweenTest
    | NOT? IN LPAREN value (COMMA value)* RPAREN  # inTest
    | NOT? LIKE STRING                            # likeTest
    | IS NOT? (UNKNOWN | NULL)                             # unknownTest
    ;

comparator
    : EQ
    | EQEQ
    | NE
    | LT
    | LE
    | GT
    | GE
    ;

value
    : primary                                       # primaryValue
    | value DOT member                              # memberValue
    | value ARROW member                            # arrowValue
    | value LBRACKET value RBRACKET                 # indexValue
    | value AT_SIGN identifier                      # cpuValue
    | LPAREN type RPAREN value                      # castValue
    | (STAR | AMP | MINUS | PLUS | TILDE | BANG) value   # unaryValue
    | value operator=(STAR | SLASH | PERCENT) value          # binaryValue
    | value operator=(PLUS | MINUS) value                    # binaryValue
    | value operator=(SHL | SHR) value                       # binaryValue
    | value operator=AMP value                               # binaryValue
    | value operator=CARET value                             # binaryValue
    | value operator=PIPE value                              # binaryValue
    ;

primary
    : NUMBER                                                 # numberPrimary
    | DECIMAL                                                # decimalPrimary
    | STRING                                                 # stringPrimary
    | (DURATION | ROW)                                       # instantPrimary
    | PER_CPU LPAREN value COMMA NUMBER RPAREN               # perCpuPrimary
    | TASK LPAREN value RPAREN                               # taskPrimary
    | LIST LPAREN value COMMA type COMMA member (DOT member)* RPAREN   # listPrimary
    | SIZEOF LPAREN (type | value) RPAREN                    # sizeofPrimary
    | SCOPE? identifier                                      # namePrimary
    | LPAREN condition RPAREN                                # bracketedPrimary
    ;

// What can be nothing but a type; the token stage tells (foo_t) x from (foo) * x.
type
    : BASE_TYPE* (STRUCT | UNION | ENUM) identifier STAR*    # taggedType
    | BASE_TYPE+ STAR*                                       # plainType
    | TYPE_NAME STAR*                                        # plainType
    ;

// After a dot or an arrow every word is a member's name.
member
    : identifier
    | AND
    | OR
    | NOT
    ;

// Keywords are contextual: a kernel variable may be called first, in or at.
identifier
    : IDENT
    | QUOTED
    | BASE_TYPE
    | ACCESS | ACCESSES | ADD | AFTER | AROUND | ASC | AT | ATTACH | BACK | BACKTRACE | BEFORE
    | BETWEEN | BOOT | BREAK | BY | CALL | CALLEE | CALLEES | CALLER | CALLERS | CALLS
    | CONTINUE | COUNT | DESC | DESCRIBE | DEVICE | DIFF | DISASSEMBLE | DISASSEMBLY | EMPTY
    | END | EXECUTION | EXECUTIONS | EXPECT | EXPLAIN | FIRST | FROM | GDB | GOTO | GROUP
    | HISTOGRAM | IN | INCLUDE | INTERRUPT | INTERRUPTS | IRQ | IS | KERNEL | LAST | LET
    | LIKE | LIMIT | LIST | LIVE | MARK | MARKS | MESSAGE | MESSAGES | NULL | OF | OFFSET | ORDER | PER_CPU
    | PHYS | PID | PRINT | READ | READS | REGISTERS | RETURN | RETURNS | REVERSE | SHOW | SINCE
    | SOURCE | SQL | START | STATUS | STEP | STOP | STORE | STORES | SWITCH
    | SWITCHES | SYMBOLS | TASK | TASKS | TO | UNDER | UNKNOWN | UNTIL | UNWATCH
    | USER | VALUE | VALUES | WATCH | WHERE | WHY | WITH | WRITE | WRITER | WRITERS | WRITES
    ;

ACCESS : 'access';
ACCESSES : 'accesses';
ADD : 'add';
AFTER : 'after';
AROUND : 'around';
ASC : 'asc';
AT : 'at';
ATTACH : 'attach';
BACK : 'back';
BACKTRACE : 'backtrace';
BEFORE : 'before';
BETWEEN : 'between';
BOOT : 'boot';
BREAK : 'break';
BY : 'by';
CALL : 'call';
CALLEE : 'callee';
CALLEES : 'callees';
CALLER : 'caller';
CALLERS : 'callers';
CALLS : 'calls';
CONTINUE : 'continue';
COUNT : 'count';
DESC : 'desc';
DESCRIBE : 'describe';
DEVICE : 'device';
DIFF : 'diff';
DISASSEMBLE : 'disassemble';
DISASSEMBLY : 'disassembly';
EMPTY : 'empty';
END : 'end';
ENUM : 'enum';
EXECUTION : 'execution';
EXECUTIONS : 'executions';
EXPECT : 'expect';
EXPLAIN : 'explain';
FIRST : 'first';
FROM : 'from';
GDB : 'gdb';
GOTO : 'goto';
GROUP : 'group';
HISTOGRAM : 'histogram';
IN : 'in';
INCLUDE : 'include';
INTERRUPT : 'interrupt';
INTERRUPTS : 'interrupts';
IRQ : 'irq';
IS : 'is';
KERNEL : 'kernel';
LAST : 'last';
LET : 'let';
LIKE : 'like';
LIMIT : 'limit';
LIST : 'list';
LIVE : 'live';
MARK : 'mark';
MARKS : 'marks';
MESSAGE : 'message';
MESSAGES : 'messages';
NULL : 'null';
OF : 'of';
OFFSET : 'offset';
ORDER : 'order';
PER_CPU : 'per_cpu';
PHYS : 'phys';
PID : 'pid';
PRINT : 'print';
READ : 'read';
READS : 'reads';
REGISTERS : 'registers';
RETURN : 'return';
RETURNS : 'returns';
REVERSE : 'reverse';
SHOW : 'show';
SINCE : 'since';
SIZEOF : 'sizeof';
SOURCE : 'source';
SQL : 'sql';
START : 'start';
STATUS : 'status';
STEP : 'step';
STOP : 'stop';
STORE : 'store';
STORES : 'stores';
STRUCT : 'struct';
SWITCH : 'switch';
SWITCHES : 'switches';
SYMBOLS : 'symbols';
TASK : 'task';
TASKS : 'tasks';
TO : 'to';
UNDER : 'under';
UNION : 'union';
UNKNOWN : 'unknown';
UNTIL : 'until';
UNWATCH : 'unwatch';
USER : 'user';
VALUE : 'value';
VALUES : 'values';
WATCH : 'watch';
WHERE : 'where';
WHY : 'why';
WITH : 'with';
WRITE : 'write';
WRITER : 'writer';
WRITERS : 'writers';
WRITES : 'writes';

AND : 'and' | '&&';
OR  : 'or' | '||';
NOT : 'not';

BASE_TYPE
    : 'void' | 'bool' | '_Bool' | 'char' | 'short' | 'int' | 'long' | 'float' | 'double' | 'signed' | 'unsigned' | 'const' | 'volatile' | 'u8' | 'u16' | 'u32' | 'u64' | 's8' | 's16' | 's32' | 's64' | '__u8' | '__u16' | '__u32' | '__u64' | '__s8' | '__s16' | '__s32' | '__s64' | 'uint8_t' | 'uint16_t' | 'uint32_t' | 'uint64_t' | 'int8_t' | 'int16_t' | 'int32_t' | 'int64_t' | 'size_t' | 'ssize_t' | 'uintptr_t'
    ;

NUMBER
    : ( '0x' [0-9a-f] [0-9a-f_]*
      | '0b' [01] [01_]*
      | [0-9] [0-9_]*
      ) ('u' | 'l' | 'ul' | 'lu' | 'll' | 'ull' | 'llu')?
    ;
DECIMAL    : [0-9] [0-9_]* '.' [0-9]+;
DURATION   : [0-9] [0-9_]* ('.' [0-9]+)? ('s' | 'ms' | 'us' | 'ns');
IDENT      : [a-z_] [a-z0-9_]*;
QUOTED     : '`' ~[`\r\n]+ '`';
BAD_NUMBER : [0-9] [a-z0-9_]*;
ROW        : '#' [0-9]+;
PARAMETER  : '$' [0-9]+;

STRING
    : '\'' (~['\\\r\n] | '\\' ~[\r\n])* '\''
    | '"' (~["\\\r\n] | '\\' ~[\r\n])* '"'
    ;
UNTERMINATED
    : '\'' (~['\\\r\n] | '\\' ~[\r\n])* '\\'?
    | '"' (~["\\\r\n] | '\\' ~[\r\n])* '\\'?
    | '`' ~[`\r\n]*
    ;

EQEQ : '==';
EQ : '=';
NE : '!=' | '<>';
LE : '<=';
GE : '>=';
LT : '<';
GT : '>';
GT_BANG : '>!';
SHL : '<<';
SHR : '>>';
ARROW : '->';
DOTDOT : '..';
DOT : '.';
COMMA : ',';
COLON : ':';
SEMICOLON : ';';
LPAREN : '(';
RPAREN : ')';
LBRACKET : '[';
RBRACKET : ']';
PLUS : '+';
MINUS : '-';
STAR : '*';
SLASH : '/';
PERCENT : '%';
AMP : '&';
PIPE : '|';
CARET : '^';
TILDE : '~';
BANG : '!';
AT_SIGN : '@';

COMMENT : ('--' ~[\r\n]* | '#' (~[0-9\r\n] ~[\r\n]*)?) -> skip;
CONTINUED : '\\' [ \t]* '\r'? '\n' -> skip;
NEWLINE : '\r'? '\n' | '\r';
BLANK : [ \t\f\u00a0\ufeff]+ -> skip;
OTHER : . ;
