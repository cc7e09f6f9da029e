/*
 * One shadow stack for each stack of the machine.
 *
 * A frame is known by the address of the slot that holds its return address.
 * The stack grows downwards, so any use of the stack at an address ends all
 * frames whose slots are at or below it: returns, longjmp and stacks that are
 * simply left behind come to the same.  Kernel stacks are told apart by their
 * 16 KiB region; a stack that grows beyond its region keeps its identity.
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
#include "stacks.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "channel.h"
#include "clock.h"
#include "contexts.h"
#include "cpu.h"
#include "decode.h"
#include "entries.h"
#include "memory.h"

#define REGION_SHIFT 14

/* A use this near to the last one is of the same stack, whatever its region. */
#define NEAR_KERNEL 4096u
#define NEAR_USER 65536u

/* At most so many words are restored when a task is switched to. */
#define SWITCH_FRAME_WORDS 8u

/* A new task's stack holds no more bytes at first: the registers of user mode, and that. */
#define FRESH_STACK_BYTES 256u

/* Deeper frames are not recorded: they keep the context of the last one that is. */
#define FRAMES_LIMIT 65536u

struct stack;

struct frame {
    uint64_t slot;
    uint64_t function; /* 0 until its entry is seen, and where it has no symbol */
    uint64_t entry_time;
    uint64_t pc; /* the return address, or the interrupted pc */
    uint32_t caller_context;
    uint32_t context;
    struct stack *interrupted; /* null unless this is an interrupt's */
    uint64_t handler;
    uint64_t interrupt_time;
    uint8_t arguments_known;
    uint64_t arguments[ARGUMENTS];
};

struct stack {
    uint64_t key;
    struct stack *next_in_bucket;
    struct stack *owner;      /* the stack of which this region is a continuation, or itself */
    struct stack *user;       /* the user stack from which this kernel stack was entered */
    uint64_t last;            /* where it was used last */
    uint32_t base_context;    /* of what runs on it outside any frame */
    uint32_t count;
    uint32_t capacity;
    bool is_user;
    struct frame *frames;
};

#define STACK_BUCKETS (1u << 14)
static struct stack *buckets[STACK_BUCKETS];

/* Between a system call instruction and the first use of the kernel's stack; and at first. */
static struct stack limbo = { .owner = &limbo };
static struct stack *current = &limbo;
uint32_t stacks_context;
bool stacks_followed = true;

static struct stream calls = { .type = MESSAGE_CALLS, .record_size = sizeof(struct call_record) };
static struct stream interrupts = { .type = MESSAGE_INTERRUPTS,
                                    .record_size = sizeof(struct interrupt_record) };

static bool is_user_address(uint64_t address)
{
    return address >> 63 == 0;
}

static void set_context(void)
{
    stacks_context =
        current->count ? current->frames[current->count - 1].context : current->base_context;
}

static void tell_call(const struct frame *frame, enum call_end end, uint64_t time)
{
    struct call_record *record = stream_add(&calls, time);
    *record = (struct call_record){
        .entry_time = frame->entry_time,
        .end_time = time,
        .function = frame->function,
        .context = frame->context,
        .end = (uint8_t)end,
        .arguments_known = frame->arguments_known,
    };
    memcpy(record->arguments, frame->arguments, sizeof(record->arguments));
}

static void end_frame(const struct frame *frame, enum call_end end, uint64_t time)
{
    if (frame->function) {
        tell_call(frame, end, time);
    }
    if (frame->interrupted) {
        struct interrupt_record *record = stream_add(&interrupts, time);
        *record = (struct interrupt_record){
            .entry_time = frame->interrupt_time,
            .end_time = time,
            .handler = frame->handler,
            .interrupted_pc = frame->pc,
            .context = frame->caller_context,
            .end = (uint8_t)end,
        };
    }
}

/*
 * Whether the frame is of an interrupt of user mode.  The return from it leaves
 * that frame, and goes by a copy of it, at the top of a stack of the CPU.
 */
