#include "shapes.h"

int other(struct object *object, int count);

static int counter = 41;
static struct object *cursor;
struct object sample = {
	.tasks = { &sample.tasks, &sample.tasks },
	.name = "in\"it\n",
	.matrix = { { 1, -2, 3 }, { 4, 5, 6 } },
	.number = -1,
	.after = 7,
	.flags = { 1, 5, -3, 9, 10, 0x123456789aULL, BLUE, true },
	.word = { .whole = 0x11223344 },
	.colour = GREEN,
	.level = LOW,
	.mask = READ | EXECUTE,
	.yes = true,
	.small = 200,
	.tiny = -100,
	.ratio = 1.5f,
	.exact = -0.25,
	.huge = -5,
	.pair = { 'p', 99 },
};
point_t points[4] = { { 1, 2 }, { 3, 4 } };
const char banner[] = "banner";
volatile unsigned long ticks = 12345678901UL;
int (*selected)(struct object *, int) = other;
unsigned char alignments[] = {
	_Alignof(struct object), _Alignof(struct flags), _Alignof(union word),
	_Alignof(struct packed_pair), _Alignof(point_t),
};
char letters[2][4] = { "abc", "xyz" };

static inline __attribute__((always_inline)) int scale(int value)
{
	static int calls = 3;
	calls += value;
	return value * calls;
}

static inline __attribute__((always_inline)) int twice(int value)
{
	int first = scale(value);
	return first + scale(first + 1);
}

static __attribute__((noinline)) int step(struct object *object, unsigned long amount)
{
	static int calls;
	calls++;
	counter += twice((int)amount);
	object->after += calls;
	return counter;
}

int reset(void)
{
	static int calls = 100;
	return --calls;
}

int main(int argc, char **argv)
{
	cursor = &sample;
	if (argc > 100)
		return reset();
	return step(cursor, (unsigned long)argc) + other(&sample, argc) + argv[0][0];
}
