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

static uint64_t options;
static struct range *ranges;
static uint64_t range_count;
static uint64_t all_kinds; /* of all ranges */
static uint64_t *instructions;
static uint64_t instruction_count;

static uint8_t granules[GRANULES];
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

void scan_read(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file) {
        fail(path);
    }
    options = word(file, path);
    range_count = word(file, path);
    ranges = array(range_count, sizeof(*ranges), path);
    for (uint64_t i = 0; i < range_count; i++) {
        ranges[i].start = word(file, path);
        ranges[i].end = word(file, path);
        ranges[i].kinds = word(file, path);
        all_kinds |= ranges[i].kinds;
        if (ranges[i].start >= ranges[i].end || ranges[i].end >> 40) {
            fail(path);
        }
        uint64_t last = (ranges[i].end - 1) / PAGE_BYTES + 1;
        page_count = last > page_count ? last : page_count;
    }
    pages = array(page_count, 1, path);
    for (uint64_t i = 0; i < range_count; i++) {
        mark(&ranges[i]);
    }
    instruction_count = word(file, path);
    instructions = array(instruction_count, sizeof(*instructions), path);
    for (uint64_t i = 0; i < instruction_count; i++) {
        instructions[i] = word(file, path);
    }
    fclose(file);
    scanning = true;
}

bool scan_follows_stacks(void)
{
    return (options & SCAN_STACKS) != 0;
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

bool scan_wants(uint64_t paddr, unsigned int size, uint64_t kinds)
{
    if (scan_reports_everything()) {
        return true;
    }
    for (uint64_t i = 0; i < range_count; i++) {
        if ((ranges[i].kinds & kinds) && paddr < ranges[i].end && ranges[i].start < paddr + size) {
            return true;
        }
    }
    return false;
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
