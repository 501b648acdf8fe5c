// Counts what a program allocates, when it is loaded before the C library:
//   LD_PRELOAD=./count_allocations program
// prints one line to standard error when the program ends.
#include <errno.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>

extern void *__libc_malloc(size_t), *__libc_calloc(size_t, size_t);
extern void *__libc_realloc(void *, size_t), *__libc_memalign(size_t, size_t);

static atomic_long allocations;

void *malloc(size_t size) {
  allocations++;
  return __libc_malloc(size);
}

void *calloc(size_t count, size_t size) {
  allocations++;
  return __libc_calloc(count, size);
}

void *realloc(void *old, size_t size) {
  allocations++;
  return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  allocations++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **made, size_t alignment, size_t size) {
  allocations++;
  *made = __libc_memalign(alignment, size);
  return *made ? 0 : ENOMEM;
}

__attribute__((destructor)) static void tell(void) {
  fprintf(stderr, "%ld allocations\n", (long)allocations);
}
