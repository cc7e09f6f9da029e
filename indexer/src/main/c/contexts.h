/*
 * The tree of calling contexts: each node a return address below another.
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
#ifndef RRQ_CONTEXTS_H
#define RRQ_CONTEXTS_H

#include <stdint.h>

/* No caller is known. */
#define CONTEXT_ROOT 0u

enum context_kind {
    CONTEXT_CALL = 0,      /* pc: the return address */
    CONTEXT_INTERRUPT = 1, /* pc: the instruction that was interrupted */
    CONTEXT_SYSCALL = 2,   /* pc: of the system call instruction */
};

struct context_record {
    uint32_t id;
    uint32_t parent;
    uint64_t pc;
    uint32_t kind;
    uint32_t reserved;
};

/* The node of a pc under a parent; told to the indexer when it is new. */
uint32_t context_of(uint32_t parent, uint64_t pc, enum context_kind kind);

void contexts_flush(uint64_t time);

#endif
