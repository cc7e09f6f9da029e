/*
 * Where an instruction ends.
 * Encodings: Intel 64 and IA-32 Architectures Software Developer's Manual,
 * volume 2, chapter 2 and appendix A.
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

/* What follows an opcode. */
#define NONE 0x00u
#define MODRM 0x01u
#define IMM8 0x02u
#define IMM16 0x04u
#define IMMZ 0x08u   /* 2 bytes with operands of 16 bits, else 4 */
#define IMMV 0x10u   /* the same, but 8 with REX.W */
#define OFFSET 0x20u /* an address */
#define TEST 0x40u   /* an immediate operand of the opcode's size, if the extension is 0 or 1 */
#define FAR 0x80u    /* IMMZ and a selector, where that exists */

struct instruction {
    const uint8_t *at;
    const uint8_t *end;
    enum code_mode mode;
    bool wide_operand; /* REX.W */
    bool operand_prefix;
    bool address_prefix;
};

static uint32_t after_low_opcode(uint8_t opcode)
{
    switch (opcode & 7) {
    case 0:
    case 1:
    case 2:
    case 3:
        return MODRM;
    case 4:
        return IMM8;
    case 5:
        return IMMZ;
    default:
        return NONE;
    }
}

static uint32_t after_opcode(uint8_t opcode)
{
    switch (opcode) {
    case 0x00 ... 0x3f:
        return after_low_opcode(opcode);
    case 0x62:
    case 0x63:
    case 0x84 ... 0x8f:
    case 0xc4:
    case 0xc5:
    case 0xd0 ... 0xd3:
    case 0xd8 ... 0xdf:
    case 0xfe:
    case 0xff:
        return MODRM;
    case 0x69:
    case 0x81:
    case 0xc7:
        return MODRM | IMMZ;
    case 0x6b:
    case 0x80:
    case 0x82:
    case 0x83:
    case 0xc0:
    case 0xc1:
    case 0xc6:
        return MODRM | IMM8;
    case 0x68:
    case 0xa9:
    case 0xe8:
    case 0xe9:
        return IMMZ;
    case 0x6a:
    case 0x70 ... 0x7f:
    case 0xa8:
    case 0xb0 ... 0xb7:
    case 0xcd:
    case 0xd4:
    case 0xd5:
    case 0xe0 ... 0xe7:
    case 0xeb:
        return IMM8;
    case 0xb8 ... 0xbf:
        return IMMV;
    case 0xa0 ... 0xa3:
        return OFFSET;
    case 0xc2:
    case 0xca:
        return IMM16;
    case 0xc8:
        return IMM16 | IMM8;
    case 0x9a:
    case 0xea:
        return FAR;
    case 0xf6:
    case 0xf7:
        return MODRM | TEST;
    default:
        return NONE;
    }
}

static uint32_t after_two_byte_opcode(uint8_t opcode)
{
    switch (opcode) {
    case 0x04 ... 0x0c:
    case 0x0e:
    case 0x30 ... 0x37:
    case 0x77:
    case 0xa0 ... 0xa2:
    case 0xa8 ... 0xaa:
    case 0xc8 ... 0xcf:
        return NONE;
    case 0x80 ... 0x8f:
        return IMMZ;
    case 0x20 ... 0x23: /* their MODRM byte always names registers */
        return IMM8;
    case 0x0f:
    case 0x70 ... 0x73:
    case 0xa4:
    case 0xac:
    case 0xba:
    case 0xc2:
    case 0xc4 ... 0xc6:
        return MODRM | IMM8;
    default:
        return MODRM;
    }
}

static bool take(struct instruction *instruction, unsigned int bytes)
{
    if ((size_t)(instruction->end - instruction->at) < bytes) {
        return false;
    }
    instruction->at += bytes;
    return true;
}

static void skip_prefixes(struct instruction *instruction)
{
    for (; instruction->at < instruction->end; instruction->at++) {
        uint8_t b = *instruction->at;
        if (b == 0x66) {
            instruction->operand_prefix = true;
        } else if (b == 0x67) {
            instruction->address_prefix = true;
        } else if (b != 0x26 && b != 0x2e && b != 0x36 && b != 0x3e && b != 0x64 && b != 0x65 &&
                   b != 0xf0 && b != 0xf2 && b != 0xf3) {
            break;
        }
    }
    if (instruction->mode == CODE_64 && instruction->at < instruction->end &&
        (*instruction->at & 0xf0) == 0x40) {
        instruction->wide_operand = (*instruction->at++ & 0x08) != 0;
    }
}

