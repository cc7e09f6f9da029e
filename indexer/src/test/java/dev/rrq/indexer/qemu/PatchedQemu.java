package dev.rrq.indexer.qemu;

/** QEMU with {@code qemu-rr.patch}, built once; the cache keeps it for the next run. */
public final class PatchedQemu {

  private static final QemuBinary ONLY = build();

  private PatchedQemu() {}

  private static QemuBinary build() {
    return QemuBinary.at(
        QemuBuild.inCache()
            .build(
                new QemuBuild.Listener() {
                  @Override
                  public void phase(String what) {
                    System.err.println("rrq: " + what);
                  }

                  @Override
                  public void compiled(int done, int total) {
                    if (done % 100 == 0) {
                      System.err.println("rrq: compiled " + done + " of " + total);
                    }
                  }
                }));
  }

  /** The program. */
  public static QemuBinary binary() {
    return ONLY;
  }
}
