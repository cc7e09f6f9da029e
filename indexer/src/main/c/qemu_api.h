/*
 * What the plugin uses of QEMU 7.2: the plugin interface, version 1, and a few
 * exported functions of the emulator.  The distribution does not package the
 * plugin header, so the declarations stand here.
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
#ifndef RRQ_QEMU_API_H
#define RRQ_QEMU_API_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>

/* ---- the plugin interface (docs/devel/tcg-plugins.rst) ---- */

#define QEMU_PLUGIN_VERSION 1

typedef uint64_t qemu_plugin_id_t;
typedef uint32_t qemu_plugin_meminfo_t;

typedef struct {
    const char *target_name;
    struct {
        int min;
        int cur;
    } version;
    bool system_emulation;
    union {
        struct {
            int smp_vcpus;
            int max_vcpus;
        } system;
    };
} qemu_info_t;

enum qemu_plugin_cb_flags {
    QEMU_PLUGIN_CB_NO_REGS,
    QEMU_PLUGIN_CB_R_REGS,
    QEMU_PLUGIN_CB_RW_REGS,
};

enum qemu_plugin_mem_rw {
    QEMU_PLUGIN_MEM_R = 1,
    QEMU_PLUGIN_MEM_W,
    QEMU_PLUGIN_MEM_RW,
};

struct qemu_plugin_tb;
struct qemu_plugin_insn;

/*
 * The result of an address lookup.  The interface keeps its layout to itself;
 * reading the host address here spares a search of the RAM blocks at each
 * access.  check_hwaddr_layout() compares it with the official answer.
 */
struct qemu_plugin_hwaddr {
    bool is_io;
    bool is_store;
    union {
        struct {
            void *section;
            uint64_t offset;
        } io;
        struct {
            void *hostaddr;
        } ram;
    } v;
};

typedef void (*qemu_plugin_tb_trans_cb)(qemu_plugin_id_t, struct qemu_plugin_tb *);
typedef void (*qemu_plugin_mem_cb)(unsigned int vcpu, qemu_plugin_meminfo_t,
                                   uint64_t vaddr, void *userdata);
typedef void (*qemu_plugin_udata_cb)(qemu_plugin_id_t, void *userdata);
typedef void (*qemu_plugin_exec_cb)(unsigned int vcpu, void *userdata);

void qemu_plugin_register_vcpu_tb_trans_cb(qemu_plugin_id_t, qemu_plugin_tb_trans_cb);
void qemu_plugin_register_vcpu_tb_exec_cb(struct qemu_plugin_tb *, qemu_plugin_exec_cb,
                                          enum qemu_plugin_cb_flags, void *userdata);
void qemu_plugin_register_vcpu_insn_exec_cb(struct qemu_plugin_insn *, qemu_plugin_exec_cb,
                                            enum qemu_plugin_cb_flags, void *userdata);
void qemu_plugin_register_vcpu_mem_cb(struct qemu_plugin_insn *, qemu_plugin_mem_cb,
                                      enum qemu_plugin_cb_flags, enum qemu_plugin_mem_rw,
                                      void *userdata);
void qemu_plugin_register_atexit_cb(qemu_plugin_id_t, qemu_plugin_udata_cb, void *userdata);

size_t qemu_plugin_tb_n_insns(const struct qemu_plugin_tb *);
struct qemu_plugin_insn *qemu_plugin_tb_get_insn(const struct qemu_plugin_tb *, size_t);
const void *qemu_plugin_insn_data(const struct qemu_plugin_insn *);
size_t qemu_plugin_insn_size(const struct qemu_plugin_insn *);
uint64_t qemu_plugin_insn_vaddr(const struct qemu_plugin_insn *);

bool qemu_plugin_mem_is_store(qemu_plugin_meminfo_t);
struct qemu_plugin_hwaddr *qemu_plugin_get_hwaddr(qemu_plugin_meminfo_t, uint64_t vaddr);
bool qemu_plugin_hwaddr_is_io(const struct qemu_plugin_hwaddr *);
uint64_t qemu_plugin_hwaddr_phys_addr(const struct qemu_plugin_hwaddr *);

/* qemu_plugin_mem_size_shift() and qemu_plugin_mem_is_store() without the calls. */
static inline unsigned int mem_size_shift(qemu_plugin_meminfo_t info)
{
    return (info >> 4) & 0x7;
}

static inline bool mem_is_store(qemu_plugin_meminfo_t info)
{
    return (info >> 16) & QEMU_PLUGIN_MEM_W;
}

/* ---- what qemu-rr.patch adds; NULL in a QEMU without it ---- */

enum qemu_plugin_write_origin {
    QEMU_PLUGIN_WRITE_CPU,
    QEMU_PLUGIN_WRITE_DEVICE,
};

/* A write to RAM that no instruction made. */
struct qemu_plugin_write {
    uint64_t paddr;
    uint64_t vaddr; /* of what the CPU pushes, else 0 */
    uint64_t size;
    const void *data; /* in the guest's memory, which has the new value */
    uint64_t icount;
    enum qemu_plugin_write_origin origin;
    const char *device;
};

typedef void (*qemu_plugin_write_cb_t)(qemu_plugin_id_t, const struct qemu_plugin_write *);

void qemu_plugin_register_write_cb(qemu_plugin_id_t, qemu_plugin_write_cb_t)
    __attribute__((weak));

/* ---- exported by the emulator itself ---- */

typedef struct CPUState CPUState;
typedef struct RAMBlock RAMBlock;

extern __thread CPUState *current_cpu __attribute__((tls_model("initial-exec")));

void icount_update(CPUState *cpu);
int64_t icount_get_raw(void);
int64_t icount_get(void);
int64_t icount_to_ns(int64_t icount);

CPUState *qemu_get_cpu(int index);
RAMBlock *qemu_ram_block_by_name(const char *name);
void *qemu_ram_get_host_addr(RAMBlock *block);
uint64_t qemu_ram_get_used_length(RAMBlock *block);

typedef struct {
    uint8_t *data;
    unsigned int len;
} GByteArray;

GByteArray *g_byte_array_new(void);
GByteArray *g_byte_array_set_size(GByteArray *array, unsigned int length);
int x86_cpu_gdb_read_register(CPUState *cpu, GByteArray *buffer, int number);
void x86_cpu_dump_state(CPUState *cpu, FILE *file, int flags);

typedef struct {
    uint64_t opaque[4];
} MemTxAttrs;

uint64_t cpu_get_phys_page_attrs_debug(CPUState *cpu, uint64_t vaddr, MemTxAttrs *attrs);

void *object_get_class(void *object);

#endif
