/*
 * Samples of the guest's virtual clock.
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
#include "clock.h"

#include "channel.h"

/* What an index that is ended early lacks at most. */
#define SAMPLE_INTERVAL 1000000u

static struct stream clock_samples = { .type = MESSAGE_CLOCK,
                                       .record_size = sizeof(struct clock_record) };
static uint64_t next_sample;

/* What the machine has slept: the clock is so much ahead of the instructions. */
static uint64_t slept = UINT64_MAX;

static void tell(uint64_t time, uint64_t nanoseconds)
{
    struct clock_record *record = stream_add(&clock_samples, time);
    *record = (struct clock_record){ time, nanoseconds };
}

void clock_sample(uint64_t time)
{
    CPUState *cpu = current_cpu;
    current_cpu = NULL;
    uint64_t nanoseconds = (uint64_t)icount_get();
    current_cpu = cpu;
    uint64_t worked = (uint64_t)icount_to_ns((int64_t)time);
    bool jumps = nanoseconds - worked != slept;
    if (!jumps && time < next_sample) {
        return;
    }
    if (jumps && slept != UINT64_MAX) {
        tell(time, worked + slept);
    }
    tell(time, nanoseconds);
    slept = nanoseconds - worked;
    next_sample = time + SAMPLE_INTERVAL;
}

void clock_flush(uint64_t time)
{
    stream_flush(&clock_samples, time);
}
