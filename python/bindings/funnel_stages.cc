// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Sales stages and the time spent in them.
#include "common.h"

namespace attain::python {

void BindFunnelStages(py::module_& /*module*/) {}

}  // namespace attain::python
