# Reads the registers of arguments on a replay stopped at chosen instants, as a witness that knows nothing of rrq.
#
# Environment: RRQ_SOCKET, RRQ_TIMES (a file, one icount a line).
# Prints "AT icount pc rdi rsi rdx rcx r8 r9".
import os

import gdb

gdb.execute("set pagination off")
gdb.execute("set confirm off")
gdb.execute("target remote " + os.environ["RRQ_SOCKET"], to_string=True)


def register(name):
    return int(gdb.parse_and_eval("(unsigned long) $" + name)) & (2**64 - 1)


with open(os.environ["RRQ_TIMES"]) as times:
    for line in times:
        gdb.execute("monitor replay_break " + line.strip(), to_string=True)
        gdb.execute("continue", to_string=True)
        values = [register(name) for name in ("rip", "rdi", "rsi", "rdx", "rcx", "r8", "r9")]
        print("AT %s %s" % (line.strip(), " ".join("%x" % value for value in values)), flush=True)
gdb.execute("kill")
