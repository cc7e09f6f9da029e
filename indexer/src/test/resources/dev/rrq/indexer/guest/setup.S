# The real-mode part of the conformance guest: five sectors that a boot loader
# loads by the Linux boot protocol (Documentation/arch/x86/boot.rst). It tries
# 16-bit stores, and enters protected mode at 1 MiB.
        .intel_syntax noprefix
        .code16
        .text
        .globl _start

        .org    0x1f1
        .byte   4                       # setup_sects
        .word   1                       # root_flags
        .long   0x1000                  # syssize
        .word   0, 0, 0
        .word   0xaa55                  # boot_flag
        .org    0x200
_start: .byte   0xeb, start - 1f        # jump
1:      .ascii  "HdrS"
        .word   0x204                   # protocol
        .long   0
        .word   0x1000, 0
        .byte   0                       # type_of_loader
        .byte   1                       # loadflags: the rest is loaded high
        .word   0x8000
        .long   0x100000                # code32_start
        .long   0, 0                    # ramdisk
        .long   0
        .word   0, 0
        .long   0                       # cmd_line_ptr
        .long   0x37ffffff              # initrd_addr_max
        .org    0x270

start:  cli
        cld
        mov     ax, 0x1000              # where this file is loaded
        mov     ds, ax
        mov     ss, ax
        mov     sp, 0x9000
        mov     ax, 0x1800              # a segment of its own
        mov     es, ax

# Stores with 16-bit addresses, in segments with a base.
        mov     bx, 0x8000
        mov     si, 0x10
        mov     word ptr [bx + si], 0x1122
        mov     byte ptr es:[bx], 0x33
        mov     dword ptr [bx + 0x20], 0x44556677
        push    ax
        pushad
        popad
        pusha
        popa
        call    1f
        jmp     2f
1:      ret
2:      enter   4, 0
        leave
        pushfd
        popfd
        mov     di, 0x100
        mov     cx, 3
        mov     ax, 0x5a5a
        rep stosw
        mov     si, 0x8000
        mov     cx, 5
        rep movsb
        pop     ax

        lgdt    [gdt_pointer]
        mov     eax, cr0
        or      al, 1
        mov     cr0, eax
        .byte   0x66, 0xea              # far jump with a 32-bit offset
        .long   0x100000
        .word   8

        .balign 8
gdt:    .quad   0
        .quad   0x00cf9b000000ffff      # code, 32 bits, accessed
        .quad   0x00cf93000000ffff      # data
gdt_pointer:
        .word   . - gdt - 1
        .long   0x10000 + gdt
        .org    5 * 512
