/*
 * A scan: only the accesses to chosen memory, and the executions of chosen
 * instructions, are reported.
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
#ifndef RRQ_SCAN_H
#define RRQ_SCAN_H

#include <stdbool.h>
#include <stdint.h>

#include "qemu_api.h"

/* What an access was; in the flags of a write_record, above FLAG_USER. */
#define FLAG_READ 2u
#define FLAG_EXECUTION 4u
#define FLAG_REGISTER 8u /* its number is the address, its value the new one */
#define FLAG_CONTENT 16u /* no access: what memory of a task holds, see scan_follow */

/* The kinds that a range is watched for. */
#define SCAN_STORES 1u
#define SCAN_READS 2u
#define SCAN_SILENT 4u /* stores of instructions that change nothing */

/* What is asked for beside the ranges. */
#define SCAN_STACKS 1u     /* calling contexts */
#define SCAN_EVERYTHING 2u /* all accesses of all memory, each instruction, and registers */
#define SCAN_TASKS 4u      /* which task runs */

/*
 * Reads what to look for.  The file holds 64-bit words, little endian: options,
 * the number of ranges, for each of them start, end and kinds, the number of
 * instructions, and their addresses in ascending order.  Where tasks are asked
 * for there follow: the physical address of the pointer to the running task, the
 * virtual one of the first task (0: not known), that of the map of all memory,
 * the physical one of the kernel's image, the bytes of memory, the number of
 * members of a task, and for each of them its offset and its size of up to 8 bytes.
 */
void scan_read(const char *path);

/* Whether this is a scan; if not, all changes are reported. */
extern bool scanning;

/* Whether calling contexts are followed. */
bool scan_follows_stacks(void);

/* Whether all is reported, registers between blocks too. */
bool scan_reports_everything(void);

/* Whether the execution of an instruction is reported. */
bool scan_wants_execution(uint64_t pc);

/* Whether an access at this virtual address may be one to report: its offset in the page says. */
bool scan_may_touch(uint64_t vaddr);

/* Whether a page has bytes that are watched. */
bool scan_watches_page(uint64_t paddr);

/* Whether an access of one of these kinds to these bytes is reported. */
bool scan_wants(uint64_t paddr, unsigned int size, uint64_t kinds);

/* Whether any range is watched for accesses of one of these kinds. */
bool scan_wants_any(uint64_t kinds);

/* Whether the running task is followed. */
bool scan_follows_tasks(void);

/* Whether these bytes are some of the pointer to the running task. */
bool scan_is_current(uint64_t paddr, unsigned int size);

/* Where the pointer to the running task is. */
uint64_t scan_current(void);

/*
 * Watches the members of the task at this address, and of no other; of something
 * that is no task nothing changes.  Calls the function for each of them first.
 * With 0 it is the first task.
 *
 * Returns whether it is a task.
 */
bool scan_follow(uint64_t task, void (*visit)(uint64_t vaddr, uint64_t paddr, unsigned int size));

/* Whether these bytes are watched without regard to the task that runs. */
bool scan_asks_for(uint64_t paddr, unsigned int size);

/* Calls the function for each watched page, in ascending order. */
void scan_pages(uint64_t ram_bytes, void (*visit)(uint64_t page));

#endif
