package dev.rrq.shell.completion;

import dev.rrq.shell.completion.Expected.Kind;
import java.util.List;
import java.util.Set;

/** Tells from the words before the cursor what may come next. */
public final class Expectations {
  private static final String[] SUBJECTS = {
    "writes to", "stores to", "reads of", "accesses to", "writers of", "values of", "calls to",
    "calls from", "returns from", "callers of", "callees of", "executions of", "switches", "tasks",
    "interrupts", "messages"
  };
  private static final String[] CLAUSES = {
    "between",
    "before",
    "after",
    "until",
    "since",
    "in",
    "under",
    "by",
    "where",
    "group by",
    "count",
    "histogram of",
    "with",
    "show",
    "order by",
    "reverse",
    "limit",
    "offset"
  };
  private static final String[] LIVE = {
    "start",
    "attach",
    "stop",
    "status",
    "watch",
    "break",
    "unwatch",
    "continue",
    "reverse",
    "step",
    "back",
    "goto",
    "print",
    "backtrace",
    "registers",
    "disassemble",
    "gdb"
  };
  private static final String[] TIMES = {"start", "end", "(first", "(last"};
  private static final Set<String> PLACE_VERBS =
      Set.of("writes", "stores", "accesses", "write", "store", "access");
  private static final Set<String> PLACE_NOUNS =
      Set.of("reads", "read", "writers", "writer", "values", "value");
  private static final Set<String> CALL_NOUNS =
      Set.of(
          "calls",
          "call",
          "returns",
          "return",
          "callers",
          "caller",
          "callees",
          "callee",
          "executions",
          "execution");
  private static final Set<String> TIME_CLAUSES =
      Set.of("before", "after", "until", "since", "between", "at", "around", "goto");

  private Expectations() {}

  /**
   * What may come behind a text.
   *
   * @param words of the statement before the word that is being typed, comments left out
   * @param text the statement's text, in which the words' offsets are
   */
  public static Expected after(List<Word> words, String text) {
    if (words.isEmpty()) {
      return Expected.of(Kind.COMMAND);
    }
    Word last = words.get(words.size() - 1);
    if (last.is(".") || last.is("->")) {
      return Expected.memberOf(objectBefore(words, words.size() - 1, text));
    }
    if (expectsFile(words)) {
      return Expected.of(Kind.FILE);
    }
    String before = words.size() > 1 ? words.get(words.size() - 2).lower() : "";
    return afterWord(last, before, words);
  }

  /** Whether a path follows, which has signs in it that are none of the language's. */
  static boolean expectsFile(List<Word> words) {
    Word last = words.get(words.size() - 1);
    boolean asked =
        switch (last.lower()) {
          case ">", ">>", ">!" -> words.size() > 1 && isRedirection(last, words);
          case "include", "open" -> words.size() == 1;
          case "add" -> words.size() == 2 && words.get(0).is("symbols");
          default -> false;
        };
    return asked;
  }

  private static Expected afterWord(Word last, String before, List<Word> words) {
    return switch (last.lower()) {
      case ";" -> Expected.of(Kind.COMMAND);
      case "first", "last", "explain", "=", "(" -> startOfQuery(last, words);
      case "expect" -> Expected.of(Kind.NOTHING, with(SUBJECTS, "print"));
      case "to" -> toWhat(before);
      case "of" -> ofWhat(before);
      case "from" -> fromWhat(before);
      case "in" -> Expected.of(Kind.FUNCTION, "user", "kernel");
      case "under", "break" -> Expected.of(Kind.FUNCTION);
      case "by" -> byWhat(before);
      case "group", "order" -> Expected.of(Kind.NOTHING, "by");
      case "where", "show", "or", "not" -> Expected.of(Kind.COLUMN);
      case "," -> afterComma(words);
      case "and" -> Expected.of(isTimeAnd(words) ? Kind.TIME : Kind.COLUMN, TIMES);
      case "task" -> before.equals("by") ? Expected.of(Kind.TASK) : afterOther(words);
      case "with" -> Expected.of(Kind.NOTHING, "backtrace", "source", "disassembly", "task");
      case "print", "why", "diff" -> Expected.of(Kind.SYMBOL);
      case "watch" -> Expected.of(Kind.SYMBOL, "read", "write", "access");
      case "describe" -> Expected.of(Kind.NAME, "struct", "union", "enum");
      case "struct", "union", "enum" -> Expected.of(Kind.TYPE);
      case "live" -> Expected.of(Kind.NOTHING, LIVE);
      case "symbols" -> Expected.of(Kind.NOTHING, "add");
      case "format" -> Expected.of(Kind.FORMAT);
      case "help" -> Expected.of(Kind.COMMAND);
      default ->
          TIME_CLAUSES.contains(last.lower()) ? Expected.of(Kind.TIME, TIMES) : afterOther(words);
    };
  }

  private static Expected startOfQuery(Word last, List<Word> words) {
    if (last.is("(") && words.size() > 1 && !isTimePosition(words)) {
      return Expected.of(Kind.COLUMN);
    }
    return Expected.of(Kind.NOTHING, with(SUBJECTS, "first", "last"));
  }

  private static boolean isTimePosition(List<Word> words) {
    Word before = words.get(words.size() - 2);
    return TIME_CLAUSES.contains(before.lower()) || before.is("and") || before.is("=");
  }

