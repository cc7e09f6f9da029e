/*
 * A shadow copy of the guest's memory, compared at each access.
 *
 * The callback runs after the store, so the guest's memory holds the new value
 * and the shadow the old one.  A load that finds a difference has found what
 * something else than an instruction wrote.
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
#include "memory.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

#include "channel.h"
#include "clock.h"
#include "contexts.h"
#include "cpu.h"
#include "decode.h"
#include "scan.h"
#include "stacks.h"

/* Between two comparisons of all memory, in instructions. */
#define SWEEP_INTERVAL 250000000u

/* A scan hands over what it has found after so long at the latest, if it finds more. */
#define TELL_NANOSECONDS 50000000

/* At least: the members for saved registers are aligned to a line of the cache. */
#define TASK_ALIGNMENT 64

static uint8_t *ram;
static uint8_t *shadow;
static uint64_t ram_bytes;
static bool capturing;
static bool accesses_count; /* capturing, and not ignoring */
static uint64_t last_sweep;
static uint64_t next_sweep;

static struct stream writes = { .type = MESSAGE_WRITES, .record_size = sizeof(struct write_record) };
static struct stream pages = { .type = MESSAGE_PAGES, .record_size = sizeof(struct page_record) };

static uint64_t statistics[STATISTICS];

/* The emulator tells of each write: nothing is to be found by comparing. */
static bool told_of_writes;

bool memory_is_capturing(void)
{
    return capturing;
}

void memory_find(void)
{
    if (ram_bytes) {
        return;
    }
    RAMBlock *block = qemu_ram_block_by_name("ram");
    if (!block) {
        block = qemu_ram_block_by_name("pc.ram");
    }
    if (!block) {
        fprintf(stderr, "rrq plugin: this machine has no memory named ram or pc.ram\n");
        _exit(1);
    }
    ram = qemu_ram_get_host_addr(block);
    ram_bytes = qemu_ram_get_used_length(block);
}

