/* A workload of one's own, as a shared object: `hone run --plugin ./mine.so`.
 *
 * Include this header, describe your workloads in static data and name them with HONE_PLUGIN:
 *
 *   static const hone_workload_t workloads[] = {{ "mine/search", ... }};
 *   HONE_PLUGIN(workloads)
 *
 * docs/plugins.md explains more, and docs/plugin_example/ is a complete plug-in. This header is
 * plain C, from C99 on, and C++.
 *
 * What keeps a plug-in working with other versions of hone:
 *  - fields are only ever appended to these structs, each new one 8 bytes wide, so that none falls
 *    into padding. hone_plugin_t states the sizes that the plug-in was compiled with: a later hone
 *    reads a missing field as 0, an earlier hone ignores fields that it does not know;
 *  - 0, or NULL, always means "not given";
 *  - HONE_PLUGIN_ABI changes only when that is not enough. A plug-in of another ABI is refused,
 *    with both numbers. hone passes its own number to the entry point, so that a plug-in may
 *    support several.
 *
 * All strings are UTF-8, end with a 0 and live as long as the plug-in is loaded; hone copies them.
 * Callbacks are called on one thread. They may crash or hang: hone calls none in its own process.
 */
/* NOLINTBEGIN(modernize-use-using,cppcoreguidelines-pro-type-member-init): it is C */
#ifndef HONE_PLUGIN_H
#define HONE_PLUGIN_H

/* C headers in C++, too: this file is both. */
#include <stddef.h>
#include <stdint.h>

#define HONE_PLUGIN_ABI 1u

/* Fields that an initialiser may leave out; C++ (from C++14 on) then does not warn. */
#ifdef __cplusplus
#define HONE_OPTIONAL \
  {}
