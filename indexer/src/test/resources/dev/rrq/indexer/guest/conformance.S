# A bare-metal guest that stores in every way that the processor knows, with an
# effect that is known beforehand. "expect" notes the effect of the instruction
# that follows it in a section of the ELF file that is not loaded.
#
# It is entered in 32-bit protected mode at 1 MiB (setup.S), tries stores there,
# goes to 64-bit mode, tries many more, then interrupts, faults, system calls
# and a transfer by a device. It says "done" on the serial port and powers off.
        .intel_syntax noprefix

        .macro  expect where, size, old, new
        .pushsection .expect, "", @progbits
        .quad   771f, \where, \old, \new, \size
        .popsection
771:
        .endm

        .macro  function name
        .globl  \name
        .type   \name, @function
        .endm

# A store of less than a word into zeroes.
        .macro  fresh where, size, new
        expect  \where, \size, 0, \new
        .endm

        .equ    SECOND_MAPPING, 0x40000000 # of the 2 MiB at 2 MiB
        .equ    HOLE, 0x50000000        # mapped by the page fault's handler
        .equ    USER, 0x60000000        # pages for user mode
        .equ    USER_STACK, 0x60003000

        .equ    KERNEL_CODE, 0x10
        .equ    KERNEL_DATA, 0x18
        .equ    USER_DATA, 0x20 + 3
        .equ    USER_CODE, 0x28 + 3
        .equ    TASK, 0x30
        .equ    SPARE_DATA, 0x40        # its accessed bit is not set

        .section .text.entry, "ax"
        .globl  _start
        .code32
_start: mov     ax, 0x10
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     esp, offset stack_top

# Stores in 32-bit code.
        mov     ebx, offset words
        fresh   words, 4, 0x01020304
        mov     dword ptr [ebx], 0x01020304
        expect  words+4, 1, 0, 0x7f
        mov     byte ptr [words + 4], 0x7f
        mov     eax, 0xcafe
        pushad
        popad
        pusha
        popa
        push    eax
        push    word ptr [words]
        pop     cx
        pop     eax
        call    1f
1:      pop     eax
        enter   16, 3
        leave
        pushfd
        popfd
        push    ds
        pop     es
        sgdt    [ebx + 8]
        fresh   words+16, 4, 0xcafe
        mov     dword ptr [ebx + 16], 0xcafe
        xor     eax, eax
        mov     ecx, 4
        mov     edi, offset strings
        mov     eax, 0x31323334
        rep stosd

# Page tables: the first 4 MiB, one of 2 MiB again, a hole, and pages for user mode.
        mov     edi, offset tables
        mov     eax, offset level3
        or      eax, 7
        mov     [level4], eax
        mov     eax, offset level2_low
        or      eax, 7
        mov     [level3], eax
        mov     eax, offset level2_high
        or      eax, 7
        mov     [level3 + 8], eax
        mov     eax, offset level1
        or      eax, 7
        mov     [level2_low], eax       # 0 to 2 MiB by pages of 4 KiB
        mov     dword ptr [level2_low + 8], 0x200000 + 0x83
        mov     dword ptr [level2_high], 0x200000 + 0x83
        mov     eax, offset level1_hole
        or      eax, 7
        mov     [level2_high + 8 * 128], eax
        mov     eax, offset level1_user
        or      eax, 7
        mov     [level2_high + 8 * 256], eax
        mov     eax, 3
        mov     edi, offset level1
        mov     ecx, 512
