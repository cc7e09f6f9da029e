package dev.rrq.gdbrsp.target;

import java.io.IOException;

/** Gives the documents that make up a target description. */
@FunctionalInterface
public interface AnnexSource {
  /** The document that all begin with. */
  String MAIN = "target.xml";

  /** The text of a document. */
  String read(String annex) throws IOException;
}
