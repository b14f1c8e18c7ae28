/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * Checks that stop a test program with line and text. */
#ifndef ATTAIN_TESTS_CAPI_CHECK_H_
#define ATTAIN_TESTS_CAPI_CHECK_H_

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attain/c_api.h"

#define CHECK(condition)                                                        \
  do {                                                                          \
    if (!(condition)) {                                                         \
      fprintf(stderr, "%s:%d: not true: %s\n", __FILE__, __LINE__, #condition); \
      exit(1);                                                                  \
    }                                                                           \
  } while (0)
#define CHECK_CODE(want, call)                                                                    \
  do {                                                                                            \
    const attain_code got_ = (call);                                                              \
    if (got_ != (want)) {                                                                         \
      fprintf(stderr, "%s:%d: code %d, not %d: %s\n", __FILE__, __LINE__, (int)got_, (int)(want), \
              #call);                                                                             \
      exit(1);                                                                                    \
    }                                                                                             \
  } while (0)

#endif /* ATTAIN_TESTS_CAPI_CHECK_H_ */
