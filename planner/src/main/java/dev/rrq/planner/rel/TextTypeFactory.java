package dev.rrq.planner.rel;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import org.apache.calcite.rel.type.RelDataTypeSystem;
import org.apache.calcite.sql.type.SqlTypeFactoryImpl;

/** SQL types whose texts are Unicode. */
final class TextTypeFactory extends SqlTypeFactoryImpl {

  TextTypeFactory() {
    super(RelDataTypeSystem.DEFAULT);
  }

  @Override
  public Charset getDefaultCharset() {
    return StandardCharsets.UTF_8;
  }
}
