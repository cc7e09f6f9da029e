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

#include "decode.h"
#include "qemu_api.h"

/*
 * From now on, look at memory after each interrupt, exception and page-table
 * walk.  The machine must be stopped.  Exits with a sentence where this
 * emulator is not built as expected.
 */
void cpu_observe(void);

/* Whether the vCPU that calls runs at privilege level 3. */
bool cpu_in_user_mode(void);

/* Whether the vCPU that calls is in long mode. */
bool cpu_in_long_mode(void);

/* How the code that the vCPU runs is encoded. */
enum code_mode cpu_code_mode(void);

/*
 * The general registers, rax, rbx, rcx, rdx, rsi, rdi, rbp, rsp, r8 to r15, and the flags, by
 * number; between blocks.
 */
#define CPU_REGISTERS 17u
uint64_t cpu_register(unsigned int number);

/* A register for arguments, by its number in the calling convention, between blocks. */
uint64_t cpu_argument_register(unsigned int number);

/* Which page tables are in use: their physical address, the same for both halves of a split one. */
uint64_t cpu_address_space(void);

/* The aligned word at a virtual address, or 0 where there is no memory. */
uint64_t cpu_read_memory(CPUState *cpu, uint64_t address);

/* Whether the page tables have been walked for the access that is about to be reported. */
extern bool cpu_walk_pending;

/* Reports what these walks changed, at the time of the access. */
void cpu_tell_walk(uint64_t now);

#endif
