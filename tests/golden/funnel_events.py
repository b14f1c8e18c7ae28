# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on event funnels: windows, attempts, sequences, retention, as attain calls."""

HANDLERS = {}