void memory_open(void)
{
    memory_find();
    shadow = mmap(NULL, ram_bytes, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    if (shadow == MAP_FAILED) {
        fprintf(stderr, "rrq plugin: no memory for a copy of the guest's memory\n");
        _exit(1);
    }
    /* It is read at each access: fewer pages miss the host's TLB less often. */
    madvise(shadow, ram_bytes, MADV_HUGEPAGE);
}

uint64_t memory_bytes(void)
{
    return ram_bytes;
}

uint64_t memory_read64(uint64_t paddr)
{
    uint64_t value = 0;
    /* An address that is not mapped is UINT64_MAX, to which nothing can be added. */
    if (paddr < ram_bytes && ram_bytes - paddr >= 8) {
        memcpy(&value, ram + paddr, 8);
    }
    return value;
}

static inline uint64_t load(const uint8_t *p, unsigned int size)
{
    switch (size) {
    case 1:
        return *p;
    case 2: {
        uint16_t v;
        memcpy(&v, p, 2);
        return v;
    }
    case 4: {
        uint32_t v;
        memcpy(&v, p, 4);
        return v;
    }
    default: {
        uint64_t v;
        memcpy(&v, p, 8);
        return v;
    }
    }
}

static inline void keep(uint8_t *p, uint64_t value, unsigned int size)
{
    switch (size) {
    case 1:
        *p = (uint8_t)value;
        break;
    case 2:
        memcpy(p, &value, 2);
        break;
    case 4:
        memcpy(p, &value, 4);
        break;
    default:
        memcpy(p, &value, 8);
        break;
    }
}

static uint64_t follow_time;

/* Tells what a member of a task holds, from where on its changes are told. */
static void tell_member(uint64_t vaddr, uint64_t paddr, unsigned int size)
{
    uint64_t value = 0;
    memcpy(&value, ram + paddr, size);
    struct write_record *record = stream_add(&writes, follow_time);
    *record = (struct write_record){
        .time = follow_time,
        .vaddr = vaddr,
        .paddr = paddr,
        .new_value = value,
        .size = (uint8_t)size,
        .flags = FLAG_CONTENT,
    };
    /* Nobody looked at it until now; what is asked for all the time is as it was. */
    for (unsigned int i = 0; i < size; i++) {
        if (!scan_asks_for(paddr + i, 1)) {
            shadow[paddr + i] = ram[paddr + i];
        }
    }
}

/* The pointer to the running task is about to be told. */
static void follow(uint64_t time)
{
    uint64_t task = memory_read64(scan_current());
    if (task) {
        follow_time = time;
        scan_follow(task, tell_member);
    }
}

/* Who runs as the window begins; before the kernel does, the first task is followed. */
static void begin_following(uint64_t time)
{
    follow_time = time;
    uint64_t task = memory_read64(scan_current());
    bool may_be_task = task >> 63 && task % TASK_ALIGNMENT == 0;
    if (may_be_task && scan_follow(task, tell_member)) {
        tell_member(task, scan_current(), 8);
    } else {
        scan_follow(0, tell_member);
    }
}

static void emit_foreign(uint64_t paddr, uint64_t vaddr, unsigned int size, enum origin origin,
                         uint64_t window_start, uint64_t time)
{
    if (__builtin_expect(scanning && scan_is_current(paddr, size), 0)) {
        follow(time);
    }
    struct write_record *record = stream_add(&writes, time);
    record->time = time;
    record->pc = window_start;
    record->vaddr = vaddr;
    record->paddr = paddr;
    record->old_value = load(shadow + paddr, size);
    record->new_value = load(ram + paddr, size);
    record->context = stacks_context;
    record->size = (uint8_t)size;
    record->origin = (uint8_t)origin;
    record->flags = 0;
    keep(shadow + paddr, record->new_value, size);
}

static uint64_t compare(uint64_t paddr, uint64_t bytes, uint64_t vaddr, enum origin origin,
                        uint64_t window_start, uint64_t time)
{
    uint64_t found = 0;
    uint64_t end = paddr + bytes;
    if (scanning && !scan_watches_page(paddr)) {
        return 0;
    }
    for (uint64_t p = paddr & ~(uint64_t)7; p < end; p += 8) {
        if (load(ram + p, 8) != load(shadow + p, 8)) {
            if (scanning && !scan_wants(p, 8, SCAN_STORES)) {
                keep(shadow + p, load(ram + p, 8), 8);
                continue;
            }
            emit_foreign(p, vaddr ? vaddr + (p - paddr) : 0, 8, origin, window_start, time);
            found++;
        }
    }
    return found;
}

void memory_compare(uint64_t paddr, uint64_t bytes, uint64_t vaddr, enum origin origin,
                    uint64_t window_start, uint64_t time)
{
    if (capturing && paddr < ram_bytes && bytes <= ram_bytes - paddr) {
        compare(paddr, bytes, vaddr, origin, window_start, time);
    }
}

static uint64_t sweep_time;

static void sweep_page(uint64_t page)
{
    if (memcmp(ram + page, shadow + page, PAGE_BYTES) != 0) {
        statistics[SWEEP_FINDS] +=
            compare(page, PAGE_BYTES, 0, ORIGIN_DEVICE, last_sweep, sweep_time);
    }
}

static void told(qemu_plugin_id_t id, const struct qemu_plugin_write *write)
{
    (void)id;
    /* Outside the main memory the difference is huge. */
    uint64_t paddr = (uint64_t)((const uint8_t *)write->data - ram);
    memory_compare(paddr, write->size, write->vaddr,
                   write->origin == QEMU_PLUGIN_WRITE_CPU ? ORIGIN_CPU : ORIGIN_DEVICE,
                   write->icount, write->icount);
}

void memory_hear_writes(qemu_plugin_id_t id)
{
    if (qemu_plugin_register_write_cb) {
        told_of_writes = true;
        qemu_plugin_register_write_cb(id, told);
    }
}

/* A load has found what some other thing than a store has written to its page. */
static void found_by_load(uint64_t paddr, uint64_t time)
{
    /* What is not told yet, a device is still writing. */
    if (!told_of_writes) {
        statistics[LOAD_FINDS] += compare(paddr & ~(uint64_t)(PAGE_BYTES - 1), PAGE_BYTES, 0,
                                          ORIGIN_DEVICE, last_sweep, time);
    }
}

static void sweep(uint64_t time)
{
    sweep_time = time;
    if (scanning) {
        scan_pages(ram_bytes, sweep_page);
    } else {
        for (uint64_t page = 0; page < ram_bytes; page += PAGE_BYTES) {
            sweep_page(page);
        }
    }
    statistics[SWEEPS]++;
    last_sweep = time;
    next_sweep = time + SWEEP_INTERVAL;
}

/* Hands over what a scan has found, if that was not done for a while. */
static void tell_soon(uint64_t time)
{
    static int64_t told;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC_COARSE, &now);
    int64_t nanoseconds = (int64_t)now.tv_sec * 1000000000 + now.tv_nsec;
    if (nanoseconds - told >= TELL_NANOSECONDS) {
        told = nanoseconds;
        contexts_flush(0);
        stream_flush(&writes, time);
    }
}

