/*
 * Observes interrupts, exceptions and page-table walks.
 *
 * The plugin interface does not tell of them.  Their emulation is reached
 * through a table of functions in the CPU's class, though, and that table is
 * found by the addresses of the exported functions in it; a copy of it with
 * three functions wrapped takes its place.
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
#include "cpu.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "clock.h"
#include "memory.h"
#include "qemu_api.h"
#include "stacks.h"

/* Register numbers of QEMU's x86-64 target description. */
enum { REGISTER_RSP = 7, REGISTER_RIP = 16, REGISTER_EFLAGS = 17, REGISTER_CS = 18, REGISTER_CR0 = 27, REGISTER_CR2 = 28,
       REGISTER_CR3 = 29, REGISTER_CR4 = 30, REGISTER_EFER = 32 };

#define EFER_LMA (1u << 10)
#define CR0_PE (1u << 0)
#define CR0_PG (1u << 31)
#define CR4_PAE (1u << 5)
#define CR4_LA57 (1u << 12)

/* Flags of a segment's descriptor, as in its second word. */
#define SEGMENT_LONG (1u << 21)
#define SEGMENT_BIG (1u << 22)

#define PTE_PRESENT (1u << 0)
#define PTE_LARGE (1u << 7)
#define PTE_ADDRESS 0x000ffffffffff000u

/* The largest frame that an interrupt pushes: five words and an error code. */
#define FRAME_BYTES 48

/* System management: state is saved in the page of SMRAM, or below it until it is moved. */
#define INTERRUPT_SMI 0x0040
#define SMRAM_DEFAULT 0x38000u
#define SMRAM_MOVED 0xa0000u

/* MMU_INST_FETCH: between blocks, where the count is exact. */
#define ACCESS_FETCH 2

void x86_cpu_do_interrupt(CPUState *cpu);
bool x86_cpu_exec_interrupt(CPUState *cpu, int request);
bool x86_cpu_tlb_fill(CPUState *cpu, uint64_t address, int size, int access, int mmu_index,
                      bool probe, uintptr_t return_address);

static uint64_t read_register(CPUState *cpu, int number)
{
    static __thread GByteArray *buffer;
    if (!buffer) {
        buffer = g_byte_array_new();
    }
    g_byte_array_set_size(buffer, 0);
    int n = x86_cpu_gdb_read_register(cpu, buffer, number);
    uint64_t value = 0;
    if (n > 0 && n <= 8) {
        memcpy(&value, buffer->data, (size_t)n);
    }
    return value;
}

bool cpu_in_user_mode(void)
{
    CPUState *cpu = current_cpu;
    return cpu && (read_register(cpu, REGISTER_CR0) & CR0_PE) != 0 &&
           (read_register(cpu, REGISTER_CS) & 3) == 3;
}

bool cpu_in_long_mode(void)
{
    CPUState *cpu = current_cpu;
    return cpu && (read_register(cpu, REGISTER_EFER) & EFER_LMA) != 0;
}

/* How code is read follows from the code segment's descriptor, of which no register tells. */
enum code_mode cpu_code_mode(void)
{
    static const char name[] = "\nCS =";
    char *text = NULL;
    size_t length = 0;
    unsigned long selector, base, limit, flags = 0;
    FILE *file = open_memstream(&text, &length);

    if (!file) {
        fprintf(stderr, "rrq plugin: out of memory\n");
        _exit(1);
    }
    x86_cpu_dump_state(current_cpu, file, 0);
    fclose(file);
    char *line = strstr(text, name);
    if (!line || sscanf(line + strlen(name), "%lx %lx %lx %lx", &selector, &base, &limit,
                        &flags) != 4) {
        fprintf(stderr, "rrq plugin: this emulator does not tell its code segment\n");
        _exit(1);
    }
    free(text);
    if (cpu_in_long_mode() && (flags & SEGMENT_LONG)) {
        return CODE_64;
    }
    return (flags & SEGMENT_BIG) ? CODE_32 : CODE_16;
}

uint64_t cpu_register(unsigned int number)
{
    return read_register(current_cpu, number < REGISTER_RIP ? (int)number : REGISTER_EFLAGS);
}

