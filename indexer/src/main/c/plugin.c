/*
 * rrq's index engine inside the emulator: sees every load and store of the
 * replayed machine and reports each change of its memory.
 *
 * Arguments: slots=FILE,socket=PATH,slot-bytes=N,slot-count=N[,entries=FILE][,modules=PLACES]
 * [,calls=off][,scan=FILE]
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
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "channel.h"
#include "clock.h"
#include "cpu.h"
#include "decode.h"
#include "entries.h"
#include "memory.h"
#include "modules.h"
#include "scan.h"
#include "stacks.h"

__attribute__((visibility("default"))) int qemu_plugin_version = QEMU_PLUGIN_VERSION;

/*
 * Sites are shared by all translations of the same instruction, so that memory
 * is bounded by the code that runs and not by how often it is translated.
 */
#define SITE_BUCKETS (1u << 20)
static struct access_site *buckets[SITE_BUCKETS];

static struct access_site *site_for(uint64_t pc, uint32_t back, uint32_t flags,
                                     const uint8_t *arguments)
{
    uint64_t hash = (pc * 0x9e3779b97f4a7c15u) ^ (back * 0xc2b2ae3d27d4eb4fu) ^ flags;
    struct access_site **bucket = &buckets[(hash >> 32) % SITE_BUCKETS];
    for (struct access_site *site = *bucket; site; site = site->next_in_bucket) {
        if (site->pc == pc && site->back == back && site->flags == flags &&
            site->arguments == arguments) {
            return site;
        }
    }
    struct access_site *site = malloc(sizeof(*site));
    if (!site) {
        fprintf(stderr, "rrq plugin: out of memory\n");
        _exit(1);
    }
    *site = (struct access_site){ pc, back, flags, arguments, *bucket };
    *bucket = site;
    return site;
}

static struct code_site *code_site_for(struct qemu_plugin_insn *insn, uint32_t back,
                                       uint32_t flags, bool first)
{
    struct code_site *code = calloc(1, sizeof(*code));
    size_t size = qemu_plugin_insn_size(insn);
    if (!code) {
        fprintf(stderr, "rrq plugin: out of memory\n");
        _exit(1);
    }
    code->site = (struct access_site){ .pc = qemu_plugin_insn_vaddr(insn),
                                             .back = back,
                                             .flags = flags };
    code->size = (uint8_t)size;
    code->first = first;
    memcpy(code->bytes, qemu_plugin_insn_data(insn), size < 16 ? size : 16);
    return code;
}

/* No instruction is longer. */
#define INSTRUCTION_BYTES 15u

/*
 * How many instructions a block runs.  An instruction that reaches into the
 * next page ends the block before it, but the emulator counts it up to 7.2.
 */
static size_t instructions_in(const struct qemu_plugin_tb *tb)
{
    size_t n = qemu_plugin_tb_n_insns(tb);
    if (n < 2) {
        return n;
    }
    const struct qemu_plugin_insn *last = qemu_plugin_tb_get_insn(tb, n - 1);
    uint64_t left = PAGE_BYTES - (qemu_plugin_insn_vaddr(last) & (PAGE_BYTES - 1));
    if (left >= INSTRUCTION_BYTES ||
        decode_is_whole(qemu_plugin_insn_data(last), qemu_plugin_insn_size(last),
                        cpu_code_mode())) {
        return n;
    }
    return n - 1;
}

