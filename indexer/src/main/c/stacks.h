/*
 * Shadow stacks: who called whom, told by the addresses at which return
 * addresses are pushed and popped.
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
#ifndef RRQ_STACKS_H
#define RRQ_STACKS_H

#include <stdbool.h>
#include <stdint.h>

#include "entries.h"
#include "qemu_api.h"

struct access_site;

/* How an activation of a function ended. */
enum call_end {
    CALL_RETURNED = 0,
    CALL_JUMPED = 1,  /* it jumped to another function in its own place */
    CALL_UNWOUND = 2, /* the stack pointer moved past it */
    CALL_OPEN = 3,    /* it had not ended when the capture did */
    CALL_BASE = 4,    /* nobody called it: its stack began with it */
};

struct call_record {
    uint64_t entry_time;
    uint64_t end_time;
    uint64_t function; /* entry address */
    uint32_t context;  /* of the function's own frame: its pc tells from where, its parent the caller */
    uint8_t end;
    uint8_t arguments_known; /* one bit for each of these */
    uint8_t reserved[2];
    uint64_t arguments[ARGUMENTS];
};

struct interrupt_record {
    uint64_t entry_time;
    uint64_t end_time;
    uint64_t handler;
    uint64_t interrupted_pc;
    uint32_t context; /* of what was interrupted */
    uint8_t end;
    uint8_t reserved[3];
};

/* Whether calls are followed; else every context is 0.  Set before anything is translated. */
extern bool stacks_followed;

/* The context of what runs now. */
extern uint32_t stacks_context;

/*
 * An instruction with one of the SITE_STACK flags accessed memory.  Called
 * before the change it made is recorded, which belongs to the caller still.
 */
void stacks_before_access(const struct access_site *site, uint64_t vaddr, bool store,
                          uint64_t value);

/* Called after that, for a call that has stored its return address at the slot. */
void stacks_called(uint64_t slot, uint64_t return_address);

/* The CPU has taken an interrupt or exception at the pc, which it stored at the slot. */
void stacks_interrupted(uint64_t pc, uint64_t handler, uint64_t slot, uint64_t time);

/* Callbacks before instructions. */
void stacks_at_entry(unsigned int vcpu, void *site);
void stacks_at_syscall(unsigned int vcpu, void *site);
void stacks_at_sysret(unsigned int vcpu, void *site);

void stacks_flush(uint64_t time);

#endif
