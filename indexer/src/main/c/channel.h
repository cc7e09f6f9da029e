/*
 * The way from the emulator to the indexer: slots of a shared file that carry
 * records, and a socket on which the two sides tell which slots are full,
 * which are free, and what to do next.
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
#ifndef RRQ_CHANNEL_H
#define RRQ_CHANNEL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Raised with any change of a record or message below. */
#define CHANNEL_VERSION 2

/* What a slot holds; also the first word of each message to the indexer. */
enum message_type {
    MESSAGE_PAGES = 2,  /* struct page_record */
    MESSAGE_WRITES = 3, /* struct write_record */
    MESSAGE_ENDED = 4,  /* argument: a statistic's number; count: its value */
    MESSAGE_CALLS = 6,      /* struct call_record, in order of their ends */
    MESSAGE_INTERRUPTS = 7, /* struct interrupt_record, likewise */
    MESSAGE_CONTEXTS = 8,   /* struct context_record */
    MESSAGE_CLOCK = 9,      /* struct clock_record */
    MESSAGE_BEGUN = 5,  /* argument: CHANNEL_VERSION; count: bytes of memory */
};

/* What the indexer asks for: one message of 8 bytes, command and argument. */
enum command_type {
    COMMAND_FREE = 1,  /* argument: a slot that may be filled again */
    COMMAND_BEGIN = 2, /* the machine is stopped: start to capture here */
    COMMAND_END = 3,   /* the machine is stopped: compare all memory, flush */
};

struct message {
    uint32_t type;
    uint32_t argument; /* the slot, for those that name one */
    uint64_t count;    /* bytes used of the slot */
    uint64_t time;     /* icount reached, or 0 */
};

struct command {
    uint32_t type;
    uint32_t argument;
};

/* A sequence of records of one kind, that fills one slot after another. */
struct stream {
    enum message_type type;
    size_t record_size;
    uint8_t *next;
    uint8_t *end;
    uint32_t slot;
};

/* Maps the slots and connects; exits the process with a sentence on failure. */
void channel_open(const char *slots_path, const char *socket_path, uint32_t slot_bytes,
                  uint32_t slots);

/* Starts a thread that takes none of the emulator's signals; exits on failure. */
void start_thread(void *(*body)(void *));

/* Sends a message that needs no slot. */
void channel_send(enum message_type type, uint32_t argument, uint64_t count, uint64_t time);

/* Waits for the next command other than COMMAND_FREE; false when the indexer is gone. */
bool channel_next_command(struct command *command);

/* Waits for a free slot: the emulator stands still until the indexer keeps up. */
void stream_refill(struct stream *stream, uint64_t time);
void stream_flush(struct stream *stream, uint64_t time);

/* Room for one record. */
static inline void *stream_add(struct stream *stream, uint64_t time)
{
    if (__builtin_expect(stream->next + stream->record_size > stream->end, 0)) {
        stream_refill(stream, time);
    }
    void *record = stream->next;
    stream->next += stream->record_size;
    return record;
}

#endif
