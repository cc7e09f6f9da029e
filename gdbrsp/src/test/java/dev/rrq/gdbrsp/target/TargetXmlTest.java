package dev.rrq.gdbrsp.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Descriptions as stubs write them, and as they must not. */
final class TargetXmlTest {
  private static final Map<String, String> AARCH64 =
      Map.of(
          "target.xml",
          """
          <?xml version="1.0"?><!DOCTYPE target SYSTEM "gdb-target.dtd">
          <target><architecture>aarch64</architecture><osabi>GNU/Linux</osabi>
            <compatible>arm</compatible>
            <xi:include href="core.xml"/><xi:include href="fpu.xml"/></target>
          """,
          "core.xml",
          """
          <?xml version="1.0"?>
          <!-- A comment. -->
          <!DOCTYPE feature SYSTEM "gdb-target.dtd">
          <feature name="org.gnu.gdb.aarch64.core">
            <flags id="cpsr_flags" size="4">
              <field name="SP" start="0" end="0"/>
              <field name="EL" start="2" end="3"/>
              <field name="N" start="31" end="31"/>
            </flags>
            <enum id="mode" size="4"><evalue name="user" value="0x10"/></enum>
            <reg name="x0" bitsize="64"/>
            <reg name="sp" bitsize="64" type="data_ptr" regnum="31"/>
            <reg name="pc" bitsize="64" type="code_ptr"/>
            <reg name="cpsr" bitsize="32" type="cpsr_flags" save-restore="no"/>
            <reg name="mode" bitsize="32" type="mode"/>
            <unheard-of/>
          </feature>
          """,
          "fpu.xml",
          """
          <feature name="org.gnu.gdb.aarch64.fpu">
            <vector id="v2d" type="ieee_double" count="2"/>
            <vector id="v2u" type="uint64" count="2"/>
            <union id="vnd"><field name="f" type="v2d"/><field name="u" type="v2u"/></union>
            <union id="aarch64v"><field name="d" type="vnd"/></union>
            <struct id="pair"><field name="a" type="int"/></struct>
            <struct id="bits" size="4"><field name="low" start="0" end="7"/></struct>
            <reg name="v0" bitsize="128" type="aarch64v" group="vector"/>
            <reg name="fpsr" bitsize="32" type="bits"/>
            <reg name="odd" bitsize="9" type="pair"/>
          </feature>
          """);

  @Test
  void readsAarch64() throws Exception {
    TargetDescription target = TargetXml.read(AARCH64::get);
    assertThat(target.architecture()).contains("aarch64");
    assertThat(target.osAbi()).contains("GNU/Linux");
    assertThat(target.compatible()).containsExactly("arm");
    assertThat(target.features())
        .containsExactly("org.gnu.gdb.aarch64.core", "org.gnu.gdb.aarch64.fpu");
    assertThat(target.registers())
        .extracting(Register::name, Register::number, Register::bytes)
        .containsExactly(
            tuple("x0", 0, 8),
            tuple("sp", 31, 8),
            tuple("pc", 32, 8),
            tuple("cpsr", 33, 4),
            tuple("mode", 34, 4),
            tuple("v0", 35, 16),
            tuple("fpsr", 36, 4),
            tuple("odd", 37, 2));
  }

  @Test
  void resolvesTypes() throws Exception {
    RegisterLayout layout = new RegisterLayout(TargetXml.read(AARCH64::get));
    TargetType.Flags cpsr = (TargetType.Flags) layout.register("cpsr").type();
    assertThat(cpsr.bytes()).isEqualTo(4);
    assertThat(cpsr.fields())
        .extracting(TargetType.BitField::name, field -> field.of(0x8000_0004L))
        .containsExactly(tuple("SP", 0L), tuple("EL", 1L), tuple("N", 1L));
    assertThat(layout.register("cpsr").saved()).isFalse();
    assertThat(layout.register("mode").type())
        .isEqualTo(new TargetType.Enumeration("mode", 4, Map.of("user", 16L)));
    TargetType.Union vector = (TargetType.Union) layout.register("v0").type();
    TargetType.Union doubles = (TargetType.Union) vector.fields().get("d");
    assertThat(doubles.fields().get("f"))
        .isEqualTo(new TargetType.Vector("v2d", new TargetType.Predefined("ieee_double"), 2));
    assertThat(layout.register("v0").group()).contains("vector");
    assertThat(layout.register("odd").type()).isInstanceOf(TargetType.Struct.class);
    assertThat(layout.register("fpsr").type()).isInstanceOf(TargetType.Flags.class);
  }