uint64_t cpu_argument_register(unsigned int number)
{
    /* rdi, rsi, rdx, rcx, r8, r9 */
    static const int registers[] = { 5, 4, 3, 2, 8, 9 };
    return read_register(current_cpu, registers[number]);
}

uint64_t cpu_address_space(void)
{
    CPUState *cpu = current_cpu;
    /* The low bits are an identifier; with page-table isolation the next one tells the half. */
    return cpu ? read_register(cpu, REGISTER_CR3) & ~(uint64_t)0x1fff : 0;
}

/* Where an address lies in physical memory, or UINT64_MAX. */
static uint64_t physical(CPUState *cpu, uint64_t address)
{
    MemTxAttrs attributes;
    uint64_t page = cpu_get_phys_page_attrs_debug(cpu, address & ~(uint64_t)(PAGE_BYTES - 1),
                                                  &attributes);
    return page == UINT64_MAX ? page : page + (address & (PAGE_BYTES - 1));
}

uint64_t cpu_read_memory(CPUState *cpu, uint64_t address)
{
    return memory_read64(physical(cpu, address));
}

/* Compares up to a frame's bytes from the stack pointer upwards, page by page. */
static void compare_frame(CPUState *cpu, uint64_t at, uint64_t now)
{
    uint64_t end = at + FRAME_BYTES;
    while (at < end) {
        uint64_t in_page = PAGE_BYTES - (at & (PAGE_BYTES - 1));
        uint64_t bytes = end - at < in_page ? end - at : in_page;
        memory_compare(physical(cpu, at), bytes, at, ORIGIN_CPU, now, now);
        at += bytes;
    }
}

/* An interrupt or exception has been taken: its frame is at the stack pointer. */
static void interrupted(CPUState *cpu, uint64_t now)
{
    uint64_t rsp = read_register(cpu, REGISTER_RSP);
    compare_frame(cpu, rsp, now);
    if (read_register(cpu, REGISTER_EFER) & EFER_LMA) {
        /* The pc is followed by a selector, and preceded by an error code for some vectors. */
        uint64_t slot = cpu_read_memory(cpu, rsp + 8) >> 16 == 0 ? rsp : rsp + 8;
        stacks_interrupted(cpu_read_memory(cpu, slot), read_register(cpu, REGISTER_RIP), slot, now);
    }
}

/*
 * Walks in the middle of a block, whose changes are told together with the
 * access that they were made for: only then is the instruction known. A store
 * that spans two pages makes two, and saving the state of the vector units or
 * loading a segment a few more.
 */
#define PENDING_WALKS 16
static uint64_t pending_walks[PENDING_WALKS];
static unsigned int pending_count;
bool cpu_walk_pending;

/* Compares the page-table entries that lead to an address. */
static void compare_walk(CPUState *cpu, uint64_t address, uint64_t now)
{
    if (!(read_register(cpu, REGISTER_CR0) & CR0_PG)) {
        return;
    }
    uint64_t cr4 = read_register(cpu, REGISTER_CR4);
    uint64_t table = read_register(cpu, REGISTER_CR3) & PTE_ADDRESS;
    bool wide = (cr4 & CR4_PAE) != 0; /* PAE without long mode is not used by any 64-bit kernel */
    int bits = wide ? 9 : 10;
    int top = wide ? ((cr4 & CR4_LA57) ? 48 : 39) : 22;
    for (int shift = top; shift >= 12; shift -= bits) {
        uint64_t index = (address >> shift) & ((1u << bits) - 1);
        uint64_t entry = table + index * (wide ? 8 : 4);
        memory_compare(entry & ~(uint64_t)7, 8, 0, ORIGIN_CPU, now, now);
        uint64_t value = memory_read64(entry & ~(uint64_t)7) >> (8 * (entry & 7));
        if (!wide) {
            value = (uint32_t)value;
        }
        if (!(value & PTE_PRESENT) || ((value & PTE_LARGE) && shift < 39)) {
            return;
        }
        table = value & PTE_ADDRESS;
    }
}

void cpu_tell_walk(uint64_t now)
{
    cpu_walk_pending = false;
    for (unsigned int i = 0; i < pending_count; i++) {
        compare_walk(current_cpu, pending_walks[i], now);
    }
    pending_count = 0;
}

