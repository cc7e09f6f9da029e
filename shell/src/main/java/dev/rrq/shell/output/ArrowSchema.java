package dev.rrq.shell.output;

import com.google.flatbuffers.FlatBufferBuilder;
import org.apache.arrow.flatbuf.Bool;
import org.apache.arrow.flatbuf.Field;
import org.apache.arrow.flatbuf.FloatingPoint;
import org.apache.arrow.flatbuf.Int;
import org.apache.arrow.flatbuf.Precision;
import org.apache.arrow.flatbuf.Schema;
import org.apache.arrow.flatbuf.Type;
import org.apache.arrow.flatbuf.Utf8;

/** The columns of an answer as Arrow describes them. */
final class ArrowSchema {

  private ArrowSchema() {}

  static ArrowPart write(MachineFields fields) {
    return builder -> {
      int[] offsets = new int[fields.size()];
      for (int i = 0; i < offsets.length; i++) {
        offsets[i] = field(builder, fields.name(i), fields.type(i));
      }
      int vector = Schema.createFieldsVector(builder, offsets);
      Schema.startSchema(builder);
      Schema.addFields(builder, vector);
      return Schema.endSchema(builder);
    };
  }

  private static int field(FlatBufferBuilder builder, String name, MachineFields.Type type) {
    int[] children =
        type == MachineFields.Type.TEXTS
            ? new int[] {field(builder, "item", MachineFields.Type.TEXT)}
            : new int[0];
    int childVector = Field.createChildrenVector(builder, children);
    int nameOffset = builder.createString(name);
    int typeOffset = type(builder, type);
    Field.startField(builder);
    Field.addName(builder, nameOffset);
    Field.addNullable(builder, true);
    Field.addTypeType(builder, typeNumber(type));
    Field.addType(builder, typeOffset);
    Field.addChildren(builder, childVector);
    return Field.endField(builder);
  }

  private static byte typeNumber(MachineFields.Type type) {
    return switch (type) {
      case NUMBER, BITS -> Type.Int;
      case REAL -> Type.FloatingPoint;
      case FLAG -> Type.Bool;
      case TEXT -> Type.Utf8;
      case TEXTS -> Type.List;
    };
  }

  private static int type(FlatBufferBuilder builder, MachineFields.Type type) {
    return switch (type) {
      case NUMBER -> Int.createInt(builder, Long.SIZE, true);
      case BITS -> Int.createInt(builder, Long.SIZE, false);
      case REAL -> FloatingPoint.createFloatingPoint(builder, Precision.DOUBLE);
      case FLAG -> {
        Bool.startBool(builder);
        yield Bool.endBool(builder);
      }
      case TEXT -> {
        Utf8.startUtf8(builder);
        yield Utf8.endUtf8(builder);
      }
      case TEXTS -> {
        org.apache.arrow.flatbuf.List.startList(builder);
        yield org.apache.arrow.flatbuf.List.endList(builder);
      }
    };
  }
}
