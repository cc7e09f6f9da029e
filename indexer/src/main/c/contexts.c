/*
 * Calling contexts, interned.
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
#include "contexts.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "channel.h"

struct node {
    uint64_t pc;
    uint32_t parent;
    uint32_t kind;
};

static struct node *nodes; /* by id; 0 is the root */
static uint32_t node_count = 1;
static uint32_t node_capacity;
static uint32_t *table; /* ids by hash, 0 where empty; at most half full */
static uint32_t table_mask;

static struct stream contexts = { .type = MESSAGE_CONTEXTS,
                                  .record_size = sizeof(struct context_record) };

static uint32_t hash_of(uint32_t parent, uint64_t pc, uint32_t kind)
{
    uint64_t h = (pc ^ ((uint64_t)kind << 62)) * 0x9e3779b97f4a7c15u;
    h ^= (uint64_t)parent * 0xc2b2ae3d27d4eb4fu;
    return (uint32_t)((h * 0xff51afd7ed558ccdu) >> 32);
}

static void insert(uint32_t id)
{
    const struct node *node = &nodes[id];
    uint32_t i = hash_of(node->parent, node->pc, node->kind) & table_mask;
    while (table[i]) {
        i = (i + 1) & table_mask;
    }
    table[i] = id;
}

static void grow(void)
{
    uint32_t capacity = node_capacity ? 2 * node_capacity : 1u << 16;
    nodes = realloc(nodes, capacity * sizeof(*nodes));
    free(table);
    table = calloc(2 * (size_t)capacity, sizeof(*table));
    if (!nodes || !table) {
        fprintf(stderr, "rrq plugin: no memory for %u calling contexts\n", capacity);
        _exit(1);
    }
    node_capacity = capacity;
    table_mask = 2 * capacity - 1;
    for (uint32_t id = 1; id < node_count; id++) {
        insert(id);
    }
}

uint32_t context_of(uint32_t parent, uint64_t pc, enum context_kind kind)
{
    if (node_count >= node_capacity) {
        grow();
    }
    uint32_t i = hash_of(parent, pc, kind) & table_mask;
    while (table[i]) {
        const struct node *node = &nodes[table[i]];
        if (node->pc == pc && node->parent == parent && node->kind == (uint32_t)kind) {
            return table[i];
        }
        i = (i + 1) & table_mask;
    }
    uint32_t id = node_count++;
    nodes[id] = (struct node){ pc, parent, kind };
    table[i] = id;
    struct context_record *record = stream_add(&contexts, 0);
    *record = (struct context_record){ id, parent, pc, kind, 0 };
    return id;
}

void contexts_flush(uint64_t time)
{
    stream_flush(&contexts, time);
}