static bool is_from_user(const struct frame *frame)
{
    return frame->interrupted && frame->interrupted->is_user;
}

/* Ends the frames at and below an address; tells whether one exactly there has returned. */
static bool discard(struct stack *stack, uint64_t address, bool returning, uint64_t time)
{
    bool returned = false;
    while (stack->count && stack->frames[stack->count - 1].slot <= address) {
        const struct frame *frame = &stack->frames[--stack->count];
        returned = returning && (frame->slot == address || is_from_user(frame));
        end_frame(frame, returned ? CALL_RETURNED : CALL_UNWOUND, time);
    }
    stack->last = address;
    return returned;
}

static uint64_t key_of(uint64_t address)
{
    uint64_t region = address >> REGION_SHIFT;
    return is_user_address(address) ? region ^ (cpu_address_space() << 36) : region;
}

static struct stack **bucket_of(uint64_t key)
{
    return &buckets[(key * 0x9e3779b97f4a7c15u) >> 50];
}

static struct stack *stack_at(uint64_t address)
{
    uint64_t key = key_of(address);
    struct stack **bucket = bucket_of(key);
    for (struct stack *stack = *bucket; stack; stack = stack->next_in_bucket) {
        if (stack->key == key) {
            return stack->owner;
        }
    }
    struct stack *stack = calloc(1, sizeof(*stack));
    if (!stack) {
        fprintf(stderr, "rrq plugin: no memory for another stack\n");
        _exit(1);
    }
    stack->key = key;
    stack->is_user = is_user_address(address);
    uint64_t near = stack->is_user ? NEAR_USER : NEAR_KERNEL;
    bool continues = current != &limbo && current->is_user == stack->is_user &&
                     address - current->last + near < 2 * near;
    stack->owner = continues ? current : stack;
    stack->next_in_bucket = *bucket;
    *bucket = stack;
    return stack->owner;
}

/*
 * The stack pointer is at an address: ends what lies below it, and changes to
 * the stack that it is in.
 *
 * fresh: what runs there was not entered from what runs now.
 * Tells whether a frame exactly there has returned.
 */
static bool change_stack(uint64_t address, bool fresh, bool returning, uint64_t time)
{
    struct stack *stack = stack_at(address);
    bool returned = discard(stack, address, returning, time);
    if (stack != current) {
        if (stack->count == 0) {
            stack->base_context = fresh || stack->is_user ? CONTEXT_ROOT : stacks_context;
            stack->user = fresh ? NULL : current->is_user ? current : current->user;
        }
        current = stack;
    }
    set_context();
    return returned;
}

static void push_frame(const struct frame *frame)
{
    struct stack *stack = current;
    if (stack->count == stack->capacity) {
        uint32_t capacity = stack->capacity ? 2 * stack->capacity : 64;
        if (capacity > FRAMES_LIMIT) {
            return;
        }
        stack->frames = realloc(stack->frames, capacity * sizeof(*stack->frames));
        if (!stack->frames) {
            fprintf(stderr, "rrq plugin: no memory for a deeper stack\n");
            _exit(1);
        }
        stack->capacity = capacity;
    }
    stack->frames[stack->count++] = *frame;
    stack->last = frame->slot;
    stacks_context = frame->context;
}

/* The same for the stack pointer of an instruction that accesses memory there. */
static bool touch(uint64_t address, bool returning, const struct access_site *site)
{
    bool same = current->key == address >> REGION_SHIFT;
    if (__builtin_expect(same, 1)) {
        current->last = address;
        if (current->count == 0 || current->frames[current->count - 1].slot > address) {
            return false;
        }
    }
    uint64_t time = icount_now() - site->back;
    if (same || (current->is_user && is_user_address(address) &&
                 address - current->last + NEAR_USER < 2 * (uint64_t)NEAR_USER)) {
        bool returned = discard(current, address, returning, time);
        set_context();
        return returned;
    }
    return change_stack(address, false, returning, time);
}

/*
 * What runs first on a fresh kernel stack returns to a function, above the
 * registers that a switch restores.  Nobody called it: the kernel put it there.
 */
