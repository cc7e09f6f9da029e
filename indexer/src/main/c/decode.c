/*
 * Recognises the instructions that use the stack.
 * Encodings: Intel 64 and IA-32 Architectures Software Developer's Manual,
 * volume 2, appendix A.
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
#include "decode.h"

#define REX_R 0x4u
#define REX_W 0x8u
#define PREFIX_GS 0x65

#define REGISTER_RSP 4u

static uint32_t decode_two_byte(uint8_t opcode)
{
    switch (opcode) {
    case 0x05:
        return SITE_SYSCALL;
    case 0x07:
        return SITE_SYSRET;
    case 0xa0: /* push fs, push gs */
    case 0xa8:
        return SITE_PUSH;
    case 0xa1:
    case 0xa9:
        return SITE_POP;
    default:
        return 0;
    }
}

uint32_t decode_stack_use(const uint8_t *code, size_t bytes)
{
    const uint8_t *end = code + bytes;
    uint8_t segment = 0;
    uint8_t rex = 0;

    for (; code < end; code++) {
        uint8_t b = *code;
        if (b == 0x64 || b == PREFIX_GS) {
            segment = b;
        } else if (b != 0x66 && b != 0x67 && b != 0xf2 && b != 0xf3 && b != 0xf0 && b != 0x2e &&
                   b != 0x36 && b != 0x3e && b != 0x26) {
            break;
        }
    }
    if (code < end && (*code & 0xf0) == 0x40) {
        rex = *code++;
    }
    if (code >= end) {
        return 0;
    }
    uint8_t opcode = *code++;
    uint8_t modrm = code < end ? *code : 0;
    unsigned int extension = (modrm >> 3) & 7;

    if (opcode >= 0x50 && opcode <= 0x57) {
        return SITE_PUSH;
    }
    if (opcode >= 0x58 && opcode <= 0x5f) {
        return SITE_POP;
    }
    switch (opcode) {
    case 0x0f:
        return decode_two_byte(modrm);
    case 0x68:
    case 0x6a:
    case 0x9c:
    case 0xc8:
        return SITE_PUSH;
    case 0x8f:
    case 0x9d:
    case 0xc9:
        return SITE_POP;
    case 0xe8:
        return SITE_CALL;
    case 0xc2:
    case 0xc3:
        return SITE_RETURN;
    case 0xca:
    case 0xcb:
        return SITE_FAR_RETURN;
    case 0xcf:
        return SITE_INTERRUPT_RETURN;
    case 0xff:
        return extension == 2 ? SITE_CALL : extension == 6 ? SITE_PUSH : 0;
    case 0x8b:
        if (extension == REGISTER_RSP && !(rex & REX_R) && (rex & REX_W) && (modrm >> 6) != 3) {
            return segment == PREFIX_GS ? SITE_STACK_LOAD_CPU : SITE_STACK_LOAD;
        }
        return 0;
    default:
        return 0;
    }
}
