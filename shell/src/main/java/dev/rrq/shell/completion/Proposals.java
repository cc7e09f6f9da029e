package dev.rrq.shell.completion;

import dev.rrq.shell.completion.Completions.Proposal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Collects the proposals that go on from a prefix, each once. */
final class Proposals {
  private final String prefix;
  private final Map<String, Proposal> byText = new LinkedHashMap<>();

  Proposals(String prefix) {
    this.prefix = prefix;
  }

  List<Proposal> all() {
    return new ArrayList<>(byText.values());
  }

  /** Names that were looked up by the prefix. */
  void found(List<String> names, String group, boolean complete) {
    for (String name : names) {
      add(new Proposal(name, group, "", complete));
    }
  }

  /**
   * Names that were looked up by the prefix, behind the scope that is typed already.
   *
   * @param functions whether they are functions rather than variables
   */
  void scoped(String scope, List<String> names, boolean functions) {
    for (String name : names) {
      boolean module = name.endsWith(":");
      String group = module ? "modules" : functions ? "functions" : "variables";
      add(new Proposal(name.substring(scope.length()), group, "", functions && !module));
    }
  }

  /** Those of the names that begin with the prefix. */
  void matching(List<String> names, String group) {
    for (String name : names) {
      noted(name, group, "");
    }
  }

  /** The same for names behind which more may come without a blank. */
  void unfinished(List<String> names, String group) {
    for (String name : names) {
      if (startsWith(name, prefix)) {
        add(new Proposal(name, group, "", false));
      }
    }
  }

  void noted(String name, String group, String note) {
    if (startsWith(name, prefix)) {
      add(new Proposal(name, group, note, true));
    }
  }

  /** Names that are written as strings. */
  void quoted(List<String> names, String group) {
    String bare = prefix.startsWith("'") || prefix.startsWith("\"") ? prefix.substring(1) : prefix;
    for (String name : names) {
      if (startsWith(name, bare)) {
        add(new Proposal("'" + name + "'", group, "", true));
      }
    }
  }

  /** Types that stand behind their keyword already. */
  void tags(List<String> types) {
    for (String type : types) {
      String tag = type.substring(type.lastIndexOf(' ') + 1);
      if (startsWith(tag, prefix)) {
        add(new Proposal(tag, "types", "", true));
      }
    }
  }

  private void add(Proposal proposal) {
    byText.putIfAbsent(proposal.text(), proposal);
  }

  private static boolean startsWith(String text, String start) {
    return text.toLowerCase(Locale.ROOT).startsWith(start.toLowerCase(Locale.ROOT));
  }
}
