package dev.rrq.indexer.plugin;

import java.io.IOException;

/** The plugin or its emulator ended, or said what it must not say. The message is for the user. */
public final class CaptureException extends IOException {

  private static final long serialVersionUID = 1L;

  /** With a sentence for the user. */
  public CaptureException(String message) {
    super(message);
  }
}
