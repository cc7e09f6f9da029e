/*
 * What a scan looks for.
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
#include "scan.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "memory.h"

/* Offsets in a page are told apart by 8 bytes: one word of bits for each 512 of them. */
#define GRANULE_SHIFT 3
#define GRANULES (PAGE_BYTES >> GRANULE_SHIFT)

struct range {
    uint64_t start;
    uint64_t end;
    uint64_t kinds;
};

bool scanning;

/* Linux, arch/x86/include/asm/page_64_types.h: __START_KERNEL_map. */
#define KERNEL_MAP 0xffffffff80000000ull

#define MOST_MEMBERS 16

static uint64_t options;
static struct range *ranges; /* behind them is room for the members of a task */
static uint64_t asked_count;
static uint64_t range_count; /* those of the task that runs among them */
static uint64_t all_kinds; /* of all ranges */
static uint64_t *instructions;
static uint64_t instruction_count;

static struct {
    uint64_t current;
    uint64_t first;
    uint64_t all_memory;
    uint64_t image;
    uint64_t memory;
    uint64_t members;
    uint64_t offsets[MOST_MEMBERS];
    uint64_t sizes[MOST_MEMBERS];
} tasks;

static uint8_t granules[GRANULES];
static uint8_t asked_granules[GRANULES];
static uint8_t *pages; /* one byte for each page that lies below the last range's end */
static uint64_t page_count;

static void fail(const char *path)
{
    fprintf(stderr, "rrq plugin: %s does not say what to look for\n", path);
    _exit(1);
}

static uint64_t word(FILE *file, const char *path)
{
    uint64_t value;
    if (fread(&value, sizeof(value), 1, file) != 1) {
        fail(path);
    }
    return value;
}

static void *array(uint64_t count, size_t size, const char *path)
{
    void *memory = count > (1u << 24) ? NULL : calloc(count + 1, size);
    if (!memory) {
        fail(path);
    }
    return memory;
}

/* Marks the pages and the offsets of a range; accesses may begin up to 15 bytes before it. */
static void mark(const struct range *range)
{
    for (uint64_t page = range->start / PAGE_BYTES; page <= (range->end - 1) / PAGE_BYTES; page++) {
        pages[page] = 1;
    }
    uint64_t start = range->start < 16 ? 0 : range->start - 16;
    if (range->end - start >= PAGE_BYTES) {
        memset(granules, 1, sizeof(granules));
        return;
    }
    for (uint64_t at = start; at < range->end; at++) {
        granules[(at & (PAGE_BYTES - 1)) >> GRANULE_SHIFT] = 1;
    }
}

static void add_range(uint64_t start, uint64_t end, uint64_t kinds)
{
    ranges[range_count++] = (struct range){ start, end, kinds };
    all_kinds |= kinds;
    uint64_t last = (end - 1) / PAGE_BYTES + 1;
    page_count = last > page_count ? last : page_count;
}

static void read_tasks(FILE *file, const char *path)
{
    tasks.current = word(file, path);
    tasks.first = word(file, path);
    tasks.all_memory = word(file, path);
    tasks.image = word(file, path);
    tasks.memory = word(file, path);
    tasks.members = word(file, path);
    if (tasks.members > MOST_MEMBERS || tasks.memory >> 40 || tasks.current + 8 > tasks.memory) {
        fail(path);
    }
    for (uint64_t i = 0; i < tasks.members; i++) {
        tasks.offsets[i] = word(file, path);
        tasks.sizes[i] = word(file, path);
        if (tasks.offsets[i] >> 20 || tasks.sizes[i] > 8) {
            fail(path);
        }
    }
    add_range(tasks.current, tasks.current + 8, SCAN_STORES);
    uint64_t all = tasks.memory / PAGE_BYTES;
    page_count = all > page_count ? all : page_count;
}