  private static Expected toWhat(String before) {
    if (PLACE_VERBS.contains(before)) {
      return Expected.of(Kind.SYMBOL, "phys", "per_cpu(", "task(");
    }
    return Expected.of(before.equals("switches") ? Kind.TASK : Kind.FUNCTION);
  }

  private static Expected fromWhat(String before) {
    return Expected.of(before.equals("switches") ? Kind.TASK : Kind.FUNCTION);
  }

  private static Expected ofWhat(String before) {
    if (PLACE_NOUNS.contains(before)) {
      return Expected.of(Kind.SYMBOL, "phys", "per_cpu(", "task(");
    }
    return Expected.of(CALL_NOUNS.contains(before) ? Kind.FUNCTION : Kind.COLUMN);
  }

  private static Expected byWhat(String before) {
    if (before.equals("group") || before.equals("order")) {
      return Expected.of(Kind.COLUMN);
    }
    return Expected.of(Kind.NOTHING, "task", "pid", "irq", "device");
  }

  private static Expected afterComma(List<Word> words) {
    for (int i = words.size() - 1; i >= 0; i--) {
      String word = words.get(i).lower();
      if (word.equals("show") || word.equals("by")) {
        return Expected.of(Kind.COLUMN);
      }
      if (word.equals("with")) {
        return Expected.of(Kind.NOTHING, "backtrace", "source", "disassembly", "task");
      }
    }
    return Expected.of(Kind.NOTHING);
  }

  /** Whether the last {@code and} joins the two times of a {@code between}. */
  private static boolean isTimeAnd(List<Word> words) {
    for (int i = words.size() - 2; i >= 0; i--) {
      if (words.get(i).is("where") || words.get(i).is("and")) {
        return false;
      }
      if (words.get(i).is("between")) {
        return true;
      }
    }
    return false;
  }

  /** A lone {@code >} compares in a {@code where} that lacks its right side, else it redirects. */
  private static boolean isRedirection(Word last, List<Word> words) {
    return !last.is(">") || words.stream().noneMatch(word -> word.is("where"));
  }

  private static Expected afterOther(List<Word> words) {
    Word first = words.get(0);
    if (first.is("include") || first.is("format") || first.is("describe") || first.is("help")) {
      return Expected.of(Kind.NOTHING);
    }
    if (first.is("print") || first.is("why")) {
      return Expected.of(Kind.NOTHING, "at");
    }
    if (words.size() == 1) {
      return afterHead(first);
    }
    Word last = words.get(words.size() - 1);
    boolean picks = words.size() == 2 && last.kind() == Word.Kind.NUMBER;
    if (picks && (first.is("first") || first.is("last"))) {
      return Expected.of(Kind.NOTHING, SUBJECTS);
    }
    if (last.kind() == Word.Kind.SIGN && !last.is("]") && !last.is(")")) {
      return Expected.of(Kind.SYMBOL);
    }
    return Expected.of(
        Kind.NOTHING, inWhere(words) ? with(CLAUSES, "and", "or", "like", "between") : CLAUSES);
  }

  private static boolean inWhere(List<Word> words) {
    return words.stream().anyMatch(word -> word.is("where"));
  }

  private static Expected afterHead(Word first) {
    String word = first.lower();
    if (PLACE_VERBS.contains(word)) {
      return Expected.of(Kind.NOTHING, "to");
    }
    if (PLACE_NOUNS.contains(word)) {
      return Expected.of(Kind.NOTHING, "of");
    }
    return switch (word) {
      case "calls", "call" -> Expected.of(Kind.NOTHING, "to", "from");
      case "returns", "return" -> Expected.of(Kind.NOTHING, "from");
      case "callers", "callees", "executions" -> Expected.of(Kind.NOTHING, "of");
      case "switches" -> Expected.of(Kind.NOTHING, with(CLAUSES, "to", "from"));
      case "tasks", "interrupts" -> Expected.of(Kind.NOTHING, CLAUSES);
      case "messages" -> Expected.of(Kind.NOTHING, with(CLAUSES, "like"));
      case "backtrace" -> Expected.of(Kind.NOTHING, "at");
      default -> Expected.of(Kind.NOTHING);
    };
  }

  /** The text of the place that ends before the word at an index: {@code init_task.tasks}. */
  private static String objectBefore(List<Word> words, int dot, String text) {
    int first = dot;
    int depth = 0;
    for (int i = dot - 1; i >= 0; i--) {
      Word word = words.get(i);
      if (word.is("]") || word.is(")")) {
        depth++;
      } else if (word.is("[") || word.is("(")) {
        if (depth == 0) {
          break;
        }
        depth--;
      } else if (depth == 0 && !continues(word, words.get(i + 1))) {
        break;
      }
      first = i;
    }
    return text.substring(words.get(first).start(), words.get(dot).start());
  }

  /** Two names in a row do not belong to one place; a name and a sign between names do. */
  private static boolean continues(Word word, Word next) {
    if (word.is(".") || word.is("->") || word.is("@")) {
      return true;
    }
    boolean name = word.kind() == Word.Kind.NAME || word.kind() == Word.Kind.NUMBER;
    return name && word.end() == next.start() && next.kind() == Word.Kind.SIGN;
  }

  private static String[] with(String[] words, String... more) {
    String[] all = java.util.Arrays.copyOf(words, words.length + more.length);
    System.arraycopy(more, 0, all, words.length, more.length);
    return all;
  }
}