extern "C" {
#else
#define HONE_OPTIONAL
#endif

/* A parameter is a number, or a choice among names when `choices` is given; `min` and `max` are
 * then ignored and `initial` is an index. A callback gets the index of a choice as its value. */
typedef struct hone_parameter_t {
  const char* name;                  /* [a-z][a-z0-9_]*, at most 64 characters, like all names */
  const char* meaning HONE_OPTIONAL; /* with its unit */
  int64_t initial HONE_OPTIONAL;     /* the default */
  int64_t min HONE_OPTIONAL;         /* inclusive */
  int64_t max HONE_OPTIONAL;         /* inclusive */
  const char* const* choices HONE_OPTIONAL;
  size_t choice_count HONE_OPTIONAL;
} hone_parameter_t;

/* The callbacks. `values`: one value for each parameter of the workload, in their order. */

/* Builds the inputs, untimed, and returns the state that `run` gets; NULL is a state like any
 * other. If prepare cannot do so, it sets *error to a text, and hone reports the variant as failed.
 * hone then does not call destroy, so prepare itself must free what it had. */
typedef void* (*hone_prepare_t)(const int64_t* values, const char** error);

/* Runs one iteration, timed; 20 us to 20 ms serve best. Returns a checksum of what it computed: the
 * same on every call, and the same as the baseline's. It must leave its state as it found it. */
typedef uint64_t (*hone_run_t)(void* state);

/* Frees the state. It gets what prepare returned, even when that is NULL. */
typedef void (*hone_destroy_t)(void* state);

/* Returns why the variant cannot run on this machine; NULL when it can. */
typedef const char* (*hone_unavailable_t)(const int64_t* values);

/* Returns a number from 1e-9 to 1e18. */
typedef double (*hone_number_t)(const int64_t* values);

typedef struct hone_variant_t {
  const char* name;
  const char* summary HONE_OPTIONAL; /* one line */
  hone_prepare_t prepare;
  hone_run_t run;
  hone_destroy_t destroy HONE_OPTIONAL;
  hone_unavailable_t unavailable HONE_OPTIONAL;
} hone_variant_t;

typedef struct hone_workload_t {
  const char* id;      /* "family/name", each [a-z0-9_]+; no id of hone's catalogue */
  const char* summary; /* one line */
  const char* technique HONE_OPTIONAL;    /* what it shows */
  const char* problem HONE_OPTIONAL;      /* what is slow, and why */
  const char* does_not_pay HONE_OPTIONAL; /* where the technique loses or does not matter */
  const char* iteration HONE_OPTIONAL;    /* what one iteration does: "a call of run()" */
  const char* operation HONE_OPTIONAL;    /* the unit of `operations`, singular: "iteration" */
  const char* metric HONE_OPTIONAL;       /* of the verdict: "cpu_time", also when NULL, or */
                                          /* "wall_time" for threads and I/O */
  const hone_variant_t* variants;         /* the first is the baseline */
  size_t variant_count;                   /* 2 to 64 */
  const hone_parameter_t* parameters HONE_OPTIONAL;
  size_t parameter_count HONE_OPTIONAL;     /* 0 to 16 */
  hone_number_t operations HONE_OPTIONAL;   /* operations in one iteration; NULL: 1 */
  hone_number_t memory_bytes HONE_OPTIONAL; /* needed by the hungriest variant's process */
  /* For `hone run --pay-off`. The scan shows where the technique stops paying, or begins to pay;
   * without a scan only the default point is measured. */
  const char* pay_off_variant HONE_OPTIONAL;   /* stands for the technique; NULL: the second */
  const char* pay_off_parameter HONE_OPTIONAL; /* the scanned one: a number, no choice */
  const int64_t* pay_off_values HONE_OPTIONAL; /* of the scanned one, ascending, within its range */
  size_t pay_off_value_count HONE_OPTIONAL;    /* 2 to 32; four to eight serve best */
  /* The values of all parameters during the scan, in their order; the value of the scanned
   * parameter is ignored. NULL: the defaults. */
  const int64_t* pay_off_point HONE_OPTIONAL;
} hone_workload_t;

typedef struct hone_plugin_t {
  uint32_t abi;                                                      /* HONE_PLUGIN_ABI */
  uint32_t plugin_size, workload_size, variant_size, parameter_size; /* sizeof, see above */
  uint32_t reserved;                                                 /* 0 */
  const hone_workload_t* workloads;
  size_t workload_count; /* 1 to 256 */
} hone_plugin_t;

/* The one symbol that a plug-in exports. `abi` is hone's; a plug-in that does not support it
 * returns NULL. */
typedef const hone_plugin_t* (*hone_plugin_entry_t)(uint32_t abi);

#define HONE_PLUGIN_ENTRY "hone_plugin"

#ifdef __cplusplus
} /* extern "C" */
#define HONE_PLUGIN_C extern "C"
#else
#define HONE_PLUGIN_C
#endif

/* Defines the entry point; `array` is an array of hone_workload_t. A pointer, whose length is
 * unknown, does not compile: hone_plugin_takes_an_array would have a negative size. */
#define HONE_PLUGIN(array)                                                               \
  typedef char hone_plugin_takes_an_array[sizeof(array) >= sizeof((array)[0]) ? 1 : -1]; \
  HONE_PLUGIN_C __attribute__((visibility("default"))) const hone_plugin_t* hone_plugin( \
      uint32_t abi);                                                                     \
  const hone_plugin_t* hone_plugin(uint32_t abi) {                                       \
    static const hone_plugin_t plugin = {HONE_PLUGIN_ABI,                                \
                                         sizeof(hone_plugin_t),                          \
                                         sizeof(hone_workload_t),                        \
                                         sizeof(hone_variant_t),                         \
                                         sizeof(hone_parameter_t),                       \
                                         0,                                              \
                                         array,                                          \
                                         sizeof(array) / sizeof((array)[0])};            \
    (void)abi;                                                                           \
    return &plugin;                                                                      \
  }

#endif
/* NOLINTEND(modernize-use-using,cppcoreguidelines-pro-type-member-init) */
