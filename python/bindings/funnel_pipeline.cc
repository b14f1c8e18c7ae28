// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The pipeline: rates, velocity, forecast, conformance, attribution.
#include "common.h"

namespace attain::python {

void BindFunnelPipeline(py::module_& /*module*/) {}

}  // namespace attain::python
