# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on the pipeline: rates, velocity, forecast, process conformance, attribution, as attain calls."""

HANDLERS = {}