2:      mov     [edi], eax
        add     eax, 0x1000
        add     edi, 8
        loop    2b
        mov     eax, offset user_page
        or      eax, 7
        mov     [level1_user], eax
        mov     eax, offset user_data
        or      eax, 7
        mov     [level1_user + 8], eax
        mov     eax, offset user_stack
        or      eax, 7
        mov     [level1_user + 16], eax

        mov     eax, offset level4
        mov     cr3, eax
        mov     eax, cr4
        or      eax, 0x40620            # PAE, OSFXSR, OSXMMEXCPT, OSXSAVE
        mov     cr4, eax
        mov     ecx, 0xc0000080         # EFER
        rdmsr
        or      eax, 0x101              # LME, SCE
        wrmsr
        mov     eax, cr0
        and     eax, 0xfffffffb         # no x87 emulation
        or      eax, 0x80010023         # PG, WP, NE, MP, PE
        mov     cr0, eax
        lgdt    [gdt_pointer]
        .byte   0xea
        .long   long_mode
        .word   KERNEL_CODE

        .text
        .code64
        function long_mode
long_mode:
        mov     ax, KERNEL_DATA
        mov     ds, ax
        mov     es, ax
        mov     ss, ax
        mov     fs, ax
        mov     gs, ax
        mov     rsp, offset stack_top
        xor     ecx, ecx
        xor     edx, edx
        mov     eax, 7                  # x87, SSE, AVX
        xsetbv
        fninit
        mov     ecx, 0xc0000101         # GS base
        mov     eax, offset percpu
        xor     edx, edx
        wrmsr
        call    moves
        call    arithmetic
        call    bits
        call    stack_use
        call    strings_up_and_down
        call    system_registers
        call    floating_point
        call    vectors
        call    crossings
        call    two_mappings
        call    interrupts
        call    faults
        call    user_mode
        call    transfer
        jmp     power_off

        function moves
moves:  mov     rbx, offset area
        mov     rcx, 2
        movabs  rax, 0x1122334455667788
        fresh   area, 8, 0x1122334455667788
        movabs  [area], rax
        fresh   area+8, 1, 0x88
        movabs  [area + 8], al
        fresh   area+16, 8, 0x1122334455667788
        mov     [rbx + rcx * 8], rax
        fresh   area+24, 4, 0x55667788
        mov     [rbx + rcx * 4 + 16], eax
        fresh   area+28, 2, 0x7788
        mov     [rbx + 28], ax
        fresh   area+32, 4, 0x12345678
        mov     dword ptr [rip + area + 32], 0x12345678
        fresh   area+36, 1, 0x77
        mov     [rip + area + 36], ah
        fresh   area+40, 8, 0xfffffffffffffffe
        mov     qword ptr [area + 40], -2
        fresh   percpu+8, 8, 0x1122334455667788
        mov     gs:[8], rax
        fresh   percpu+16, 4, 0x55667788
        mov     gs:[rcx * 8], eax
        fresh   area+48, 4, 0x55667788
        movnti  [rbx + 48], eax
        fresh   area+56, 8, 0x1122334455667788
        movnti  [rbx + 56], rax
        fresh   area+64, 8, 0x8877665544332211
        movbe   [rbx + 64], rax
        fresh   area+72, 4, 0x88776655
        movbe   [rbx + 72], eax
        fresh   area+76, 2, 0x8877
        movbe   [rbx + 76], ax
        fresh   area+80, 2, KERNEL_DATA
        mov     word ptr [rbx + 80], ds
        # 32-bit addresses in 64-bit code.
        fresh   area+84, 4, 0x55667788
        mov     [ebx + 84], eax
        mov     r8, rbx
        mov     r15, 88
        fresh   area+88, 1, 0x88
        mov     [r8 + r15], al
        # Silent: nothing changes.
        mov     [area], rax
        cmp     rcx, 2
        fresh   area+96, 1, 1
        sete    byte ptr [area + 96]
        setne   byte ptr [area + 97]
        ret

        function arithmetic