static void find_first_return(uint64_t stack_pointer)
{
    if (-stack_pointer % (1u << REGION_SHIFT) > FRESH_STACK_BYTES) {
        return;
    }
    for (unsigned int word = SWITCH_FRAME_WORDS; word-- > 0;) {
        uint64_t slot = stack_pointer + 8 * word;
        uint64_t function = cpu_read_memory(current_cpu, slot);
        if (entries_find(function)) {
            stacks_called(slot, function);
            return;
        }
    }
}

/* Back to the user stack from which the kernel was entered. */
static void return_to_user(void)
{
    struct stack *user = current->user;
    if (user) {
        current = user;
    } else {
        limbo.count = 0;
        limbo.base_context = CONTEXT_ROOT;
        limbo.user = NULL;
        current = &limbo;
    }
    set_context();
}

/* The interrupt return that ran last, which loads several words: when, and the stack pointer. */
static uint64_t interrupt_return_time = UINT64_MAX;
static uint64_t interrupt_return_slot;

static void interrupt_return(const struct access_site *site, uint64_t vaddr, uint64_t value)
{
    uint64_t now = icount_now() - site->back;
    if (now == interrupt_return_time) {
        if (vaddr == interrupt_return_slot + 8 && (value & 3) == 3 && !current->is_user) {
            return_to_user();
        }
        return;
    }
    interrupt_return_time = now;
    interrupt_return_slot = vaddr;
    struct stack *back = NULL;
    struct stack *stack = stack_at(vaddr);
    if (stack->count) {
        const struct frame *frame = &stack->frames[stack->count - 1];
        if (frame->slot == vaddr) {
            back = frame->interrupted;
        }
    }
    touch(vaddr, true, site);
    if (back) {
        current = back;
        set_context();
    }
}

/*
 * Entry code moves its return address to another slot before it returns to it.
 * A return from where nothing was pushed, to the address of the innermost
 * frame, ends that frame.
 */
static void end_moved_frame(uint64_t vaddr, uint64_t return_address,
                            const struct access_site *site)
{
    if (current->count) {
        const struct frame *frame = &current->frames[current->count - 1];
        if (frame->slot > vaddr && frame->pc == return_address && !frame->interrupted) {
            discard(current, frame->slot, true, icount_now() - site->back);
            current->last = vaddr;
            set_context();
        }
    }
}

/* The kernel's first far jump to itself leaves the address below which its main function runs. */
static void far_return(uint64_t vaddr, const struct access_site *site)
{
    static uint64_t last_time = UINT64_MAX;
    static uint64_t offset_slot;
    uint64_t now = icount_now() - site->back;
    if (now != last_time) {
        last_time = now;
        offset_slot = vaddr;
        touch(vaddr, false, site);
        return;
    }
    if (vaddr != offset_slot + 8) {
        return; /* the rest of a return to another stack */
    }
    uint64_t return_address = cpu_read_memory(current_cpu, vaddr + 8);
    touch(vaddr, false, site);
    if (!is_user_address(return_address)) {
        stacks_called(vaddr + 8, return_address);
    }
}

void stacks_before_access(const struct access_site *site, uint64_t vaddr, bool store,
                          uint64_t value)
{
    uint32_t flags = site->flags;
    if (store) {
        if (flags & (SITE_CALL | SITE_PUSH)) {
            touch(vaddr, false, site);
        }
    } else if (flags & (SITE_RETURN | SITE_POP)) {
        bool returned = touch(vaddr, (flags & SITE_RETURN) != 0, site);
        if ((flags & SITE_RETURN) && !returned) {
            end_moved_frame(vaddr, value, site);
        }
    } else if (flags & SITE_INTERRUPT_RETURN) {
        interrupt_return(site, vaddr, value);
    } else if (flags & SITE_FAR_RETURN) {
        far_return(vaddr, site);
    } else if (flags & (SITE_STACK_LOAD | SITE_STACK_LOAD_CPU)) {
        bool fresh = (flags & SITE_STACK_LOAD) != 0;
        change_stack(value - 1, fresh, !fresh, icount_now() - site->back);
        if (fresh && current->count == 0) {
            find_first_return(value);
        }
    }
}