  @Test
  void takesFromDataWhatDescriptionsLeaveOut() throws Exception {
    RegisterLayout layout = new RegisterLayout(TargetXml.read(AARCH64::get));
    assertThat(layout.programCounter().name()).isEqualTo("pc");
    assertThat(layout.stackPointer().name()).isEqualTo("sp");
    assertThat(layout.architecture().map(Architecture::breakpointBytes)).contains(4);
    assertThat(layout.order()).isEqualTo(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void findsTheProgramCounterOfUnheardOfArchitecturesByType() throws Exception {
    String text =
        "<target><architecture>vax</architecture><feature name='f'>"
            + "<reg name='r0' bitsize='32'/><reg name='r15' bitsize='32' type='code_ptr'/>"
            + "</feature></target>";
    RegisterLayout layout = new RegisterLayout(TargetXml.read(annex -> text));
    assertThat(layout.programCounter().name()).isEqualTo("r15");
    assertThatThrownBy(layout::stackPointer).hasMessageContaining("data_ptr");
  }

  @Test
  void hasStandardRegistersOfKnownArchitectures() {
    assertThat(Architecture.known()).extracting(Architecture::id).contains("x86-64", "aarch64");
    for (Architecture known : Architecture.known()) {
      Optional<TargetDescription> standard = known.standardDescription();
      standard.ifPresent(
          description -> {
            RegisterLayout layout = new RegisterLayout(description);
            assertThat(layout.architecture()).contains(known);
            assertThat(List.of(known.programCounter(), known.stackPointer(), known.framePointer()))
                .allMatch(layout::has);
          });
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "<target>",
        "not xml",
        "<target><reg/></target>",
        "<target><reg name='a' bitsize='x'/></target>",
        "<target><reg name='a' bitsize='-1'/></target>",
        "<target><reg name='a' bitsize='999999999'/></target>",
        "<target><reg name='a' bitsize='8' regnum='1'/><reg name='b' bitsize='8' regnum='1'/></target>",
        "<target><xi:include href='target.xml'/></target>",
        "<target><xi:include/></target>",
        "<target><enum id='e'><evalue name='a' value='b'/></enum></target>",
        "<target><flags id='f'><field name='a' start='3' end='2'/></flags></target>",
        "<!DOCTYPE t [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;\">]>"
            + "<target><architecture>&b;</architecture></target>",
        "<!DOCTYPE t [<!ENTITY a SYSTEM \"file:///etc/passwd\">]><target>&a;</target>"
      })
  void refusesOthersWithASentence(String text) {
    assertThatThrownBy(() -> TargetXml.read(annex -> text))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageStartingWith("expected ")
        .hasMessageContaining(", found ");
  }

  @Test
  void includesOnlySoManyDocuments() {
    assertThatThrownBy(
            () -> TargetXml.read(annex -> "<target><xi:include href='" + annex + "x'/></target>"))
        .isInstanceOf(MalformedReplyException.class)
        .hasMessageContaining("at most 64 documents");
  }

  @Test
  void readsNumbersInBothByteOrders() {
    byte[] bytes = {1, 2, (byte) 0xff};
    assertThat(RegisterNumbers.decode(bytes, ByteOrder.LITTLE_ENDIAN)).isEqualTo(0xff0201);
    assertThat(RegisterNumbers.decode(bytes, ByteOrder.BIG_ENDIAN)).isEqualTo(0x0102ff);
    assertThat(RegisterNumbers.encode(0x0102ff, 3, ByteOrder.BIG_ENDIAN)).isEqualTo(bytes);
    assertThat(RegisterNumbers.encode(-1, 10, ByteOrder.LITTLE_ENDIAN))
        .containsExactly(-1, -1, -1, -1, -1, -1, -1, -1, 0, 0);
  }
}