arithmetic:
        mov     rbx, offset numbers
        mov     eax, 5
        fresh   numbers, 4, 5
        add     [rbx], eax
        expect  numbers, 4, 5, 3
        sub     dword ptr [rbx], 2
        expect  numbers, 4, 3, 4
        inc     dword ptr [rbx]
        expect  numbers, 4, 4, 3
        dec     dword ptr [rbx]
        expect  numbers, 4, 3, 0xfffffffd
        neg     dword ptr [rbx]
        expect  numbers, 4, 0xfffffffd, 2
        not     dword ptr [rbx]
        expect  numbers, 8, 2, 0x102
        or      qword ptr [rbx], 0x100
        expect  numbers, 2, 0x102, 2
        and     word ptr [rbx], 0xff
        expect  numbers, 1, 2, 3
        xor     byte ptr [rbx], 1
        stc
        expect  numbers, 4, 3, 4
        adc     dword ptr [rbx], 0
        stc
        expect  numbers, 4, 4, 3
        sbb     dword ptr [rbx], 0
        expect  numbers, 4, 3, 6
        shl     dword ptr [rbx], 1
        mov     cl, 2
        expect  numbers, 4, 6, 24
        shl     dword ptr [rbx], cl
        expect  numbers, 4, 24, 12
        shr     dword ptr [rbx], 1
        expect  numbers, 4, 12, 6
        sar     dword ptr [rbx], 1
        expect  numbers, 4, 6, 0x60000000
        ror     dword ptr [rbx], 4
        expect  numbers, 4, 0x60000000, 6
        rol     dword ptr [rbx], 4
        clc
        expect  numbers, 4, 6, 12
        rcl     dword ptr [rbx], 1
        expect  numbers, 4, 12, 6
        rcr     dword ptr [rbx], 1
        mov     rdx, 0xf000000000000000
        mov     cl, 4
        expect  numbers, 8, 6, 0x6f
        shld    [rbx], rdx, cl
        mov     edx, 3
        expect  numbers, 4, 0x6f, 0x30000006
        shrd    dword ptr [rbx], edx, 4
        expect  numbers, 4, 0x30000006, 0x30000007
        lock inc dword ptr [rbx]
        expect  numbers, 4, 0x30000007, 0x30000009
        lock add dword ptr [rbx], 2
        mov     eax, 0x10
        expect  numbers, 4, 0x30000009, 0x10
        xchg    [rbx], eax
        mov     eax, 2
        expect  numbers, 4, 0x10, 0x12
        xadd    [rbx], eax
        expect  numbers, 4, 0x12, 0x22
        lock xadd [rbx], eax
        # Success, then failure, which stores what was there.
        mov     eax, 0x22
        mov     edx, 0x33
        expect  numbers, 4, 0x22, 0x33
        lock cmpxchg [rbx], edx
        mov     eax, 0x77
        cmpxchg [rbx], edx
        mov     r10, rbx
        mov     rdi, offset numbers + 16
        xor     eax, eax
        xor     edx, edx
        mov     ebx, 0x1234
        mov     ecx, 0x5678
        fresh   numbers+16, 8, 0x0000567800001234
        cmpxchg8b [rdi]
        cmpxchg8b [rdi]
        mov     rdi, offset numbers + 32
        xor     eax, eax
        xor     edx, edx
        fresh   numbers+32, 8, 0x1234
        fresh   numbers+40, 8, 0x5678
        lock cmpxchg16b [rdi]
        cmpxchg16b [rdi]
        ret

# Bit strings reach beyond their operand, in both directions.
        function bits
bits:   mov     rbx, offset bitmap + 64
        mov     eax, 3
        fresh   bitmap+64, 4, 8
        bts     [rbx], eax
        mov     rax, 200
        fresh   bitmap+64+24, 8, 0x100
        bts     [rbx], rax
        mov     eax, -1
        fresh   bitmap+60, 4, 0x80000000
        bts     [rbx], eax
        mov     ax, 33
        expect  bitmap+68, 2, 0, 2
        btc     word ptr [rbx], ax
        mov     rax, 200
        expect  bitmap+64+24, 8, 0x100, 0
        lock btr [rbx], rax
        expect  bitmap+64, 4, 8, 0
        btr     dword ptr [rbx], 3
        expect  bitmap+64, 8, 0x200000000, 0x8000000200000000
        bts     qword ptr [rbx], 63
        ret

        function stack_use
