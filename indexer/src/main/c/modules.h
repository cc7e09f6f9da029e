/*
 * The functions of kernel modules, which become known as the kernel loads them.
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
#ifndef RRQ_MODULES_H
#define RRQ_MODULES_H

#include <stdbool.h>
#include <stdint.h>

/*
 * Says where the kernel keeps its modules: six hexadecimal numbers with a colon
 * between them, which are the entry of the function that starts a module; the
 * list of modules; within struct module its link in that list and the pointer to
 * its symbols; and where in these the pointer to the first and their count are.
 * Exits with a sentence where it is none.
 */
void modules_configure(const char *text);

/* Looks for modules that are there already.  From the vCPU, before it translates a block. */
void modules_find(void);

/* Whether a module is about to start when the instruction at this address runs. */
bool modules_start_at(uint64_t pc);

/* Looks for modules again: the callback of that instruction. */
void modules_changed(unsigned int vcpu, void *userdata);

#endif
