# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The pipeline through Python: bad input has its reason, the rest is calculated."""

from decimal import Decimal

import pytest

import attain as at


@pytest.mark.parametrize("call, reason", [
    (lambda: at.funnel.win_rate({"won": 1}, basis="mine"), "UNKNOWN_WORD"),
    (lambda: at.funnel.win_rate({"won": -1}, basis="all"), "INVALID_ARGUMENT"),
    (lambda: at.funnel.velocity(-1, 1, 0.5, 3), "INVALID_ARGUMENT"),
    (lambda: at.funnel.lead_funnel({"web": 1}, {"fair": 1}), "INVALID_ARGUMENT"),
    (lambda: at.funnel.lead_funnel({"web": 1}, {"web": 2}), "INVALID_ARGUMENT"),
    (lambda: at.funnel.weighted_forecast({"amount": [1], "probability": [1.5], "period": ["a"]}), "INVALID_ARGUMENT"),
    (lambda: at.funnel.revenue_distribution({"amount": [1.0000001], "probability": [0.5]}), "LOSSY_NUMBER"),
    (lambda: at.funnel.revenue_distribution({"amount": [1], "probability": [2]}), "INVALID_ARGUMENT"),
    (lambda: at.funnel.revenue_distribution({"amount": [100_000_007 * n + 1 for n in range(60)], "probability": [0.5] * 60}), "SUPPORT_TOO_LARGE"),
    (lambda: at.funnel.process({"case": [1], "time": [1.5], "activity": ["a"]}), "WRONG_COLUMN_TYPE"),
    (lambda: at.funnel.process({"case": [1], "time": [1]}), "UNKNOWN_COLUMN"),
    (lambda: at.funnel.conformance([["a"]], [{"activity": "a", "after": ["b"]}]), "UNKNOWN_REFERENCE"),
    (lambda: at.funnel.conformance([["a"]], ["a", "a"]), "DUPLICATE_ID"),
    (lambda: at.funnel.attribution([{"path": []}], rule="last"), "INVALID_ARGUMENT"),
    (lambda: at.funnel.attribution([{"path": ["a"]}], rule="fair"), "UNKNOWN_WORD"),
    (lambda: at.funnel.removal_effects([{"path": ["a"]}]), "INSUFFICIENT_DATA"),
    (lambda: at.funnel.score_chances([], []), "INSUFFICIENT_DATA"),
    (lambda: at.funnel.interval_coverage([2], [1], [1]), "INVALID_ARGUMENT"),
    (lambda: at.funnel.cusum([1], mean=0, sd=0), "INVALID_ARGUMENT"),
    (lambda: at.funnel.compare_with_control((1, 2), (1, 2), (1, 2), (0, 0)), "INSUFFICIENT_DATA"),
    (lambda: at.funnel.concentration({"account": ["A"], "amount": [0]}, by="account"), "INSUFFICIENT_DATA"),
    (lambda: at.funnel.risk_rules({"amount": [1]}, {"large": "amout > 3"}), "UNKNOWN_NAME"),
    (lambda: at.funnel.stress({"amount": [1], "probability": [1]}, {"bad": {"chanse": 1}}), "UNKNOWN_KEY"),
    (lambda: at.stats.two_proportions((1, 2), (0, 0)), "INSUFFICIENT_DATA"),
])
def test_bad_input_has_its_reason(call, reason):
    with pytest.raises(at.Error) as caught:
        call()
    assert caught.value.reason == reason


def test_deals_without_amount_are_told_and_the_rest_is_calculated():
    deals = {"amount": [100, None, 300], "probability": [0.5, 0.5, None], "category": ["closed", "commit", "commit"], "period": ["a", "a", "b"]}
    assert at.funnel.weighted_forecast(deals).by_period == {"a": Decimal(50)}
    found = at.funnel.revenue_distribution(deals)
    assert found.mean == 50 and [(finding.reason, finding.row) for finding in found.findings] == [("NULL_VALUE", 1), ("NULL_VALUE", 2)]
    assert at.funnel.forecast_categories(deals).commit_forecast == 400
    assert len(at.funnel.forecast(deals).findings) == 2


def test_cents_stay_exact():
    found = at.funnel.revenue_distribution({"amount": ["0.10", "0.20", "0.30"], "probability": [1, 1, 0.5]})
    assert found.quantile(0.5) == Decimal("0.30") and found.quantile(1) == Decimal("0.60")
    assert found.p_at_least("0.31") == 0.5 and found.p_at_least("0.305") == 0.5 and found.p_at_least("0.3") == 1


def test_events_without_time_are_set_aside():
    found = at.funnel.process({"case": ["a", "a", "a"], "time": ["2026-01-01", None, "2026-01-03T12:00:00Z"], "activity": ["x", "y", "z"]})
    assert found.variants == [(("x", "z"), 1)] and [finding.field for finding in found.findings] == ["time"]
    assert found.durations.mean == 2.5 * 86400


def test_waterfall_adds_up_and_names_what_does_not_fit():
    deals = {"deal_id": ["A"], "created": ["2026-01-01"], "amount": ["120.50"], "expected_close": ["2026-02-01"], "outcome": ["open"], "owner": ["Ada"]}
    log = {"deal_id": ["A", "A", "A"], "at": ["2026-01-10", "2026-01-11", "2026-01-12"], "seq": [1, 2, 3], "field": ["stage", "amount", "owner"],
           "old": ["x", "100", "Bo"], "new": ["y", "110", "Ada"]}
    found = at.funnel.waterfall(deals, log, start="2026-01-05", end="2026-01-31", period=("2026-01-01", "2026-04-01"))
    assert found.opening == 100 and found.resized == Decimal("20.5") and found.closing == Decimal("120.5")
    assert [(finding.reason, finding.row) for finding in found.findings] == [("CHANGE_CHAIN_BROKEN", 1)]
    ada = at.funnel.waterfall(deals, log, start="2026-01-05", end="2026-01-31", period=("2026-01-01", "2026-04-01"), owner="Ada")
    assert ada.opening == 0 and ada.owner_in == Decimal("120.5")


def test_same_seed_same_draws():
    deals = {"amount": [10] * 20, "probability": [0.4] * 20, "owner": ["Ada", "Bo"] * 10, "slip": [0.1] * 20}
    one, two = (at.funnel.simulate(deals, group="owner", slip="slip", correlation=0.2, draws=500) for _ in range(2))
    assert one.mean == two.mean and one.p_at_least(50) == two.p_at_least(50)
