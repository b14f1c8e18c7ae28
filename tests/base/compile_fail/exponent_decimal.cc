// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
// Must not compile once MUST_FAIL is defined.
#include "attain/base/id.h"
#include "attain/base/literals.h"

namespace attain {

using namespace literals;  // NOLINT(google-build-using-namespace): literals are made for it

void Statement() {
  [[maybe_unused]] const Rate control = 6_pct;
#ifdef MUST_FAIL
  [[maybe_unused]] auto value = 1e3_dec;
#endif
}

}  // namespace attain
