/*
 * The addresses at which functions begin.
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

#include <stdbool.h>
#include <stdint.h>

/* Reads a file of sorted 64-bit addresses; exits with a sentence on failure. */
void entries_read(const char *path);

bool entries_contain(uint64_t pc);

#endif
