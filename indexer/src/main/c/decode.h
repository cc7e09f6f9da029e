/*
 * As much of x86-64 as following a stack takes.
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
#ifndef RRQ_DECODE_H
#define RRQ_DECODE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* What an instruction does to the stack; one at most, and FLAG_USER beside it. */
#define SITE_CALL 0x0002u         /* stores the return address at the new stack pointer */
#define SITE_RETURN 0x0004u       /* loads it from the stack pointer */
#define SITE_PUSH 0x0008u         /* its store is at the new stack pointer */
#define SITE_POP 0x0010u          /* its load is at the old stack pointer */
#define SITE_INTERRUPT_RETURN 0x0020u
#define SITE_STACK_LOAD 0x0040u   /* the stack pointer is loaded from memory: another task's */
#define SITE_STACK_LOAD_CPU 0x0080u /* the same from per-CPU memory: another stack of this task */
#define SITE_FAR_RETURN 0x0100u   /* used by the kernel to jump, above an ordinary return address */
#define SITE_STACK 0x01feu        /* any of these */
#define SITE_SYSCALL 0x0200u
#define SITE_SYSRET 0x0400u

/* The flags of an instruction in 64-bit mode. */
uint32_t decode_stack_use(const uint8_t *code, size_t bytes);

/* The size of operands and addresses unless a prefix says otherwise, in bits. */
enum code_mode { CODE_16 = 16, CODE_32 = 32, CODE_64 = 64 };

/* Whether the bytes hold all of the instruction that begins with them. */
bool decode_is_whole(const uint8_t *code, size_t bytes, enum code_mode mode);

#endif