stack_use:
        mov     rbx, offset pushes
        mov     rbp, rsp
        movabs  rax, 0x0102030405060708
        mov     rsp, offset small_stack_top
        expect  small_stack_top-8, 8, 0, 0x0102030405060708
        push    rax
        expect  small_stack_top-16, 8, 0, 0x55
        push    0x55
        expect  small_stack_top-24, 8, 0, 0xffffffff87654321
        push    -0x789abcdf
        mov     qword ptr [rbx], 0x66
        expect  small_stack_top-32, 8, 0, 0x66
        push    qword ptr [rbx]
        expect  small_stack_top-34, 2, 0, 0x0708
        push    ax
        pop     cx
        pushfq
        popfq
        push    fs
        pop     fs
        pop     rcx
        # To memory; the address is taken after the stack pointer has moved.
        expect  pushes+8, 8, 0, 0xffffffff87654321
        pop     qword ptr [rbx + 8]
        expect  small_stack_top-16+8+16, 8, 0, 0x55
        pop     qword ptr [rsp + 16]
        pop     rax
        call    1f
1:      pop     rcx
        mov     rdx, offset 2f
        call    rdx
        mov     [rbx + 16], rdx
        call    qword ptr [rbx + 24]
        jmp     3f
2:      mov     qword ptr [rbx + 24], offset 4f
4:      ret
3:      push    rbp
        mov     rbp, rsp
        enter   32, 0
        enter   16, 1
        enter   8, 4
        mov     rsp, offset small_stack_top - 8
        pop     rbp
        mov     rsp, rbp
        ret

        function strings_up_and_down
strings_up_and_down:
        mov     rsi, offset text
        mov     rdi, offset strings + 64
        mov     ecx, 5
        cld
        fresh   strings+64, 1, 0x73
        fresh   strings+68, 1, 0x65
        rep movsb
        mov     ecx, 3
        rep movsw
        mov     ecx, 3
        rep movsd
        mov     ecx, 2
        rep movsq
        movsb
        movsq
        mov     rax, 0x4142434445464748
        mov     rdi, offset strings + 128
        mov     ecx, 4
        rep stosb
        mov     ecx, 2
        rep stosw
        mov     ecx, 2
        rep stosd
        mov     ecx, 2
        rep stosq
        stosb
        stosd
        std
        mov     rsi, offset text + 31
        mov     rdi, offset strings + 255
        mov     ecx, 7
        rep movsb
        mov     rdi, offset strings + 240
        mov     ecx, 3
        fresh   strings+240, 8, 0x4142434445464748
        fresh   strings+224, 8, 0x4142434445464748
        rep stosq
        cld
        mov     edi, offset strings + 256
        mov     ecx, 2
        .byte   0x67                    # 32-bit addresses
        rep stosd
        xor     ecx, ecx
        rep stosq
        # An input that stores.
        mov     edi, offset strings + 272
        mov     dx, 0x3fd               # the serial port's status
        mov     byte ptr [rdi], 0x0f
        insb
        mov     ecx, 3
        rep insb
        ret

        function system_registers
system_registers:
        mov     rbx, offset tables_of
        fresh   tables_of, 2, gdt_end-gdt-1
        fresh   tables_of+2, 8, gdt
        sgdt    [rbx]
        lidt    [idt_pointer]
        fresh   tables_of+16, 2, 0xfff
        sidt    [rbx + 16]
        # The descriptor gets its busy bit.
        mov     ax, TASK
        ltr     ax
        fresh   tables_of+32, 2, TASK
        str     word ptr [rbx + 32]
        sldt    word ptr [rbx + 34]
        smsw    word ptr [rbx + 36]
        # The descriptor gets its accessed bit.
        mov     ax, SPARE_DATA
        mov     es, ax
        mov     ax, KERNEL_DATA
        mov     es, ax
        # A far call and return.
        push    KERNEL_CODE
        mov     rax, offset 1f
        push    rax
        retfq
