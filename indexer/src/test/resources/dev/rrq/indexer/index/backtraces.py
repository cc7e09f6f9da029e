# Unwinds a replay at chosen instants with GDB and the kernel's CFI, as a witness that knows nothing of rrq.
#
# Environment: RRQ_SOCKET, RRQ_VMLINUX, RRQ_OFFSET (of the kernel's image), RRQ_TIMES (a file, one icount a line).
# Prints "AT icount pc pc ...", innermost first; frames that GDB infers for tail calls are left out.
import os

import gdb

LIMIT = 100

gdb.execute("set pagination off")
gdb.execute("set confirm off")
gdb.execute("set backtrace past-main on")
gdb.execute("symbol-file %s -o %s" % (os.environ["RRQ_VMLINUX"], os.environ["RRQ_OFFSET"]), to_string=True)
gdb.execute("target remote " + os.environ["RRQ_SOCKET"], to_string=True)


def unwind():
    pcs = []
    frame = gdb.newest_frame()
    while frame is not None and len(pcs) < LIMIT:
        if frame.type() in (gdb.NORMAL_FRAME, gdb.SIGTRAMP_FRAME):
            pcs.append(frame.pc() & (2**64 - 1))
        try:
            frame = frame.older()
        except gdb.error:
            break
    return pcs


with open(os.environ["RRQ_TIMES"]) as times:
    for line in times:
        gdb.execute("monitor replay_break " + line.strip(), to_string=True)
        gdb.execute("continue", to_string=True)
        print("AT %s %s" % (line.strip(), " ".join("%x" % pc for pc in unwind())), flush=True)
gdb.execute("kill")
