/* What the preloaded allocation counter tells the process that it was loaded into.
 * C, because the functions are found by name at run time (dlsym): a program links nothing.
 * docs/allocations.md says what each figure means and how exact it is. */
#ifndef HONE_ALLOCATIONS_COUNTS_H
#define HONE_ALLOCATIONS_COUNTS_H

#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Counts are of the whole process since the last reset (or its start); sizes are in bytes. */
struct hone_allocation_counts {
  uint64_t struct_size;        /* set by the caller: sizeof(struct hone_allocation_counts) */
  uint64_t allocations;        /* calls that returned a block; a realloc is one */
  uint64_t deallocations;      /* blocks given back; a realloc of a block is one */
  uint64_t bytes;              /* as requested by those allocations */
  uint64_t temporaries;        /* freed by the very next heap event of the thread */
  uint64_t uncounted;          /* calls lost because no memory was left to count them in */
  uint64_t live_known;         /* 0: the allocator cannot tell a block's size; no live figures */
  int64_t live_bytes;          /* usable bytes of the blocks not given back, since the start */
  int64_t live_bytes_at_reset; /* the same at the last reset */
  int64_t peak_live_bytes;     /* the highest live_bytes since the last reset */
};

/* One thread at a time may reset and read; all others may go on allocating. */
void hone_allocations_reset(void);

/* Returns 0; -1, and writes nothing, when struct_size is not that of this library's struct. */
int hone_allocations_read(struct hone_allocation_counts* counts);

#ifdef __cplusplus
}
#endif

#endif