void stacks_called(uint64_t slot, uint64_t return_address)
{
    uint32_t caller = stacks_context;
    struct frame frame = {
        .slot = slot,
        .pc = return_address,
        .caller_context = caller,
        .context = context_of(caller, return_address, CONTEXT_CALL),
    };
    push_frame(&frame);
}

void stacks_interrupted(uint64_t pc, uint64_t handler, uint64_t slot, uint64_t time)
{
    if (!stacks_followed) {
        return;
    }
    struct stack *interrupted = current;
    uint32_t context = context_of(stacks_context, pc, CONTEXT_INTERRUPT);
    uint32_t caller = stacks_context;
    change_stack(slot, false, false, time);
    struct frame frame = {
        .slot = slot,
        .pc = pc,
        .caller_context = caller,
        .context = context,
        .interrupted = interrupted,
        .handler = handler,
        .interrupt_time = time,
    };
    push_frame(&frame);
}

/* A narrow argument leaves the rest of its register undefined. */
static uint64_t argument_of(uint64_t value, uint8_t place)
{
    uint32_t unused = 64 - 8 * ARGUMENT_SIZE(place);
    value <<= unused;
    return place & ARGUMENT_SIGNED ? (uint64_t)((int64_t)value >> unused) : value >> unused;
}

static void take_arguments(struct frame *frame, const uint8_t *places)
{
    frame->arguments_known = 0;
    for (uint32_t i = 0; places && i < ARGUMENTS; i++) {
        if (places[i] & ARGUMENT_PRESENT) {
            uint64_t value = cpu_argument_register(ARGUMENT_REGISTER(places[i]));
            frame->arguments[i] = argument_of(value, places[i]);
            frame->arguments_known |= (uint8_t)(1u << i);
        }
    }
}

void stacks_at_entry(unsigned int vcpu, void *userdata)
{
    (void)vcpu;
    if (!memory_is_capturing()) {
        return; /* on the way to the window nobody listens */
    }
    const struct access_site *site = userdata;
    uint64_t now = icount_now() - site->back;
    if (current->count == 0) {
        struct frame frame = { .function = site->pc,
                               .entry_time = now,
                               .context = current->base_context };
        take_arguments(&frame, site->arguments);
        tell_call(&frame, CALL_BASE, now);
        return;
    }
    struct frame *frame = &current->frames[current->count - 1];
    if (frame->function == site->pc && frame->entry_time == now) {
        return; /* the emulator began its first instruction again, for a device's memory */
    }
    if (frame->function) {
        tell_call(frame, CALL_JUMPED, now);
    }
    frame->function = site->pc;
    frame->entry_time = now;
    take_arguments(frame, site->arguments);
}

void stacks_at_syscall(unsigned int vcpu, void *userdata)
{
    (void)vcpu;
    if (!memory_is_capturing()) {
        return;
    }
    const struct access_site *site = userdata;
    struct stack *user = current->is_user ? current : current->user;
    limbo.count = 0;
    limbo.base_context = context_of(stacks_context, site->pc, CONTEXT_SYSCALL);
    limbo.user = user;
    current = &limbo;
    set_context();
}

void stacks_at_sysret(unsigned int vcpu, void *userdata)
{
    (void)vcpu;
    (void)userdata;
    if (memory_is_capturing()) {
        return_to_user();
    }
}

void stacks_flush(uint64_t time)
{
    for (uint32_t i = 0; i < STACK_BUCKETS; i++) {
        for (struct stack *stack = buckets[i]; stack; stack = stack->next_in_bucket) {
            while (stack->owner == stack && stack->count) {
                end_frame(&stack->frames[--stack->count], CALL_OPEN, time);
            }
        }
    }
    stream_flush(&calls, time);
    stream_flush(&interrupts, time);
}
