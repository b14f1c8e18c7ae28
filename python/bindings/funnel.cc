// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Funnels: of event logs, of sales stages and of the pipeline, in the files beside.
#include "common.h"

namespace attain::python {

void BindFunnel(py::module_& module) {
  BindFunnelEvents(module);
  BindFunnelStages(module);
  BindFunnelPipeline(module);
}

}  // namespace attain::python
