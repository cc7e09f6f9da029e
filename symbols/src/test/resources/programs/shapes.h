/* Types of every shape that C has, for tests to compare with other readers of debug information. */
#include <stdbool.h>
#include <stdint.h>

enum colour { RED, GREEN = 5, BLUE };
enum level { LOW = -3, MIDDLE, HIGH = 200 };
enum mask { READ = 1, WRITE = 2, EXECUTE = 4 };

struct list { struct list *next, *prev; };

struct flags {
	unsigned int ready : 1;
	unsigned int mode : 3;
	signed int delta : 5;
	unsigned int : 0;
	unsigned char low : 4, high : 4;
	uint64_t wide : 40;
	enum colour shade : 4;
	bool set : 1;
};

union word {
	uint32_t whole;
	struct { uint16_t lower, upper; };
	uint8_t bytes[4];
};

typedef int (*handler_t)(struct list *, const char *, ...);

struct packed_pair { char tag; int value; } __attribute__((packed));

struct object {
	struct list tasks;
	char name[16];
	const char *const *volatile words;
	int matrix[2][3];
	struct {
		union {
			long number;
			void *pointer;
		};
		short after;
	};
	struct flags flags;
	union word word;
	handler_t handler;
	struct object *(*table)[3];
	enum colour colour;
	enum level level;
	enum mask mask;
	bool yes;
	unsigned char small;
	signed char tiny;
	float ratio;
	double exact;
	long double longest;
	__int128 huge;
	struct undefined *opaque;
	struct packed_pair pair;
	_Complex double unsupported;
	char tail[];
};

typedef struct { int x, y; } point_t;
