package dev.rrq.store;

import org.jspecify.annotations.Nullable;

/** Adds tasks, their names and their switches: {@link Schema#TASKS} and the tables beside it. */
public final class TaskWriter {

  private final Catalogue catalogue;

  TaskWriter(Catalogue catalogue) {
    this.catalogue = catalogue;
  }

  /** A task; the parameters are the table's columns. */
  public void task(
      int id,
      int pid,
      int tgid,
      String comm,
      boolean kernelThread,
      long taskStruct,
      long first,
      long last) {
    catalogue.update(
        "INSERT INTO tasks VALUES (?, ?, ?, ?, ?, ?, ?, ?)",
        id,
        pid,
        tgid,
        comm,
        kernelThread,
        taskStruct,
        first,
        last);
  }

  /** A name that a task ran under from an instant on. */
  public void name(int task, long t, String comm) {
    catalogue.update("INSERT INTO task_names VALUES (?, ?, ?)", task, t, comm);
  }

  /** Switches, in order of time. */
  public void switches(Iterable<Switch> switches) {
    catalogue.with(
        connection -> {
          try (var appender = connection.createAppender(Schema.SWITCHES.name())) {
            for (Switch change : switches) {
              appender.beginRow().append(change.t());
              if (change.from() == null) {
                appender.appendNull();
              } else {
                appender.append(change.from().intValue());
              }
              appender.append(change.to()).endRow();
            }
          }
        });
  }

  /**
   * A switch.
   *
   * @param from id of the task that ran before, or null at the start of the index
   * @param to id of the task that runs from here on
   */
  public record Switch(long t, @Nullable Integer from, int to) {}
}
