# Watches variables of a replay with hardware watchpoints, as a witness that knows nothing of rrq.
#
# Environment: RRQ_SOCKET, RRQ_START (address of the first instruction to watch from), RRQ_END (icount),
# RRQ_WATCHES (name:address:size ...). Prints "START icount", then "HIT name icount bytes" for each change.
import os
import re

import gdb


def icount():
    said = gdb.execute("monitor info replay", to_string=True)
    return int(re.search(r"instruction count = (\d+)", said).group(1))


def watch(name, address, size):
    expression = {
        1: "*(unsigned char *)%s",
        4: "*(unsigned int *)%s",
        8: "*(unsigned long *)%s",
    }.get(size, "*(unsigned char (*)[%d])%%s" % size) % address
    gdb.execute("watch -location " + expression, to_string=True)


hits = []


def stopped(event):
    if isinstance(event, gdb.BreakpointEvent):
        hits.extend(b.number for b in event.breakpoints)


gdb.execute("set pagination off")
gdb.execute("set confirm off")
gdb.execute("target remote " + os.environ["RRQ_SOCKET"], to_string=True)
gdb.execute("hbreak *" + os.environ["RRQ_START"], to_string=True)
gdb.execute("continue", to_string=True)
gdb.execute("delete", to_string=True)
print("START %d" % icount(), flush=True)

watches = {}
for part in os.environ["RRQ_WATCHES"].split():
    name, address, size = part.split(":")
    watch(name, address, int(size))
    watches[gdb.breakpoints()[-1].number] = (name, int(address, 16), int(size))

gdb.events.stop.connect(stopped)
gdb.execute("monitor replay_break " + os.environ["RRQ_END"], to_string=True)
inferior = gdb.selected_inferior()
while True:
    hits.clear()
    gdb.execute("continue", to_string=True)
    if not hits:
        break
    now = icount()
    for number in hits:
        name, address, size = watches[number]
        print("HIT %s %d %s" % (name, now, bytes(inferior.read_memory(address, size)).hex()))
print("END %d" % icount(), flush=True)
gdb.execute("kill")
