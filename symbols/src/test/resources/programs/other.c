#include "shapes.h"

static long counter = -7;
struct local { char only_here; };
static struct local hidden = { 'h' };
extern const char banner[];
int at_zero;

int other(struct object *object, int count)
{
	struct list *entry;
	for (entry = object->tasks.next; entry != &object->tasks; entry = entry->next)
		counter += count;
	return (int)counter + hidden.only_here + banner[0];
}
