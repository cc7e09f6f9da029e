package dev.rrq.symbols.dwarf;

/** The attributes that {@link Die} keeps, as small numbers. */
final class Slot {

  static final int IGNORED = -1;
  static final int SIBLING = 0;
  static final int LOCATION = 1;
  static final int NAME = 2;
  static final int BYTE_SIZE = 3;
  static final int BIT_OFFSET = 4;
  static final int BIT_SIZE = 5;
  static final int STMT_LIST = 6;
  static final int LOW_PC = 7;
  static final int HIGH_PC = 8;
  static final int LANGUAGE = 9;
  static final int COMP_DIR = 10;
  static final int CONST_VALUE = 11;
  static final int UPPER_BOUND = 12;
  static final int ABSTRACT_ORIGIN = 13;
  static final int COUNT = 14;
  static final int MEMBER_LOCATION = 15;
  static final int DECL_FILE = 16;
  static final int DECL_LINE = 17;
  static final int DECLARATION = 18;
  static final int ENCODING = 19;
  static final int EXTERNAL = 20;
  static final int SPECIFICATION = 21;
  static final int TYPE = 22;
  static final int RANGES = 23;
  static final int CALL_FILE = 24;
  static final int CALL_LINE = 25;
  static final int DATA_BIT_OFFSET = 26;
  static final int STR_OFFSETS_BASE = 27;
  static final int ADDR_BASE = 28;
  static final int RNGLISTS_BASE = 29;
  static final int SIGNATURE = 30;
  static final int COUNT_OF_SLOTS = 31;

  private Slot() {}

  static int of(int attribute) {
    return switch (attribute) {
      case Dwarf.AT_SIBLING -> SIBLING;
      case Dwarf.AT_LOCATION -> LOCATION;
      case Dwarf.AT_NAME -> NAME;
      case Dwarf.AT_BYTE_SIZE -> BYTE_SIZE;
      case Dwarf.AT_BIT_OFFSET -> BIT_OFFSET;
      case Dwarf.AT_BIT_SIZE -> BIT_SIZE;
      case Dwarf.AT_STMT_LIST -> STMT_LIST;
      case Dwarf.AT_LOW_PC -> LOW_PC;
      case Dwarf.AT_HIGH_PC -> HIGH_PC;
      case Dwarf.AT_LANGUAGE -> LANGUAGE;
      case Dwarf.AT_COMP_DIR -> COMP_DIR;
      case Dwarf.AT_CONST_VALUE -> CONST_VALUE;
      case Dwarf.AT_UPPER_BOUND -> UPPER_BOUND;
      case Dwarf.AT_ABSTRACT_ORIGIN -> ABSTRACT_ORIGIN;
      case Dwarf.AT_COUNT -> COUNT;
      case Dwarf.AT_MEMBER_LOCATION -> MEMBER_LOCATION;
      case Dwarf.AT_DECL_FILE -> DECL_FILE;
      case Dwarf.AT_DECL_LINE -> DECL_LINE;
      case Dwarf.AT_DECLARATION -> DECLARATION;
      case Dwarf.AT_ENCODING -> ENCODING;
      case Dwarf.AT_EXTERNAL -> EXTERNAL;
      case Dwarf.AT_SPECIFICATION -> SPECIFICATION;
      case Dwarf.AT_TYPE -> TYPE;
      case Dwarf.AT_RANGES -> RANGES;
      case Dwarf.AT_CALL_FILE -> CALL_FILE;
      case Dwarf.AT_CALL_LINE -> CALL_LINE;
      case Dwarf.AT_DATA_BIT_OFFSET -> DATA_BIT_OFFSET;
      case Dwarf.AT_STR_OFFSETS_BASE -> STR_OFFSETS_BASE;
      case Dwarf.AT_ADDR_BASE -> ADDR_BASE;
      case Dwarf.AT_RNGLISTS_BASE -> RNGLISTS_BASE;
      case Dwarf.AT_SIGNATURE -> SIGNATURE;
      default -> IGNORED;
    };
  }
}