static unsigned int address_bits(const struct instruction *instruction)
{
    if (!instruction->address_prefix) {
        return instruction->mode;
    }
    return instruction->mode == CODE_32 ? 16 : 32;
}

/* Passes over the operand's address; its first byte is there. */
static bool take_address(struct instruction *instruction)
{
    uint8_t modrm = *instruction->at++;
    unsigned int mod = modrm >> 6;
    unsigned int rm = modrm & 7;
    if (mod == 3) {
        return true;
    }
    if (address_bits(instruction) == 16) {
        return take(instruction, mod == 1 ? 1 : mod == 2 || rm == 6 ? 2 : 0);
    }
    unsigned int base = rm;
    if (rm == 4) {
        if (instruction->at == instruction->end) {
            return false;
        }
        base = *instruction->at++ & 7;
    }
    return take(instruction, mod == 1 ? 1 : mod == 2 || base == 5 ? 4 : 0);
}

static bool take_operands(struct instruction *instruction, uint8_t opcode, uint32_t what)
{
    bool short_operand = (instruction->mode == CODE_16) != instruction->operand_prefix;
    unsigned int size = short_operand && !instruction->wide_operand ? 2 : 4;
    unsigned int immediate = 0;

    if (what & MODRM) {
        if (instruction->at == instruction->end) {
            return false;
        }
        unsigned int extension = (*instruction->at >> 3) & 7;
        if (!take_address(instruction)) {
            return false;
        }
        if ((what & TEST) && extension <= 1) {
            immediate += (opcode & 1) ? size : 1;
        }
    }
    immediate += (what & IMM8) ? 1 : 0;
    immediate += (what & IMM16) ? 2 : 0;
    immediate += (what & IMMZ) ? size : 0;
    immediate += (what & IMMV) ? (instruction->wide_operand ? 8 : size) : 0;
    immediate += (what & OFFSET) ? address_bits(instruction) / 8 : 0;
    immediate += (what & FAR) && instruction->mode != CODE_64 ? size + 2 : 0;
    return take(instruction, immediate);
}

/* VEX: two or three bytes of prefix, which tell the map of opcodes.  The first was taken. */
static bool take_vex(struct instruction *instruction, uint8_t prefix)
{
    unsigned int map = prefix == 0xc4 && instruction->at < instruction->end
                           ? *instruction->at & 0x1f
                           : 1;
    if (!take(instruction, prefix == 0xc4 ? 2 : 1) || instruction->at == instruction->end) {
        return false;
    }
    uint8_t opcode = *instruction->at++;
    uint32_t what = map == 1   ? after_two_byte_opcode(opcode)
                    : map == 3 ? MODRM | IMM8
                               : MODRM;
    return take_operands(instruction, opcode, what);
}

bool decode_is_whole(const uint8_t *code, size_t bytes, enum code_mode mode)
{
    struct instruction instruction = { .at = code, .end = code + bytes, .mode = mode };

    skip_prefixes(&instruction);
    if (instruction.at == instruction.end) {
        return false;
    }
    uint8_t opcode = *instruction.at++;
    if (opcode == 0xc4 || opcode == 0xc5) {
        /* Outside of 64-bit mode, a load of a far pointer unless the next byte names a register. */
        if (instruction.at == instruction.end) {
            return false;
        }
        if (mode == CODE_64 || (*instruction.at >> 6) == 3) {
            return take_vex(&instruction, opcode);
        }
    }
    if (opcode != 0x0f) {
        return take_operands(&instruction, opcode, after_opcode(opcode));
    }
    if (instruction.at == instruction.end) {
        return false;
    }
    opcode = *instruction.at++;
    if (opcode != 0x38 && opcode != 0x3a) {
        return take_operands(&instruction, opcode, after_two_byte_opcode(opcode));
    }
    uint32_t what = opcode == 0x3a ? MODRM | IMM8 : MODRM;
    if (instruction.at == instruction.end) {
        return false;
    }
    opcode = *instruction.at++;
    return take_operands(&instruction, opcode, what);
}
