/*
 * The functions of kernel modules, which become known as the kernel loads them:
 * by the symbols that it keeps for each.
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
#include "modules.h"

#include <stdio.h>
#include <stdlib.h>
#include <unistd.h>

#include "cpu.h"
#include "entries.h"
#include "memory.h"

/* More are not believed. */
#define MODULES_LIMIT 4096u
#define SYMBOLS_LIMIT (1u << 18)

/* ELF specification, Elf64_Sym. */
#define SYMBOL_BYTES 24u
#define SYMBOL_TYPE(word) ((uint32_t)((word) >> 32) & 0xfu)
#define SYMBOL_SECTION(word) ((uint32_t)((word) >> 48))
#define TYPE_FUNCTION 2u

static struct {
    uint64_t start; /* the function that starts a module */
    uint64_t list;
    uint64_t link;
    uint64_t symbols;
    uint64_t table;
    uint64_t count;
} places;

static bool configured;
static bool found;

void modules_configure(const char *text)
{
    uint64_t *const numbers[] = { &places.start,   &places.list,  &places.link,
                                  &places.symbols, &places.table, &places.count };
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        char *end;
        *numbers[i] = strtoull(text, &end, 16);
        if (end == text || (*end && *end != ':')) {
            fprintf(stderr, "rrq plugin: modules are not six numbers\n");
            _exit(1);
        }
        text = *end ? end + 1 : end;
    }
    configured = true;
}

static bool is_kernel_pointer(uint64_t address)
{
    return address >> 63 != 0 && (address & 7) == 0;
}

static void add_functions(uint64_t module)
{
    uint64_t symbols = cpu_read_memory(current_cpu, module + places.symbols);
    if (!is_kernel_pointer(symbols)) {
        return; /* it is still being loaded */
    }
    uint64_t at = cpu_read_memory(current_cpu, symbols + places.table);
    uint64_t word = cpu_read_memory(current_cpu, (symbols + places.count) & ~7ull);
    uint32_t count = (uint32_t)(word >> 8 * ((symbols + places.count) & 7));
    if (!is_kernel_pointer(at) || count > SYMBOLS_LIMIT) {
        return;
    }
    for (uint32_t i = 0; i < count; i++, at += SYMBOL_BYTES) {
        uint64_t kind = cpu_read_memory(current_cpu, at);
        if (SYMBOL_TYPE(kind) == TYPE_FUNCTION && SYMBOL_SECTION(kind) != 0) {
            entries_add(cpu_read_memory(current_cpu, at + 8));
        }
    }
}

/* What a module has left may be another's by now, so all are looked up anew. */
static void look(void)
{
    memory_find();
    uint64_t link = cpu_read_memory(current_cpu, places.list);
    if (!is_kernel_pointer(link)) {
        return; /* the kernel does not run yet, or its memory is not mapped now */
    }
    found = true;
    entries_forget_added();
    for (uint32_t i = 0; i < MODULES_LIMIT && is_kernel_pointer(link) && link != places.list; i++) {
        add_functions(link - places.link);
        link = cpu_read_memory(current_cpu, link);
    }
}

void modules_find(void)
{
    if (configured && !found && !cpu_in_user_mode() && cpu_in_long_mode()) {
        look();
    }
}

bool modules_start_at(uint64_t pc)
{
    return configured && pc == places.start;
}

void modules_changed(unsigned int vcpu, void *userdata)
{
    (void)vcpu;
    (void)userdata;
    look();
}