/* An access in a page that a scan watches. */
static void scanned(const struct access_site *site, uint64_t vaddr, uint64_t paddr,
                    unsigned int size, bool store)
{
    uint64_t new_value = load(ram + paddr, size);
    uint64_t old_value = load(shadow + paddr, size);
    if (!store && new_value == old_value && !scan_wants_any(SCAN_STORES | SCAN_READS)) {
        return;
    }
    uint64_t now = icount_now() - site->back;
    if (!store && new_value != old_value) {
        statistics[LOAD_FINDS] += compare(paddr & ~(uint64_t)(PAGE_BYTES - 1), PAGE_BYTES, 0,
                                          ORIGIN_DEVICE, last_sweep, now);
        old_value = new_value;
    }
    if (store) {
        keep(shadow + paddr, new_value, size);
    }
    uint64_t silent = new_value == old_value ? SCAN_SILENT : 0;
    if (scan_wants(paddr, size, store ? SCAN_STORES | silent : SCAN_READS)) {
        if (__builtin_expect(store && !silent && scan_is_current(paddr, size), 0)) {
            follow(now);
        }
        struct write_record *record = stream_add(&writes, now);
        *record = (struct write_record){
            .time = now,
            .pc = site->pc,
            .vaddr = vaddr,
            .paddr = paddr,
            .old_value = old_value,
            .new_value = new_value,
            .size = (uint8_t)size,
            .origin = ORIGIN_INSTRUCTION,
            .context = stacks_context,
            .flags = (uint16_t)((site->flags & FLAG_USER) | (store ? 0 : FLAG_READ)),
        };
        tell_soon(now);
    }
    if (__builtin_expect(now >= next_sweep, 0) && (!silent || scan_wants_any(SCAN_STORES | SCAN_READS))) {
        sweep(now);
    }
}

static void scanned_across_pages(qemu_plugin_meminfo_t info, uint64_t vaddr, unsigned int size,
                                 bool store, const struct access_site *site)
{
    unsigned int first = PAGE_BYTES - (vaddr & (PAGE_BYTES - 1));
    for (unsigned int i = 0; i < size; i++) {
        struct qemu_plugin_hwaddr *hwaddr =
            qemu_plugin_get_hwaddr(info, i < first ? vaddr : vaddr + first);
        if (!hwaddr || hwaddr->is_io) {
            continue;
        }
        uint64_t paddr = (uint64_t)((uint8_t *)hwaddr->v.ram.hostaddr - ram) +
                         (i < first ? i : i - first);
        if (paddr < ram_bytes && scan_watches_page(paddr)) {
            scanned(site, vaddr + i, paddr, 1, store);
        }
    }
}

