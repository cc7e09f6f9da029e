package dev.rrq.shell.output;

import java.io.FileInputStream;
import java.io.IOException;
import java.nio.file.Path;
import org.apache.arrow.memory.RootAllocator;
import org.apache.arrow.vector.FieldVector;
import org.apache.arrow.vector.VectorSchemaRoot;
import org.apache.arrow.vector.ipc.ArrowFileReader;
import org.apache.arrow.vector.ipc.ArrowReader;
import org.apache.arrow.vector.ipc.ArrowStreamReader;

/** Prints an Arrow file or stream as Arrow's own library reads it. Runs as a process of its own. */
public final class ArrowDump {
  private ArrowDump() {}

  /** The file, and {@code file} or {@code stream}. */
  public static void main(String[] arguments) throws IOException {
    try (RootAllocator allocator = new RootAllocator();
        FileInputStream in = new FileInputStream(Path.of(arguments[0]).toFile());
        ArrowReader reader =
            arguments[1].equals("file")
                ? new ArrowFileReader(in.getChannel(), allocator)
                : new ArrowStreamReader(in, allocator)) {
      VectorSchemaRoot root = reader.getVectorSchemaRoot();
      System.out.println(root.getSchema().getFields());
      while (reader.loadNextBatch()) {
        for (int row = 0; row < root.getRowCount(); row++) {
          StringBuilder line = new StringBuilder();
          for (FieldVector vector : root.getFieldVectors()) {
            line.append(vector.getObject(row)).append('|');
          }
          System.out.println(line);
        }
      }
    }
  }
}
