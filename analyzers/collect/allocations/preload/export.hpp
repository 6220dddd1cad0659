// Marks what the library exports to the program; everything else in it is hidden.
#pragma once

#define HONE_EXPORT __attribute__((visibility("default")))
