package dev.rrq.shell.output;

import com.google.flatbuffers.FlatBufferBuilder;
import dev.rrq.planner.Row;
import dev.rrq.planner.TableResult;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.apache.arrow.flatbuf.Block;
import org.apache.arrow.flatbuf.Footer;
import org.apache.arrow.flatbuf.Message;
import org.apache.arrow.flatbuf.MessageHeader;
import org.apache.arrow.flatbuf.MetadataVersion;

/**
 * Rows in Arrow's IPC format: that of files for a file, that of streams for a program.
 *
 * @see <a href="https://arrow.apache.org/docs/format/Columnar.html">the format</a>
 */
final class ArrowRows implements BinaryRows {
  private static final int BATCH = 16_384;
  private static final byte[] MAGIC = "ARROW1".getBytes(StandardCharsets.US_ASCII);
  private static final int CONTINUATION = -1;
  private static final int ALIGNMENT = 8;

  /** Where a batch is in a file. */
  private record Place(long offset, int metadata, long body) {}

  @Override
  public void write(TableResult table, OutputStream out, boolean file) throws IOException {
    new Run(new MachineFields(table.columns()), out).write(table, file);
  }

  private static final class Run {
    private final MachineFields fields;
    private final OutputStream out;
    private final List<Place> places = new ArrayList<>();
    private long position;

    Run(MachineFields fields, OutputStream out) {
      this.fields = fields;
      this.out = out;
    }

    void write(TableResult table, boolean file) throws IOException {
      if (file) {
        put(MAGIC);
        put(new byte[2]);
      }
      message(MessageHeader.Schema, ArrowSchema.write(fields), new byte[0]);
      ArrowBatch batch = new ArrowBatch(fields);
      for (Row row = table.next(); row != null; row = table.next()) {
        batch.add(row);
        if (batch.rows() == BATCH) {
          batch = flush(batch);
        }
        Answers.checkInterrupt();
      }
      if (batch.rows() > 0) {
        flush(batch);
      }
      put(number(CONTINUATION));
      put(number(0));
      if (file) {
        footer();
      }
      out.flush();
    }

    private ArrowBatch flush(ArrowBatch batch) throws IOException {
      byte[] body = batch.body();
      long offset = position;
      int metadata = message(MessageHeader.RecordBatch, batch.header(), body);
      places.add(new Place(offset, metadata, body.length));
      return new ArrowBatch(fields);
    }

    /** Writes a message and returns the size of what stands before its body. */
    private int message(byte type, ArrowPart header, byte[] body) throws IOException {
      FlatBufferBuilder builder = new FlatBufferBuilder();
      int content = header.write(builder);
      Message.startMessage(builder);
      Message.addVersion(builder, MetadataVersion.V5);
      Message.addHeaderType(builder, type);
      Message.addHeader(builder, content);
      Message.addBodyLength(builder, body.length);
      builder.finish(Message.endMessage(builder));
      byte[] metadata = builder.sizedByteArray();
      int padding = (ALIGNMENT - metadata.length % ALIGNMENT) % ALIGNMENT;
      put(number(CONTINUATION));
      put(number(metadata.length + padding));
      put(metadata);
      put(new byte[padding]);
      put(body);
      return 2 * Integer.BYTES + metadata.length + padding;
    }

    private void footer() throws IOException {
      FlatBufferBuilder builder = new FlatBufferBuilder();
      int schema = ArrowSchema.write(fields).write(builder);
      Footer.startRecordBatchesVector(builder, places.size());
      for (int i = places.size() - 1; i >= 0; i--) {
        Place place = places.get(i);
        Block.createBlock(builder, place.offset(), place.metadata(), place.body());
      }
      int batches = builder.endVector();
      Footer.startDictionariesVector(builder, 0);
      int dictionaries = builder.endVector();
      Footer.startFooter(builder);
      Footer.addVersion(builder, MetadataVersion.V5);
      Footer.addSchema(builder, schema);
      Footer.addDictionaries(builder, dictionaries);
      Footer.addRecordBatches(builder, batches);
      builder.finish(Footer.endFooter(builder));
      byte[] footer = builder.sizedByteArray();
      put(footer);
      put(number(footer.length));
      put(MAGIC);
    }

    private void put(byte[] bytes) throws IOException {
      out.write(bytes);
      position += bytes.length;
    }

    private static byte[] number(int value) {
      return ByteBuffer.allocate(Integer.BYTES)
          .order(ByteOrder.LITTLE_ENDIAN)
          .putInt(value)
          .array();
    }
  }
}
