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
    return low < count && entries[low].pc == pc ? &entries[low] : NULL;
}
