/*
 * The addresses at which functions begin, and where their arguments are then.
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
#ifndef RRQ_ENTRIES_H
#define RRQ_ENTRIES_H

#include <stdint.h>

/* How many parameters of a function are looked at. */
#define ARGUMENTS 6

/* One byte of an entry for each parameter; 0 where it is not in a register. */
#define ARGUMENT_PRESENT 0x80u
#define ARGUMENT_SIGNED 0x20u
#define ARGUMENT_SIZE(byte) (1u << (((byte) >> 3) & 3u)) /* bytes */
#define ARGUMENT_REGISTER(byte) ((byte) & 7u)            /* of the calling convention, from 0 */

struct entry {
    uint64_t pc;
    uint8_t arguments[8];
};

/* Reads a file of entries, sorted by address; exits with a sentence on failure. */
void entries_read(const char *path);

/* Adds one, of whose arguments nothing is known. */
void entries_add(uint64_t pc);

/* Forgets those that were added. */
void entries_forget_added(void);

/* The entry at an address, or NULL. */
const struct entry *entries_find(uint64_t pc);

#endif
