package dev.rrq.gdbrsp;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.rrq.gdbrsp.error.MalformedReplyException;
import dev.rrq.gdbrsp.error.RspException;
import dev.rrq.gdbrsp.error.UnsupportedPacketException;
import dev.rrq.gdbrsp.packet.feature.StartNoAckMode;
import dev.rrq.gdbrsp.packet.feature.StubFeatures;
import dev.rrq.gdbrsp.packet.feature.SupportedQuery;
import dev.rrq.gdbrsp.packet.memory.WriteMemoryBinary;
import dev.rrq.gdbrsp.packet.register.RawRegisters;
import dev.rrq.gdbrsp.packet.register.ReadRegisters;
import dev.rrq.gdbrsp.packet.resume.ResumeActionsQuery;
import dev.rrq.gdbrsp.packet.stop.StopReasonQuery;
import dev.rrq.gdbrsp.packet.stop.StopReply;
import dev.rrq.gdbrsp.packet.xfer.ObjectPiece;
import dev.rrq.gdbrsp.packet.xfer.ReadObject;
import dev.rrq.gdbrsp.target.Architecture;
import dev.rrq.gdbrsp.target.RegisterLayout;
import dev.rrq.gdbrsp.target.TargetDescription;
import dev.rrq.gdbrsp.target.TargetXml;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What was learned of the stub, each thing asked once and when it is first needed. */
final class Stub {
  /** Fifty times QEMU's largest document. */
  private static final int LARGEST_OBJECT = 1 << 20;

  private static final int STEP_PIECE = 500_000;

  /** What the framing and a piece's first letter take. */
  private static final int PIECE_OVERHEAD = 16;

  private final Session session;
  private StubFeatures features = StubFeatures.NONE;
  private @Nullable StopReply initialStop;
  private @Nullable Set<String> resumeActions;
  private @Nullable RegisterLayout layout;
  private @Nullable Boolean writesBinary;

  Stub(Session session) {
    this.session = session;
  }

  Call begin(CallLimits limits) throws RspException {
    return session.begin(limits);
  }

  Session session() {
    return session;
  }

  /** Agrees on features with the stub, and asks why the target stands still. */
  void greet(Call call) throws RspException {
    try {
      features = call.execute(SupportedQuery.STANDARD);
    } catch (UnsupportedPacketException older) {
      features = StubFeatures.NONE;
    }
    if (features.has("QStartNoAckMode")) {
      call.execute(new StartNoAckMode());
      session.withoutAcks();
    }
    initialStop = call.execute(new StopReasonQuery());
  }

  StubFeatures features() {
    return features;
  }

  StopReply initialStop() {
    if (initialStop == null) {
      throw new IllegalStateException("the stub was not greeted");
    }
    return initialStop;
  }

  /** The letters of {@code vCont} that the stub knows; none if it knows no {@code vCont}. */
  Set<String> resumeActions(Call call) throws RspException {
    if (resumeActions == null) {
      try {
        resumeActions = call.execute(new ResumeActionsQuery());
      } catch (UnsupportedPacketException older) {
        resumeActions = Set.of();
      }
    }
    return resumeActions;
  }

  boolean writesBinary(Call call, long address) throws RspException {
    if (writesBinary == null) {
      try {
        call.execute(new WriteMemoryBinary(address, new byte[0]));
        writesBinary = true;
      } catch (UnsupportedPacketException older) {
        writesBinary = false;
      }
    }
    return writesBinary;
  }

  RegisterLayout layout(Call call) throws RspException {
    if (layout == null) {
      layout = new RegisterLayout(describe(call));
    }
    return layout;
  }

  private TargetDescription describe(Call call) throws RspException {
    if (!features.has("qXfer:features:read")) {
      return guess(call);
    }
    try {
      return TargetXml.read(annex -> new String(object(call, "features", annex), UTF_8));
    } catch (RspException expected) {
      throw expected;
    } catch (IOException impossible) {
      throw MalformedReplyException.expected("a target description", impossible.getMessage());
    }
  }

  /** Without a description the size of the registers must tell which of the known targets it is. */
  private TargetDescription guess(Call call) throws RspException {
    RawRegisters raw = call.execute(new ReadRegisters());
    for (Architecture known : Architecture.known()) {
      TargetDescription standard = known.standardDescription().orElse(null);
      if (standard != null && bytes(standard) == raw.length()) {
        return standard;
      }
    }
    throw new UnsupportedPacketException(
        "the stub at "
            + session.peer()
            + " does not describe its target, and no known target has "
            + raw.length()
            + " bytes of registers");
  }

  private static int bytes(TargetDescription description) {
    return description.registers().stream().mapToInt(register -> register.bytes()).sum();
  }

  /** The log of many steps, in pieces that fit a reply even where each byte is escaped. */
  byte[] steps(Call call) throws RspException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    while (true) {
      ObjectPiece piece =
          call.execute(new ReadObject("qemu-step-log", "", whole.size(), STEP_PIECE));
      byte[] bytes = piece.bytes();
      whole.write(bytes, 0, bytes.length);
      if (piece.last()) {
        return whole.toByteArray();
      }
    }
  }

  /** All of an object, read in pieces of the largest size that the stub sends. */
  byte[] object(Call call, String object, String annex) throws RspException {
    ByteArrayOutputStream whole = new ByteArrayOutputStream();
    int length = features.packetSize() - PIECE_OVERHEAD;
    while (true) {
      ObjectPiece piece = call.execute(new ReadObject(object, annex, whole.size(), length));
      byte[] bytes = piece.bytes();
      whole.write(bytes, 0, bytes.length);
      if (piece.last()) {
        return whole.toByteArray();
      }
      if (bytes.length == 0 || whole.size() > LARGEST_OBJECT) {
        throw MalformedReplyException.expected(
            "the end of " + object + " " + annex,
            bytes.length == 0 ? "an empty piece" : "more than " + LARGEST_OBJECT + " bytes");
      }
    }
  }
}
