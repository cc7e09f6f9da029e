package dev.rrq.shell.completion;

import dev.rrq.shell.completion.Completions.Proposal;
import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * The files that a path may become.
 *
 * @param prefix what is typed of the path
 * @param limit how many are proposed at most
 */
record FileNames(String prefix, int limit) {

  List<Proposal> proposals() {
    int slash = prefix.lastIndexOf('/') + 1;
    String directory = slash == 0 ? "." : prefix.substring(0, slash);
    List<Proposal> proposals = new ArrayList<>();
    try (DirectoryStream<Path> entries = Files.newDirectoryStream(Path.of(directory))) {
      for (Path entry : entries) {
        String name = entry.getFileName().toString();
        if (proposals.size() < limit && isWanted(name, prefix.substring(slash))) {
          boolean inner = Files.isDirectory(entry);
          String text = prefix.substring(0, slash) + name + (inner ? "/" : "");
          proposals.add(new Proposal(text, "files", "", !inner));
        }
      }
    } catch (IOException | InvalidPathException e) {
      // A directory that cannot be read has nothing to propose.
    }
    proposals.sort(Comparator.comparing(Proposal::text));
    return proposals;
  }

  private static boolean isWanted(String name, String start) {
    return name.startsWith(start) && (!name.startsWith(".") || start.startsWith("."));
  }
}
