/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * A program outside the tree that uses the installed C library. */
#include <stdio.h>

#include "attain/c_api.h"

int main(void) {
  printf("%s %d\n", attain_version_string(), (int)attain_abi_version());
  return 0;
}
