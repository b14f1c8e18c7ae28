# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Funnels: who gets how far, in event logs and in sales stages, with what is still open kept apart from what is lost.

>>> import attain as at
>>> log = {"user": ["ann", "bob", "ann", "ann"], "time": [1, 2, 3, 9], "event": ["visit", "visit", "quote", "sign"]}
>>> found = at.funnel.window(log, subject="user", time="time", steps=["visit", "quote", "sign"], within=10, as_of=20)
>>> found.subjects["level"]
[3, 1]
"""

from __future__ import annotations

from attain import _funnel_events, _funnel_forecast, _funnel_pipeline, _funnel_process, _funnel_risk, _funnel_stages
from attain._funnel_events import *  # noqa: F401,F403
from attain._funnel_forecast import *  # noqa: F401,F403
from attain._funnel_pipeline import *  # noqa: F401,F403
from attain._funnel_process import *  # noqa: F401,F403
from attain._funnel_risk import *  # noqa: F401,F403
from attain._funnel_stages import *  # noqa: F401,F403

__all__ = [*_funnel_events.__all__, *_funnel_forecast.__all__, *_funnel_pipeline.__all__, *_funnel_process.__all__, *_funnel_risk.__all__, *_funnel_stages.__all__]
