/*
 * Slots and socket between the emulator and the indexer.
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
#include "channel.h"

#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <unistd.h>

static int channel_fd = -1;
static uint8_t *slots;
static uint32_t slot_bytes;
static uint32_t slot_count;

/* What the receiving thread tells the others; free slots are a stack. */
static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER;
static pthread_cond_t change = PTHREAD_COND_INITIALIZER;
static uint32_t *free_slots;
static uint32_t free_count;
static struct command pending; /* the indexer sends no second one before the first's answer */
static bool channel_gone;

static void fail(const char *what, const char *path)
{
    fprintf(stderr, "rrq plugin: cannot %s %s: %s\n", what, path, strerror(errno));
    _exit(1);
}

void start_thread(void *(*body)(void *))
{
    /* Signals are the emulator's: its threads alone may take them. */
    sigset_t all;
    sigset_t before;
    pthread_t thread;
    sigfillset(&all);
    pthread_sigmask(SIG_SETMASK, &all, &before);
    int error = pthread_create(&thread, NULL, body, NULL);
    pthread_sigmask(SIG_SETMASK, &before, NULL);
    if (error) {
        fprintf(stderr, "rrq plugin: cannot start a thread: %s\n", strerror(error));
        _exit(1);
    }
    pthread_detach(thread);
}

static void *receive_commands(void *unused);

void channel_open(const char *slots_path, const char *socket_path, uint32_t bytes, uint32_t count)
{
    slot_bytes = bytes;
    slot_count = count;
    int fd = open(slots_path, O_RDWR | O_CLOEXEC);
    if (fd < 0) {
        fail("open", slots_path);
    }
    slots = mmap(NULL, (size_t)bytes * count, PROT_READ | PROT_WRITE, MAP_SHARED, fd, 0);
    if (slots == MAP_FAILED) {
        fail("map", slots_path);
    }
    close(fd);

    free_slots = calloc(count, sizeof(*free_slots));
    for (uint32_t i = 0; i < count; i++) {
        free_slots[free_count++] = count - 1 - i;
    }

    struct sockaddr_un address = { .sun_family = AF_UNIX };
    if (strlen(socket_path) >= sizeof(address.sun_path)) {
        errno = ENAMETOOLONG;
        fail("connect to", socket_path);
    }
    strcpy(address.sun_path, socket_path);
    channel_fd = socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0);
    if (channel_fd < 0 || connect(channel_fd, (struct sockaddr *)&address, sizeof(address)) < 0) {
        fail("connect to", socket_path);
    }
    start_thread(receive_commands);
}

/* Nobody listens any more: nothing that this process could still do is of use. */
static void indexer_is_gone(void)
{
    _exit(1);
}

static pthread_mutex_t send_lock = PTHREAD_MUTEX_INITIALIZER;

void channel_send(enum message_type type, uint32_t argument, uint64_t count, uint64_t time)
{
    struct message message = { type, argument, count, time };
    const uint8_t *p = (const uint8_t *)&message;
    size_t left = sizeof(message);
    pthread_mutex_lock(&send_lock);
    while (left > 0) {
        ssize_t n = send(channel_fd, p, left, MSG_NOSIGNAL);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            indexer_is_gone();
        }
        p += n;
        left -= (size_t)n;
    }
    pthread_mutex_unlock(&send_lock);
}

static bool receive(void *buffer, size_t size)
{
    uint8_t *p = buffer;
    while (size > 0) {
        ssize_t n = recv(channel_fd, p, size, 0);
        if (n < 0 && errno == EINTR) {
            continue;
        }
        if (n <= 0) {
            return false;
        }
        p += n;
        size -= (size_t)n;
    }
    return true;
}

/*
 * Receives on a thread of its own, so that slots come free while a command is
 * carried out that fills them.
 */
static void *receive_commands(void *unused)
{
    (void)unused;
    struct command command;
    while (receive(&command, sizeof(command))) {
        pthread_mutex_lock(&lock);
        if (command.type != COMMAND_FREE) {
            pending = command;
        } else if (command.argument < slot_count && free_count < slot_count) {
            free_slots[free_count++] = command.argument;
        }
        pthread_cond_broadcast(&change);
        pthread_mutex_unlock(&lock);
    }
    pthread_mutex_lock(&lock);
    channel_gone = true;
    pthread_cond_broadcast(&change);
    pthread_mutex_unlock(&lock);
    return NULL;
}

bool channel_next_command(struct command *command)
{
    pthread_mutex_lock(&lock);
    while (pending.type == 0 && !channel_gone) {
        pthread_cond_wait(&change, &lock);
    }
    *command = pending;
    pending.type = 0;
    pthread_mutex_unlock(&lock);
    return command->type != 0;
}

static uint32_t take_free_slot(void)
{
    pthread_mutex_lock(&lock);
    while (free_count == 0 && !channel_gone) {
        pthread_cond_wait(&change, &lock);
    }
    if (channel_gone) {
        indexer_is_gone();
    }
    uint32_t slot = free_slots[--free_count];
    pthread_mutex_unlock(&lock);
    return slot;
}

void stream_flush(struct stream *stream, uint64_t time)
{
    if (stream->end == NULL) {
        return;
    }
    uint8_t *start = slots + (size_t)stream->slot * slot_bytes;
    channel_send(stream->type, stream->slot, (uint64_t)(stream->next - start), time);
    stream->next = stream->end = NULL;
}

void stream_refill(struct stream *stream, uint64_t time)
{
    stream_flush(stream, time);
    stream->slot = take_free_slot();
    stream->next = slots + (size_t)stream->slot * slot_bytes;
    stream->end = stream->next + slot_bytes;
}
