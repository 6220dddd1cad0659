// Says whether a plain loop is vectorised, whatever the build's optimisation level is. By itself
// GCC 12 leaves such loops scalar at -O2 and vectorises them at -O3; Clang vectorises them at both.
// So each kernel of this family states its wish twice: by a macro before the function, which GCC
// heeds, and by one before the loop, which Clang heeds, except at -O0.
#pragma once

#if defined(__clang__)
#define HONE_SCALAR_FUNCTION
#define HONE_SCALAR_LOOP _Pragma("clang loop vectorize(disable) interleave(disable)")
#define HONE_VECTOR_FUNCTION
#define HONE_VECTOR_LOOP _Pragma("clang loop vectorize(enable)")
// A sanitizer's checks, and checks that a kernel is about, stop the vectoriser. That is no fault of
// the file.
#pragma clang diagnostic ignored "-Wpass-failed"
#else
#define HONE_SCALAR_FUNCTION [[gnu::optimize("O2", "no-tree-vectorize")]]
#define HONE_SCALAR_LOOP
#define HONE_VECTOR_FUNCTION [[gnu::optimize("O3")]]
#define HONE_VECTOR_LOOP
#endif