static void translated(qemu_plugin_id_t id, struct qemu_plugin_tb *tb)
{
    (void)id;
    size_t n = instructions_in(tb);
    /* A block is translated just before it first runs, and only for this privilege level. */
    uint32_t flags = cpu_in_user_mode() ? FLAG_USER : 0;
    bool following = stacks_followed && cpu_in_long_mode();
    if (following) {
        modules_find();
    }
    for (size_t i = 0; i < n; i++) {
        struct qemu_plugin_insn *insn = qemu_plugin_tb_get_insn(tb, i);
        uint64_t pc = qemu_plugin_insn_vaddr(insn);
        uint32_t stack_use = following ? decode_stack_use(qemu_plugin_insn_data(insn),
                                                          qemu_plugin_insn_size(insn))
                                       : 0;
        const struct entry *entry = entries_find(pc);
        /* Only between blocks are all registers in the CPU's state. */
        const uint8_t *arguments = entry && i == 0 && following ? entry->arguments : NULL;
        struct access_site *site =
            site_for(pc, (uint32_t)(n - i), flags | stack_use, arguments);
        qemu_plugin_register_vcpu_mem_cb(insn, scanning ? memory_scanned : memory_accessed,
                                         QEMU_PLUGIN_CB_NO_REGS, QEMU_PLUGIN_MEM_RW, site);
        if (scanning && scan_wants_execution(pc)) {
            qemu_plugin_register_vcpu_insn_exec_cb(insn, memory_executed, QEMU_PLUGIN_CB_NO_REGS,
                                                   code_site_for(insn, (uint32_t)(n - i), flags, i == 0));
        }
        qemu_plugin_exec_cb before = stack_use & SITE_SYSCALL  ? stacks_at_syscall
                                     : stack_use & SITE_SYSRET ? stacks_at_sysret
                                     : entry                   ? stacks_at_entry
                                                               : NULL;
        if (modules_start_at(pc)) {
            qemu_plugin_register_vcpu_insn_exec_cb(insn, modules_changed, QEMU_PLUGIN_CB_NO_REGS, NULL);
        }
        if (before) {
            qemu_plugin_register_vcpu_insn_exec_cb(insn, before, QEMU_PLUGIN_CB_NO_REGS, site);
        }
    }
}

/* Carries out what the indexer asks for while the machine is stopped. */
static void *control(void *unused)
{
    (void)unused;
    struct command command;
    while (channel_next_command(&command)) {
        uint64_t now = (uint64_t)icount_get_raw();
        if (command.type == COMMAND_BEGIN) {
            memory_open();
            cpu_observe();
            memory_begin(now);
        } else if (command.type == COMMAND_END) {
            memory_end(now);
        }
    }
    return NULL;
}

static uint32_t number(const char *text, const char *name)
{
    char *end;
    unsigned long value = strtoul(text, &end, 10);
    if (*end || value == 0 || value > UINT32_MAX) {
        fprintf(stderr, "rrq plugin: %s is no number: %s\n", name, text);
        _exit(1);
    }
    return (uint32_t)value;
}

__attribute__((visibility("default"))) int
qemu_plugin_install(qemu_plugin_id_t id, const qemu_info_t *info, int argc, char **argv)
{
    const char *slots = NULL;
    const char *socket = NULL;
    uint32_t slot_bytes = 0;
    uint32_t slot_count = 0;

    if (!info->system_emulation || strcmp(info->target_name, "x86_64") != 0) {
        fprintf(stderr, "rrq plugin: only qemu-system-x86_64 is supported\n");
        return -1;
    }
    for (int i = 0; i < argc; i++) {
        char *value = strchr(argv[i], '=');
        if (!value) {
            fprintf(stderr, "rrq plugin: not an argument: %s\n", argv[i]);
            return -1;
        }
        *value++ = 0;
        if (strcmp(argv[i], "slots") == 0) {
            slots = value;
        } else if (strcmp(argv[i], "socket") == 0) {
            socket = value;
        } else if (strcmp(argv[i], "entries") == 0) {
            entries_read(value);
        } else if (strcmp(argv[i], "modules") == 0) {
            modules_configure(value);
        } else if (strcmp(argv[i], "calls") == 0) {
            stacks_followed = strcmp(value, "off") != 0;
        } else if (strcmp(argv[i], "scan") == 0) {
            scan_read(value);
        } else if (strcmp(argv[i], "slot-bytes") == 0) {
            slot_bytes = number(value, "slot-bytes");
        } else if (strcmp(argv[i], "slot-count") == 0) {
            slot_count = number(value, "slot-count");
        }
    }
    if (!slots || !socket || !slot_bytes || !slot_count) {
        fprintf(stderr, "rrq plugin: slots, socket, slot-bytes and slot-count are needed\n");
        return -1;
    }
    channel_open(slots, socket, slot_bytes, slot_count);
    start_thread(control);
    memory_hear_writes(id);
    qemu_plugin_register_vcpu_tb_trans_cb(id, translated);
    return 0;
}
