/*
 * The addresses at which functions begin, and where their arguments are then, as the
 * indexer's symbols tell.
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
#include "entries.h"

#include <errno.h>
#include <fcntl.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct entry *entries;
static size_t count;

void entries_read(const char *path)
{
    struct stat status;
    int fd = open(path, O_RDONLY | O_CLOEXEC);
    if (fd < 0 || fstat(fd, &status) < 0) {
        fprintf(stderr, "rrq plugin: cannot open %s: %s\n", path, strerror(errno));
        _exit(1);
    }
    count = (size_t)status.st_size / sizeof(*entries);
    if (count > 0) {
        entries = mmap(NULL, count * sizeof(*entries), PROT_READ, MAP_PRIVATE, fd, 0);
        if (entries == MAP_FAILED) {
            fprintf(stderr, "rrq plugin: cannot map %s: %s\n", path, strerror(errno));
            _exit(1);
        }
    }
    close(fd);
}

/* The addresses of those that were added, by a hash of them; at most half of the places are used. */
static uint64_t *added;
static size_t added_capacity;
static size_t added_count;
static const struct entry without_arguments;

static uint64_t *added_place(uint64_t pc)
{
    size_t at = (size_t)((pc * 0x9e3779b97f4a7c15u) >> 32) & (added_capacity - 1);
    while (added[at] != 0 && added[at] != pc) {
        at = (at + 1) & (added_capacity - 1);
    }
    return &added[at];
}

static void grow_added(void)
{
    uint64_t *old = added;
    size_t old_capacity = added_capacity;
    added_capacity = old_capacity ? 2 * old_capacity : 1024;
    added = calloc(added_capacity, sizeof(*added));
    if (!added) {
        fprintf(stderr, "rrq plugin: no memory for the functions of modules\n");
        _exit(1);
    }
    for (size_t i = 0; i < old_capacity; i++) {
        if (old[i]) {
            *added_place(old[i]) = old[i];
        }
    }
    free(old);
}

void entries_add(uint64_t pc)
{
    if (2 * added_count >= added_capacity) {
        grow_added();
    }
    uint64_t *place = added_place(pc);
    if (!*place && pc) {
        *place = pc;
        added_count++;
    }
}

void entries_forget_added(void)
{
    if (added_count) {
        memset(added, 0, added_capacity * sizeof(*added));
        added_count = 0;
    }
}

static const struct entry *find_added(uint64_t pc)
{
    return added_count && *added_place(pc) == pc ? &without_arguments : NULL;
}

const struct entry *entries_find(uint64_t pc)
{
    size_t low = 0;
    size_t high = count;
    while (low < high) {
        size_t middle = low + (high - low) / 2;
        if (entries[middle].pc < pc) {
            low = middle + 1;
        } else {
            high = middle;
        }
    }
    return low < count && entries[low].pc == pc ? &entries[low] : find_added(pc);
}