1:      mov     dword ptr [rbx + 40], offset 2f
        mov     dword ptr [rbx + 44], KERNEL_CODE
        call    fword ptr [rbx + 40]
        jmp     3f
2:      .byte   0xcb                    # retf
3:      ret

        function floating_point
floating_point:
        mov     rbx, offset floats
        fld1
        fldpi
        fresh   floats, 4, 0x40490fdb
        fst     dword ptr [rbx]
        fresh   floats+8, 8, 0x400921fb54442d18
        fst     qword ptr [rbx + 8]
        fresh   floats+16, 8, 0xc90fdaa22168c235
        fresh   floats+24, 2, 0x4000
        fstp    tbyte ptr [rbx + 16]
        fresh   floats+32, 4, 1
        fist    dword ptr [rbx + 32]
        fresh   floats+36, 2, 1
        fist    word ptr [rbx + 36]
        fld1
        fresh   floats+40, 8, 1
        fistp   qword ptr [rbx + 40]
        fld1
        fresh   floats+48, 4, 1
        fisttp  dword ptr [rbx + 48]
        fild    qword ptr [number]
        fresh   floats+64, 1, 0x89
        fresh   floats+68, 1, 0x01
        fbstp   tbyte ptr [rbx + 64]
        fresh   floats+80, 2, 0x37f
        fnstcw  word ptr [rbx + 80]
        fnstsw  word ptr [rbx + 82]
        fresh   floats+84, 4, 0x1f80
        stmxcsr dword ptr [rbx + 84]
        fnstenv [rbx + 96]
        .byte   0x66                    # 16-bit form
        fnstenv [rbx + 128]
        fld1
        fldpi
        fnsave  [rbx + 144]
        fld1
        fxsave  [rbx + 512]
        fxsave64 [rbx + 1024]
        mov     eax, 7
        xor     edx, edx
        xsave   [rbx + 2048]
        fldz
        xsaveopt [rbx + 2048]
        fninit
        ret

        function vectors