void scan_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail(path);
    }
    options = word(file, path);
    uint64_t count = word(file, path);
    ranges = array(count + 1 + MOST_MEMBERS, sizeof(*ranges), path);
    for (uint64_t i = 0; i < count; i++) {
        uint64_t start = word(file, path);
        uint64_t end = word(file, path);
        uint64_t kinds = word(file, path);
        if (start >= end || end >> 40) {
            fail(path);
        }
        add_range(start, end, kinds);
    }
    instruction_count = word(file, path);
    instructions = array(instruction_count, sizeof(*instructions), path);
    for (uint64_t i = 0; i < instruction_count; i++) {
        instructions[i] = word(file, path);
    }
    if (scan_follows_tasks()) {
        read_tasks(file, path);
    }
    asked_count = range_count;
    pages = array(page_count, 1, path);
    for (uint64_t i = 0; i < asked_count; i++) {
        mark(&ranges[i]);
    }
    memcpy(asked_granules, granules, sizeof(granules));
    fclose(file);
    scanning = true;
}

bool scan_follows_stacks(void)
{
    return (options & SCAN_STACKS) != 0;
}

bool scan_follows_tasks(void)
{
    return (options & SCAN_TASKS) != 0;
}

uint64_t scan_current(void)
{
    return tasks.current;
}

bool scan_is_current(uint64_t paddr, unsigned int size)
{
    return scan_follows_tasks() && paddr < tasks.current + 8 && tasks.current < paddr + size;
}

bool scan_follow(uint64_t task, void (*visit)(uint64_t vaddr, uint64_t paddr, unsigned int size))
{
    uint64_t address = task ? task : tasks.first;
    uint64_t paddr = address >= KERNEL_MAP ? address - KERNEL_MAP + tasks.image
                                           : address - tasks.all_memory;
    if (paddr >= tasks.memory) {
        return false;
    }
    memcpy(granules, asked_granules, sizeof(granules));
    range_count = asked_count;
    for (uint64_t i = 0; i < tasks.members; i++) {
        uint64_t start = paddr + tasks.offsets[i];
        if (start + 8 > tasks.memory) {
            continue;
        }
        visit(address, start, (unsigned int)tasks.sizes[i]);
        struct range *range = &ranges[range_count++];
        *range = (struct range){ start, start + tasks.sizes[i], SCAN_STORES };
        mark(range);
    }
    return true;
}

bool scan_reports_everything(void)
{
    return (options & SCAN_EVERYTHING) != 0;
}

bool scan_wants_execution(uint64_t pc)
{
    if (scan_reports_everything()) {
        return true;
    }
    uint64_t low = 0;
    uint64_t high = instruction_count;
    while (low < high) {
        uint64_t middle = low + (high - low) / 2;
        if (instructions[middle] < pc) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < instruction_count && instructions[low] == pc;
}

bool scan_may_touch(uint64_t vaddr)
{
    return granules[(vaddr & (PAGE_BYTES - 1)) >> GRANULE_SHIFT] || scan_reports_everything();
}

bool scan_watches_page(uint64_t paddr)
{
    uint64_t page = paddr / PAGE_BYTES;
    return (page < page_count && pages[page]) || scan_reports_everything();
}

bool scan_wants_any(uint64_t kinds)
{
    return scan_reports_everything() || (all_kinds & kinds);
}

static bool is_among(uint64_t count, uint64_t paddr, unsigned int size, uint64_t kinds)
{
    for (uint64_t i = 0; i < count; i++) {
        if ((ranges[i].kinds & kinds) && paddr < ranges[i].end && ranges[i].start < paddr + size) {
            return true;
        }
    }
    return false;
}

bool scan_wants(uint64_t paddr, unsigned int size, uint64_t kinds)
{
    return scan_reports_everything() || is_among(range_count, paddr, size, kinds);
}

bool scan_asks_for(uint64_t paddr, unsigned int size)
{
    return is_among(asked_count, paddr, size, SCAN_STORES | SCAN_READS | SCAN_SILENT);
}

void scan_pages(uint64_t ram_bytes, void (*visit)(uint64_t page))
{
    uint64_t all = ram_bytes / PAGE_BYTES;
    for (uint64_t page = 0; page < all; page++) {
        if (scan_watches_page(page * PAGE_BYTES)) {
            visit(page * PAGE_BYTES);
        }
    }
}
