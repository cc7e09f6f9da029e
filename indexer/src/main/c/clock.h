/*
 * Time: the number of guest instructions retired, as the replay log counts.
 *
 * Copyright (C) 2026 The rrq authors
 *
 * This program is free software; you can redistribute it and/or modify it
 * under the terms of the GNU General Public License as published by the Free
 * Software Foundation; either version 2 of the License, or (at your option)
 * any later version.
 *
 * SPDX-License-Identifier: GPL-2.0-or-later
 */
#ifndef RRQ_CLOCK_H
#define RRQ_CLOCK_H

#include "qemu_api.h"

/*
 * The count at the end of the block that runs now.
 *
 * The emulator takes a whole block off the budget at the block's start.  It
 * refuses to read the count from the vCPU thread in the middle of a block,
 * unless no vCPU is said to run.
 */
static inline uint64_t icount_now(void)
{
    CPUState *cpu = current_cpu;
    icount_update(cpu);
    current_cpu = NULL;
    uint64_t count = (uint64_t)icount_get_raw();
    current_cpu = cpu;
    return count;
}

/* The guest's virtual clock at a time; between two records it runs with the instructions.
 * Where it jumps, after a sleep, there are two of the same time. */
struct clock_record {
    uint64_t time;
    uint64_t nanoseconds;
};

/* Records the virtual clock; called wherever it can have jumped. */
void clock_sample(uint64_t time);
void clock_flush(uint64_t time);

#endif
