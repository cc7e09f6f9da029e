/*
 * What the guest's memory was, and each change of it.
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
#ifndef RRQ_MEMORY_H
#define RRQ_MEMORY_H

#include "qemu_api.h"

/* Who changed the memory. */
enum origin {
    ORIGIN_INSTRUCTION = 0,
    ORIGIN_CPU = 1,    /* interrupt frames, page-table bits, state saved for system management */
    ORIGIN_DEVICE = 2, /* anything else that no instruction did */
};

#define FLAG_USER 1u

/* One change, in the order in which they were seen.  See the store's documentation. */
struct write_record {
    uint64_t time;
    uint64_t pc; /* for the other origins: start of the window in which it happened */
    uint64_t vaddr;
    uint64_t paddr;
    uint64_t old_value;
    uint64_t new_value;
    uint32_t context;
    uint8_t size;
    uint8_t origin;
    uint16_t flags;
};

#define PAGE_BYTES 4096

struct page_record {
    uint64_t paddr;
    uint8_t bytes[PAGE_BYTES];
};

/* An instruction that accesses memory, as translated; the userdata of its callback. */
struct access_site {
    uint64_t pc;
    uint32_t back; /* instructions from here to the end of its block */
    uint32_t flags;
    /* Of a function, where its arguments are; NULL where the CPU's state does not hold them. */
    const uint8_t *arguments;
    struct access_site *next_in_bucket;
};

/* An instruction whose executions a scan reports. */
struct code_site {
    struct access_site site;
    uint8_t bytes[16];
    uint8_t size;
    bool first; /* of its block: all registers are in the CPU's state */
};

/* What is counted; told at the end, in this order. */
enum statistic {
    STORES_LOST,
    LOAD_FINDS,
    SWEEP_FINDS,
    SWEEPS,
    SPLIT_BYTES,
    STATISTICS,
};

/* Finds the machine's memory, once it has some; exits with a sentence where it has none. */
void memory_find(void);

void memory_open(void);

/* Hears of writes that no instruction made, if the emulator tells of them. */
void memory_hear_writes(qemu_plugin_id_t id);

/* The machine is stopped: keep its memory as the start, and tell the indexer. */
void memory_begin(uint64_t time);

/* The machine is stopped: find what nobody has seen change, and hand over all. */
void memory_end(uint64_t time);

/* Whether the window that is captured has begun and has not ended. */
bool memory_is_capturing(void);

/* The callback after each load and store. */
void memory_accessed(unsigned int vcpu, qemu_plugin_meminfo_t info, uint64_t vaddr,
                     void *userdata);

/* The same for a scan, and the callback before an instruction whose executions it reports. */
void memory_scanned(unsigned int vcpu, qemu_plugin_meminfo_t info, uint64_t vaddr, void *userdata);
void memory_executed(unsigned int vcpu, void *userdata);

/*
 * While the CPU delivers an interrupt, the emulator reports its accesses as
 * those of some earlier instruction: they are to be ignored, and compared after.
 */
void memory_ignore_accesses(bool ignore);

/*
 * Something that is no instruction may just have changed these bytes.
 *
 * window_start: the earliest icount at which the change can have happened.
 */
void memory_compare(uint64_t paddr, uint64_t bytes, uint64_t vaddr, enum origin origin,
                    uint64_t window_start, uint64_t time);

uint64_t memory_bytes(void);
uint64_t memory_read64(uint64_t paddr);


#endif