static void do_interrupt(CPUState *cpu)
{
    uint64_t now = icount_now();
    if (cpu_walk_pending) {
        cpu_tell_walk(now);
    }
    memory_ignore_accesses(true);
    x86_cpu_do_interrupt(cpu);
    memory_ignore_accesses(false);
    interrupted(cpu, now);
    clock_sample(now);
}

static bool exec_interrupt(CPUState *cpu, int request)
{
    uint64_t pc = read_register(cpu, REGISTER_RIP);
    memory_ignore_accesses(true);
    bool taken = x86_cpu_exec_interrupt(cpu, request);
    memory_ignore_accesses(false);
    if (!taken || read_register(cpu, REGISTER_RIP) == pc) {
        return taken; /* nothing, or only the interrupt controller was asked */
    }
    uint64_t now = icount_now();
    if (request & INTERRUPT_SMI) {
        memory_compare(SMRAM_DEFAULT, 0x8000, 0, ORIGIN_CPU, now, now);
        memory_compare(SMRAM_MOVED, 0x20000, 0, ORIGIN_CPU, now, now);
    } else {
        interrupted(cpu, now);
    }
    clock_sample(now);
    return taken;
}

static bool tlb_fill(CPUState *cpu, uint64_t address, int size, int access, int mmu_index,
                     bool probe, uintptr_t return_address)
{
    /* A failing walk sets bits too, and does not come back here: probe first. */
    bool filled = x86_cpu_tlb_fill(cpu, address, size, access, mmu_index, true, return_address);
    if (access == ACCESS_FETCH) {
        compare_walk(cpu, address, icount_now());
    } else {
        if (pending_count == PENDING_WALKS) {
            cpu_tell_walk(icount_now());
        }
        pending_walks[pending_count++] = address;
        cpu_walk_pending = true;
    }
    if (filled || probe) {
        return filled;
    }
    return x86_cpu_tlb_fill(cpu, address, size, access, mmu_index, probe, return_address);
}

/* Where a pointer to the function stands among the first words of a table, or -1. */
static int find(const uintptr_t *table, size_t words, const void *function)
{
    for (size_t i = 0; i < words; i++) {
        if (table[i] == (uintptr_t)function) {
            return (int)i;
        }
    }
    return -1;
}

/* Whether all of the bytes can be read. */
static bool readable(const void *address, size_t bytes)
{
    static int pipe_ends[2] = { -1, -1 };
    if ((uintptr_t)address < 4096 || ((uintptr_t)address & 7)) {
        return false;
    }
    if (pipe_ends[0] < 0 && pipe(pipe_ends) != 0) {
        return false;
    }
    if (write(pipe_ends[1], address, bytes) != (ssize_t)bytes) {
        return false;
    }
    char drain[4096];
    return read(pipe_ends[0], drain, bytes) == (ssize_t)bytes;
}

#define TABLE_WORDS 16
#define CLASS_WORDS 128

void cpu_observe(void)
{
    static bool observing;
    if (observing) {
        return;
    }
    uintptr_t *class = object_get_class(qemu_get_cpu(0));
    for (size_t i = 0; i < CLASS_WORDS; i++) {
        const uintptr_t *table = (const uintptr_t *)class[i];
        if (!readable(table, TABLE_WORDS * sizeof(*table))) {
            continue;
        }
        int interrupt = find(table, TABLE_WORDS, (const void *)x86_cpu_do_interrupt);
        int exec = find(table, TABLE_WORDS, (const void *)x86_cpu_exec_interrupt);
        int fill = find(table, TABLE_WORDS, (const void *)x86_cpu_tlb_fill);
        if (interrupt < 0 || exec < 0 || fill < 0) {
            continue;
        }
        uintptr_t *copy = malloc(TABLE_WORDS * sizeof(*copy));
        if (!copy) {
            break;
        }
        memcpy(copy, table, TABLE_WORDS * sizeof(*copy));
        copy[interrupt] = (uintptr_t)do_interrupt;
        copy[exec] = (uintptr_t)exec_interrupt;
        copy[fill] = (uintptr_t)tlb_fill;
        class[i] = (uintptr_t)copy;
        observing = true;
        return;
    }
    fprintf(stderr, "rrq plugin: this emulator's table of CPU operations was not found\n");
    _exit(1);
}
