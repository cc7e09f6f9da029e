/*
 * Reads instructions of 64-bit code, a line of hexadecimal bytes each, and prints those of which
 * decode_is_whole() does not say that they are whole, and without their last byte are not.
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

#include "decode.h"

int main(void)
{
    char line[256];
    while (fgets(line, sizeof(line), stdin)) {
        uint8_t code[16];
        size_t bytes = 0;
        unsigned int value;
        int used;
        for (char *at = line; bytes < sizeof(code) && sscanf(at, "%2x%n", &value, &used) == 1;
             at += used) {
            code[bytes++] = (uint8_t)value;
        }
        if (!decode_is_whole(code, bytes, CODE_64) ||
            (bytes > 1 && decode_is_whole(code, bytes - 1, CODE_64))) {
            fputs(line, stdout);
        }
    }
    return 0;
}