void memory_scanned(unsigned int vcpu, qemu_plugin_meminfo_t info, uint64_t vaddr,
                    void *userdata)
{
    (void)vcpu;
    if (__builtin_expect(!accesses_count, 0)) {
        return;
    }
    const struct access_site *site = userdata;
    if (__builtin_expect(cpu_walk_pending, 0)) {
        cpu_tell_walk(icount_now() - site->back);
    }
    unsigned int size = 1u << mem_size_shift(info);
    bool stack = (site->flags & SITE_STACK) && size == 8 && scan_follows_stacks();
    if (!stack && !scan_may_touch(vaddr)) {
        return;
    }
    bool store = mem_is_store(info);
    if (__builtin_expect((vaddr & (PAGE_BYTES - 1)) + size > PAGE_BYTES, 0)) {
        scanned_across_pages(info, vaddr, size, store, site);
        return;
    }
    struct qemu_plugin_hwaddr *hwaddr = qemu_plugin_get_hwaddr(info, vaddr);
    if (!hwaddr || hwaddr->is_io) {
        return;
    }
    uint64_t paddr = (uint64_t)((uint8_t *)hwaddr->v.ram.hostaddr - ram);
    if (paddr >= ram_bytes) {
        return;
    }
    uint64_t value = stack ? load(ram + paddr, size) : 0;
    if (stack) {
        stacks_before_access(site, vaddr, store, value);
    }
    if (scan_watches_page(paddr)) {
        scanned(site, vaddr, paddr, size, store);
    }
    if (stack && store && (site->flags & SITE_CALL)) {
        stacks_called(vaddr, value);
    }
}

/* Reports the registers that are not what they were when they were last reported. */
static void report_registers(uint64_t now)
{
    static uint64_t known[CPU_REGISTERS];
    static bool reported;
    for (unsigned int i = 0; i < CPU_REGISTERS; i++) {
        uint64_t value = cpu_register(i);
        if (reported && value == known[i]) {
            continue;
        }
        known[i] = value;
        struct write_record *record = stream_add(&writes, now);
        *record = (struct write_record){
            .time = now,
            .vaddr = i,
            .new_value = value,
            .size = 8,
            .flags = FLAG_REGISTER,
        };
    }
    reported = true;
}

void memory_executed(unsigned int vcpu, void *userdata)
{
    (void)vcpu;
    if (!accesses_count) {
        return;
    }
    const struct code_site *code = userdata;
    uint64_t now = icount_now() - code->site.back;
    if (code->first && scan_reports_everything()) {
        report_registers(now);
    }
    struct write_record *record = stream_add(&writes, now);
    *record = (struct write_record){
        .time = now,
        .pc = code->site.pc,
        .size = code->size,
        .origin = ORIGIN_INSTRUCTION,
        .context = stacks_context,
        .flags = (uint16_t)((code->site.flags & FLAG_USER) | FLAG_EXECUTION),
    };
    memcpy(&record->old_value, code->bytes, 8);
    memcpy(&record->new_value, code->bytes + 8, 8);
    tell_soon(now);
}

/* A store that spans two pages: each byte has its own place in memory. */
static void __attribute__((noinline)) accessed_across_pages(qemu_plugin_meminfo_t info,
                                                            uint64_t vaddr, unsigned int size,
                                                            bool store,
                                                            const struct access_site *site)
{
    unsigned int first = PAGE_BYTES - (vaddr & (PAGE_BYTES - 1));
    uint64_t now = 0;
    for (unsigned int i = 0; i < size; i++) {
        uint64_t at = i < first ? vaddr : vaddr + first;
        struct qemu_plugin_hwaddr *hwaddr = qemu_plugin_get_hwaddr(info, at);
        if (!hwaddr || hwaddr->is_io) {
            statistics[STORES_LOST] += store;
            continue;
        }
        uint64_t paddr = (uint64_t)((uint8_t *)hwaddr->v.ram.hostaddr - ram) +
                         (i < first ? i : i - first);
        if (paddr >= ram_bytes || ram[paddr] == shadow[paddr]) {
            continue;
        }
        if (!now) {
            now = icount_now() - site->back;
        }
        if (!store) {
            found_by_load(paddr, now);
            continue;
        }
        struct write_record *record = stream_add(&writes, now);
        *record = (struct write_record){
            .time = now,
            .pc = site->pc,
            .vaddr = vaddr + i,
            .paddr = paddr,
            .old_value = shadow[paddr],
            .new_value = ram[paddr],
            .size = 1,
            .origin = ORIGIN_INSTRUCTION,
            .context = stacks_context,
            .flags = (uint16_t)(site->flags & FLAG_USER),
        };
        shadow[paddr] = ram[paddr];
        statistics[SPLIT_BYTES]++;
    }
}

void memory_ignore_accesses(bool ignore)
{
    accesses_count = capturing && !ignore;
}