vectors:
        mov     rbx, offset wide
        movups  xmm0, [pattern]
        movups  xmm1, [pattern + 16]
        fresh   wide, 8, 0x0706050403020100
        fresh   wide+8, 8, 0x0f0e0d0c0b0a0908
        movups  [rbx], xmm0
        movaps  [rbx + 16], xmm1
        movapd  [rbx + 32], xmm0
        movdqa  [rbx + 48], xmm1
        movdqu  [rbx + 64], xmm0
        movntdq [rbx + 80], xmm1
        movntps [rbx + 96], xmm0
        movntpd [rbx + 112], xmm1
        fresh   wide+128, 8, 0x0706050403020100
        movlps  [rbx + 128], xmm0
        fresh   wide+136, 8, 0x0f0e0d0c0b0a0908
        movhps  [rbx + 136], xmm0
        movlpd  [rbx + 144], xmm1
        movhpd  [rbx + 152], xmm1
        movss   [rbx + 160], xmm0
        movsd   [rbx + 168], xmm0
        movd    [rbx + 176], xmm0
        movq    [rbx + 184], xmm1
        fresh   wide+192, 1, 0x03
        pextrb  [rbx + 192], xmm0, 3
        fresh   wide+194, 2, 0x0b0a
        pextrw  [rbx + 194], xmm0, 5
        fresh   wide+196, 4, 0x07060504
        pextrd  [rbx + 196], xmm0, 1
        fresh   wide+200, 8, 0x0f0e0d0c0b0a0908
        pextrq  [rbx + 200], xmm0, 1
        fresh   wide+208, 4, 0x0b0a0908
        extractps [rbx + 208], xmm0, 2
        movq    mm0, [pattern + 8]
        movq    [rbx + 216], mm0
        movntq  [rbx + 224], mm0
        movd    [rbx + 232], mm0
        movq    mm1, [mask]
        lea     rdi, [rbx + 240]
        maskmovq mm0, mm1
        emms
        movdqu  xmm2, [mask]
        lea     rdi, [rbx + 256]
        fresh   wide+257, 1, 0x01
        fresh   wide+271, 1, 0x0f
        maskmovdqu xmm0, xmm2
        # 256 bits.
        vmovups ymm3, [pattern]
        vmovups [rbx + 288], ymm3
        vmovaps [rbx + 320], ymm3
        vmovdqu [rbx + 352], ymm3
        vmovntdq [rbx + 384], ymm3
        vmovups [rbx + 416], xmm3
        fresh   wide+432, 8, 0x1716151413121110
        vextractf128 [rbx + 432], ymm3, 1
        vextracti128 [rbx + 448], ymm3, 0
        vmovlps [rbx + 464], xmm3
        vmovhps [rbx + 472], xmm3
        vmovd   [rbx + 480], xmm3
        vpextrw [rbx + 484], xmm3, 1
        vmovdqu ymm4, [mask]
        fresh   wide+516, 4, 0x07060504
        vmaskmovps [rbx + 512], ymm4, ymm3
        vmaskmovpd [rbx + 544], ymm4, ymm3
        vpmaskmovd [rbx + 576], ymm4, ymm3
        vpmaskmovq [rbx + 608], ymm4, ymm3
        vmaskmovps [rbx + 640], xmm4, xmm3
        vcvtps2ph [rbx + 656], ymm3, 0
        vcvtps2ph [rbx + 672], xmm3, 0
        vmovss  [rbx + 680], xmm3
        vmovsd  [rbx + 688], xmm3
        vzeroupper
        ret

# Stores that begin on one page and end on the next.
        function crossings
crossings:
        mov     rbx, offset page_end
        movabs  rax, 0x1122334455667788
        expect  page_end-3, 1, 0, 0x88
        expect  page_end+4, 1, 0, 0x11
        mov     [rbx - 3], rax
        expect  page_end-1, 1, 0x66, 0x99
        mov     word ptr [rbx - 1], 0x5599
        add     dword ptr [rbx - 2], 0x01010101
        movups  [rbx - 5], xmm0
        mov     rsi, offset text
        lea     rdi, [rbx - 13]
        mov     ecx, 3
        rep movsq
        mov     rcx, rsp
        lea     rsp, [rbx + 2]
        push    rax
        mov     rsp, rcx
        lea     rdi, [rbx + 32]
        ret

# The same bytes by two virtual addresses.
        function two_mappings
two_mappings:
        mov     rbx, SECOND_MAPPING
        mov     rdx, 0x200000
        mov     dword ptr [rdx + 0x100], 0x01010101
        mov     dword ptr [rbx + 0x100], 0x02020202
        mov     word ptr [rdx + 0x102], 0x0303
        mov     dword ptr [rbx + 0x100], 0x04040404
        ret

        .macro  gate vector, handler, kind, stack=0
        mov     rax, offset \handler
        mov     edi, offset idt + 16 * \vector
        mov     [rdi], ax
        mov     word ptr [rdi + 2], KERNEL_CODE
        mov     word ptr [rdi + 4], \kind * 0x100 + \stack
        shr     rax, 16
        mov     [rdi + 6], ax
        shr     rax, 16
        mov     [rdi + 8], eax
        .endm

        .macro  outb_to port, value
        mov     al, \value
        out     \port, al
        .endm

# Interrupts of the timer, while the processor waits and while it works.
        function interrupts
