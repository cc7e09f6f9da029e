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

/* Samples nearer than this tell no more than the ones around them. */
#define SAMPLE_INTERVAL 10000u

static struct stream clock_samples = { .type = MESSAGE_CLOCK,
                                       .record_size = sizeof(struct clock_record) };
static uint64_t next_sample;

void clock_sample(uint64_t time)
{
    if (time < next_sample) {
        return;
    }
    next_sample = time + SAMPLE_INTERVAL;
    CPUState *cpu = current_cpu;
    current_cpu = NULL;
    uint64_t nanoseconds = (uint64_t)icount_get();
    current_cpu = cpu;
    struct clock_record *record = stream_add(&clock_samples, time);
    *record = (struct clock_record){ time, nanoseconds };
}

void clock_flush(uint64_t time)
{
    stream_flush(&clock_samples, time);
}