static inline void changed(const struct access_site *site, uint64_t vaddr, uint64_t paddr,
                           unsigned int size, bool store, uint64_t old_value, uint64_t new_value)
{
    uint64_t now = icount_now() - site->back;
    if (!store) {
        found_by_load(paddr, now);
        return;
    }
    struct write_record *record = stream_add(&writes, now);
    record->time = now;
    record->pc = site->pc;
    record->vaddr = vaddr;
    record->paddr = paddr;
    record->old_value = old_value;
    record->new_value = new_value;
    record->context = stacks_context;
    record->size = (uint8_t)size;
    record->origin = ORIGIN_INSTRUCTION;
    record->flags = (uint16_t)(site->flags & FLAG_USER);
    keep(shadow + paddr, new_value, size);
    if (__builtin_expect(now >= next_sweep, 0)) {
        sweep(now);
    }
}

void memory_accessed(unsigned int vcpu, qemu_plugin_meminfo_t info, uint64_t vaddr,
                     void *userdata)
{
    (void)vcpu;
    if (__builtin_expect(!accesses_count, 0)) {
        return;
    }
    const struct access_site *site = userdata;
    if (__builtin_expect(cpu_walk_pending, 0)) {
        cpu_tell_walk(icount_now() - site->back);
    }
    unsigned int size = 1u << mem_size_shift(info);
    bool store = mem_is_store(info);
    if (__builtin_expect((vaddr & (PAGE_BYTES - 1)) + size > PAGE_BYTES, 0)) {
        accessed_across_pages(info, vaddr, size, store, site);
        return;
    }
    struct qemu_plugin_hwaddr *hwaddr = qemu_plugin_get_hwaddr(info, vaddr);
    if (!hwaddr || hwaddr->is_io) {
        return;
    }
    /* Outside the main memory (video memory, option ROMs) the difference is huge. */
    uint64_t paddr = (uint64_t)((uint8_t *)hwaddr->v.ram.hostaddr - ram);
    if (paddr >= ram_bytes) {
        return;
    }
    uint64_t new_value = load(ram + paddr, size);
    bool stack = (site->flags & SITE_STACK) && size == 8;
    if (stack) {
        stacks_before_access(site, vaddr, store, new_value);
    }
    uint64_t old_value = load(shadow + paddr, size);
    if (new_value != old_value) {
        changed(site, vaddr, paddr, size, store, old_value, new_value);
    }
    if (stack && store && (site->flags & SITE_CALL)) {
        stacks_called(vaddr, new_value);
    }
}

static bool is_zero(const uint8_t *page)
{
    return page[0] == 0 && memcmp(page, page + 1, PAGE_BYTES - 1) == 0;
}

static void copy_page(uint64_t page)
{
    memcpy(shadow + page, ram + page, PAGE_BYTES);
}

/* Keeps all memory as the initial one, and tells what is not zero. */
static void tell_memory(uint64_t time)
{
    memcpy(shadow, ram, ram_bytes);
    for (uint64_t page = 0; page < ram_bytes; page += PAGE_BYTES) {
        if (!is_zero(shadow + page)) {
            struct page_record *record = stream_add(&pages, time);
            record->paddr = page;
            memcpy(record->bytes, shadow + page, PAGE_BYTES);
        }
    }
    stream_flush(&pages, time);
}

void memory_begin(uint64_t time)
{
    if (scanning) {
        scan_pages(ram_bytes, copy_page);
    } else {
        tell_memory(time);
    }
    last_sweep = time;
    next_sweep = told_of_writes ? UINT64_MAX : time + SWEEP_INTERVAL;
    capturing = accesses_count = true;
    clock_sample(time);
    channel_send(MESSAGE_BEGUN, CHANNEL_VERSION, ram_bytes, time);
    if (scanning && scan_follows_tasks()) {
        begin_following(time);
    }
}

void memory_end(uint64_t time)
{
    sweep(time);
    capturing = accesses_count = false;
    stacks_flush(time);
    contexts_flush(time);
    clock_sample(time);
    clock_flush(time);
    stream_flush(&writes, time);
    for (uint32_t i = 0; i < STATISTICS; i++) {
        channel_send(MESSAGE_ENDED, i, statistics[i], time);
    }
}
