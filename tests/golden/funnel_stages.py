# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on sales stages and the time spent in them: stage figures, survival, Cox, intervals, as attain calls."""

HANDLERS = {}
