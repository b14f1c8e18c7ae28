# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Funnels of event logs; `attain.funnel` hands these functions on."""

from __future__ import annotations

__all__: list[str] = []
