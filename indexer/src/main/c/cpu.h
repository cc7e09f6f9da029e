/*
 * What the CPU itself does besides executing instructions.
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
#ifndef RRQ_CPU_H
#define RRQ_CPU_H

#include <stdbool.h>
#include <stdint.h>

/*
 * From now on, look at memory after each interrupt, exception and page-table
 * walk.  The machine must be stopped.  Exits with a sentence where this
 * emulator is not built as expected.
 */
void cpu_observe(void);

/* Whether the vCPU that calls runs at privilege level 3. */
bool cpu_in_user_mode(void);

/* Whether the page tables have been walked for the access that is about to be reported. */
extern bool cpu_walk_pending;

/* Reports what that walk changed, at the time of the access. */
void cpu_tell_walk(uint64_t now);

#endif
