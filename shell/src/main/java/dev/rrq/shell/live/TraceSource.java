package dev.rrq.shell.live;

import dev.rrq.gdbrsp.transport.Endpoint;
import dev.rrq.indexer.live.LiveReplay;
import dev.rrq.indexer.qemu.QemuBinary;
import dev.rrq.indexer.recording.Recording;
import dev.rrq.indexer.recording.Snapshot;
import dev.rrq.store.Meta;
import dev.rrq.store.TraceStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/** Replays of a trace in its directory. */
public final class TraceSource implements LiveSource {

  private final Path trace;
  private final TraceStore store;

  /** For a trace and its index. */
  public TraceSource(Path trace, TraceStore store) {
    this.trace = trace;
    this.store = store;
  }

  private Recording recording() {
    return Recording.open(trace);
  }

  @Override
  public LiveReplay start(long t) {
    return LiveReplay.start(recording(), QemuBinary.find(), t);
  }

  @Override
  public LiveReplay attach(Endpoint endpoint) {
    return LiveReplay.attach(endpoint, OptionalLong.of(recording().length()));
  }

  @Override
  public List<Long> snapshots() {
    return recording().snapshots().stream().map(Snapshot::t).toList();
  }

  @Override
  public Path log() {
    return recording().replayLog();
  }

  @Override
  public Optional<Path> vmlinux() {
    return Optional.ofNullable(recording().manifest().vmlinux())
        .map(Path::of)
        .filter(Files::isReadable);
  }

  @Override
  public long loadOffset() {
    return store.metaNumber(Meta.KASLR_OFFSET).orElse(0);
  }
}