interrupts:
        gate    3, breakpoint, 0xee
        gate    14, page_fault, 0x8e
        gate    0x20, timer, 0x8e
        gate    0x21, timer, 0x8e, 1
        gate    0x80, user_done, 0xee
        outb_to 0x20, 0x11
        outb_to 0x21, 0x20
        outb_to 0x21, 0x04
        outb_to 0x21, 0x01
        outb_to 0xa0, 0x11
        outb_to 0xa1, 0x28
        outb_to 0xa1, 0x02
        outb_to 0xa1, 0x01
        outb_to 0x21, 0xfe              # the timer alone
        outb_to 0xa1, 0xff
        outb_to 0x43, 0x34              # channel 0, a rate
        outb_to 0x40, 60
        outb_to 0x40, 0
        mov     rbx, offset ticks
        sti
1:      hlt
        cmp     dword ptr [rbx], 2
        jb      1b
        xor     ecx, ecx
2:      inc     dword ptr [rbx + 4]
        cmp     dword ptr [rbx], 6
        jb      2b
        # On a stack of its own, by the interrupt stack table.
        gate    0x20, timer, 0x8e, 1
3:      inc     dword ptr [rbx + 8]
        cmp     dword ptr [rbx], 9
        jb      3b
        # In the middle of a string.
        mov     rdi, offset long_string
        mov     eax, 0x2e2e2e2e
        mov     ecx, 3000
        rep stosb
        cli
        int3
        int     0x21
        ret

        function timer
timer:  push    rax
        lock inc dword ptr [ticks]
        mov     al, 0x20
        out     0x20, al
        pop     rax
        iretq

        function breakpoint
breakpoint:
        inc     dword ptr [ticks + 16]
        iretq

# Maps a page where there is none, then the instruction runs again.
        function faults
faults: mov     rbx, HOLE
        movabs  rax, 0x5152535455565758
        mov     [rbx + 0x10], rax
        inc     qword ptr [rbx + 0x10]
        # A store that reaches into a page which is not there yet.
        mov     [rbx + 0xffc], rax
        ret

        function page_fault
page_fault:
        push    rax
        push    rbx
        mov     rax, cr2
        mov     [last_fault], rax
        shr     rax, 12
        and     eax, 511
        mov     rbx, offset hole_pages
        shl     rax, 12
        add     rbx, rax
        shr     rax, 12
        or      rbx, 3
        mov     [level1_hole + rax * 8], rbx
        pop     rbx
        pop     rax
        add     rsp, 8
        iretq

# System calls in user mode, which ends by an interrupt.
        function user_mode
user_mode:
        mov     ecx, 0xc0000081         # STAR
        xor     eax, eax
        mov     edx, 0x00180010 + (KERNEL_CODE - 0x10)
        wrmsr
        inc     ecx                     # LSTAR
        mov     eax, offset system_call
        xor     edx, edx
        wrmsr
        mov     ecx, 0xc0000084         # FMASK
        mov     eax, 0x200
        xor     edx, edx
        wrmsr
        mov     ecx, 0xc0000102         # kernel GS base
        mov     eax, USER + 0x1800
        xor     edx, edx
        wrmsr
        mov     [kernel_stack], rsp
        push    USER_DATA
        mov     rax, USER_STACK
        push    rax
        push    0x202                   # with interrupts
        push    USER_CODE
        mov     rax, USER
        push    rax
        swapgs
        iretq

        function system_call
system_call:
        swapgs
        mov     gs:[0x20], rsp
        mov     rsp, offset entry_stack_top
        push    rcx
        push    r11
        inc     dword ptr gs:[0x28]
        pop     r11
        pop     rcx
        mov     rsp, gs:[0x20]
        swapgs
        sysretq

        function user_done
user_done:
        swapgs
        mov     rsp, [kernel_stack]
        ret

        function transfer
