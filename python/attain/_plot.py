# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Pictures of results, drawn by Altair where it is installed."""

from __future__ import annotations

import importlib
from typing import Any, Iterable, Mapping, Sequence


def altair() -> Any:
    """The module altair.

    Raises
    ------
    ImportError
        With what to do, when it is not installed.
    """
    try:
        return importlib.import_module("altair")
    except ImportError as missing:
        raise ImportError("plot needs Altair: pip install attain[plot]") from missing


def chart(rows: Iterable[Mapping[str, Any]]) -> Any:
    """A chart over rows; numbers are drawn, so floats do."""
    alt = altair()
    return alt.Chart(alt.Data(values=[dict(row) for row in rows]))


def costs(scenarios: Sequence[Mapping[str, Any]], spread: Any) -> Any:
    """Bars of what each scenario pays; below them, where attainment was drawn, the stretch from p10 to p90 with the median."""
    alt = altair()
    rows = [{"scenario": row["scenario"], "paid": float(row["paid"]), "currency": row["currency"]} for row in scenarios]
    order = list(dict.fromkeys(row["scenario"] for row in rows))
    axis = alt.Axis(title="paid", format=",.0f")
    bars = chart(rows).mark_bar().encode(
        x=alt.X("paid:Q", axis=axis), y=alt.Y("scenario:N", sort=order, title=None), color=alt.Color("currency:N", legend=None),
        tooltip=["scenario:N", alt.Tooltip("paid:Q", format=",.2f"), "currency:N"]).properties(title="What plans cost")
    if spread is None:
        return bars
    drawn = [{"draws": f"{spread.n} draws", **{name: float(getattr(spread, name)) for name in ("p10", "p50", "p90", "mean")}}]
    base = chart(drawn).encode(y=alt.Y("draws:N", title=None), tooltip=[alt.Tooltip(f"{name}:Q", format=",.2f") for name in ("p10", "p50", "p90", "mean")])
    stretch = base.mark_bar(opacity=0.5).encode(x=alt.X("p10:Q", axis=axis), x2="p90:Q")
    middle = base.mark_tick(thickness=3, color="black").encode(x="p50:Q")
    return alt.vconcat(bars, alt.layer(stretch, middle).properties(title="p10 to p90, with the median")).resolve_scale(x="shared")


def distribution(statements: Iterable[Any], column: str) -> Any:
    """How many statements pay how much, a row of bars per plan."""
    alt = altair()
    rows = [{"rep": one.rep, "plan": one.plan, "period": one.period, column: float(getattr(one, column))} for one in statements if one.reason == "NONE"]
    return chart(rows).mark_bar().encode(
        x=alt.X(f"{column}:Q", bin=alt.Bin(maxbins=30), title=column), y=alt.Y("count():Q", title="statements"), color=alt.Color("plan:N"), row=alt.Row("plan:N"),
        tooltip=["count():Q"]).properties(title="How pay is spread")
