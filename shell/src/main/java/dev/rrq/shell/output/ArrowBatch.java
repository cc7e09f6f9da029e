package dev.rrq.shell.output;

import dev.rrq.planner.Row;
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Buffer;
import org.apache.arrow.flatbuf.FieldNode;
import org.apache.arrow.flatbuf.RecordBatch;

/** Some thousand rows as Arrow has them: each column by itself. */
final class ArrowBatch {
  private static final int ALIGNMENT = 8;

  private final MachineFields fields;
  private final List<ArrowColumn> columns = new ArrayList<>();
  private int rows;

  ArrowBatch(MachineFields fields) {
    this.fields = fields;
    for (int i = 0; i < fields.size(); i++) {
      columns.add(new ArrowColumn(fields.type(i)));
    }
  }

  int rows() {
    return rows;
  }

  void add(Row row) {
    for (int i = 0; i < fields.size(); i++) {
      columns.get(i).add(fields.typed(i, row));
    }
    rows++;
  }

  /** The buffers of all columns, one behind the other. */
  byte[] body() {
    ByteArrayOutputStream body = new ByteArrayOutputStream();
    for (byte[] buffer : buffers()) {
      body.writeBytes(buffer);
      body.writeBytes(new byte[padding(buffer.length)]);
    }
    return body.toByteArray();
  }

  private static int padding(int length) {
    return (ALIGNMENT - length % ALIGNMENT) % ALIGNMENT;
  }

  private List<byte[]> buffers() {
    return columns.stream().flatMap(column -> column.buffers().stream()).toList();
  }

  /** What the body holds. */
  ArrowPart header() {
    List<byte[]> buffers = buffers();
    List<ArrowColumn.Node> nodes =
        columns.stream().flatMap(column -> column.nodes().stream()).toList();
    return builder -> {
      RecordBatch.startNodesVector(builder, nodes.size());
      for (int i = nodes.size() - 1; i >= 0; i--) {
        FieldNode.createFieldNode(builder, nodes.get(i).length(), nodes.get(i).unknown());
      }
      int nodeVector = builder.endVector();
      long[] offsets = offsets(buffers);
      RecordBatch.startBuffersVector(builder, buffers.size());
      for (int i = buffers.size() - 1; i >= 0; i--) {
        Buffer.createBuffer(builder, offsets[i], buffers.get(i).length);
      }
      int bufferVector = builder.endVector();
      RecordBatch.startRecordBatch(builder);
      RecordBatch.addLength(builder, rows);
      RecordBatch.addNodes(builder, nodeVector);
      RecordBatch.addBuffers(builder, bufferVector);
      return RecordBatch.endRecordBatch(builder);
    };
  }

  private static long[] offsets(List<byte[]> buffers) {
    long[] offsets = new long[buffers.size()];
    long at = 0;
    for (int i = 0; i < offsets.length; i++) {
      offsets[i] = at;
      int length = buffers.get(i).length;
      at += length + padding(length);
    }
    return offsets;
  }
}