# A device stores: the firmware's configuration, read by direct memory access.
transfer:
        mov     dword ptr [dma], 0x0a000000 # big endian: select item 0, read
        mov     dword ptr [dma + 4], 0x04000000 # four bytes
        mov     eax, offset dma_target
        bswap   eax
        mov     dword ptr [dma + 8], 0
        mov     dword ptr [dma + 12], eax
        mov     dx, 0x514
        xor     eax, eax
        out     dx, eax
        mov     dx, 0x518
        mov     eax, offset dma
        bswap   eax
        out     dx, eax
        mov     eax, [dma_target]
        mov     [dma_target + 8], eax
        ret

        function power_off
power_off:
        mov     dx, 0x3f8
        mov     rsi, offset message
        mov     ecx, message_end - message
        rep outsb
        mov     dx, 0x604
        mov     ax, 0x2000
        out     dx, ax
1:      cli
        hlt
        jmp     1b

# Runs at USER.
        .balign 4096
user_page:
        mov     rbx, USER + 0x1000
        mov     dword ptr [rbx], 0x75757575
        mov     [rbx + 8], rsp
        push    rbx
        mov     ecx, 3
1:      push    rcx
        mov     gs:[rcx * 8], rcx
        syscall
        pop     rcx
        loop    1b
        mov     ecx, 1200
2:      add     qword ptr [rbx + 16], 3
        loop    2b
        int     0x80
        .balign 4096

        .data
        .balign 16
gdt:    .quad   0
        .quad   0x00cf9b000000ffff
        .quad   0x00af9b000000ffff      # KERNEL_CODE
        .quad   0x00cf93000000ffff      # KERNEL_DATA
        .quad   0x00cff3000000ffff      # USER_DATA
        .quad   0x00affb000000ffff      # USER_CODE
        .word   task_end - task - 1     # TASK
        .word   task_low
        .byte   task_middle, 0x89, 0, 0
        .quad   0
        .quad   0x00cf92000000ffff      # SPARE_DATA
gdt_end:
gdt_pointer:
        .word   gdt_end - gdt - 1
        .quad   gdt
idt_pointer:
        .word   0xfff
        .quad   idt
number: .quad   123456789
text:   .ascii  "stores in every way the processor knows of, up and down."
        .balign 32
pattern:
        .byte   0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15
        .byte   16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31
mask:   .byte   0, 0x80, 0, 0, 0, 0, 0, 0x80, 0x80, 0, 0, 0, 0, 0, 0, 0x80
        .byte   0, 0, 0, 0x80, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x80
message:
        .ascii  "conformance: done\n"
message_end:
        .balign 16
        .globl  task
task:   .long   0
        .quad   entry_stack_top         # rsp0
        .quad   0, 0, 0
        .quad   ist_top                 # ist1
        .fill   14, 4, 0
        .word   0, 104
task_end:

        .bss
        .balign 4096
tables:
level4: .skip   4096
level3: .skip   4096
level2_low:
        .skip   4096
level2_high:
        .skip   4096
level1: .skip   4096
level1_hole:
        .skip   4096
level1_user:
        .skip   4096
idt:    .skip   4096
user_data:
        .skip   4096
user_stack:
        .skip   4096
hole_pages:
        .skip   8192
page_start:
        .skip   4096
page_end:
        .skip   4096
words:  .skip   64
area:   .skip   128
numbers:
        .skip   64
        .balign 64
bitmap: .skip   256
percpu: .skip   256
pushes: .skip   64
strings:
        .skip   512
tables_of:
        .skip   64
        .balign 64
floats: .skip   4096
        .balign 64
wide:   .skip   1024
ticks:  .skip   64
last_fault:
        .skip   8
kernel_stack:
        .skip   8
dma:    .skip   16
dma_target:
        .skip   16
long_string:
        .skip   8192
        .balign 64
        .skip   512
small_stack_top:
        .skip   64
        .skip   8192
ist_top:
        .skip   8192
entry_stack_top:
        .skip   8192
stack_top:
