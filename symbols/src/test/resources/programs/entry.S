	.text
	.globl assembled
	.type assembled, @function
assembled:
	nop
	ret
	.size assembled, . - assembled
	.globl assembled_alias
	.type assembled_alias, @function
	.set assembled_alias, assembled
	.section .note.GNU-stack, "", @progbits
