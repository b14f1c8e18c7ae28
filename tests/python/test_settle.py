# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Statements settled on columns, one period after the other."""

from fractions import Fraction

import pytest

import attain as at


def test_statements_of_several_periods_hand_their_balances_on():
    # A draw of 2,000 in two periods, half of the excess taken back.
    pay = at.incentive.settle([1500, 2600, 1000], draw={"kind": "recoverable", "amount": 2000, "last_period": 2, "share": "0.5"})
    assert [(one.drawn, one.recovered, one.paid) for one in pay.statements] == [(500, 0, 2000), (0, -300, 2300), (0, -200, 800)]
    assert (pay.carry, pay.maximum, pay.draw) == (0, 0, 0)
    parts = [at.incentive.settle([1500], draw={"kind": "recoverable", "amount": 2000, "last_period": 2, "share": "0.5"})]
    parts.append(at.incentive.settle([2600, 1000], draw={"kind": "recoverable", "amount": 2000, "last_period": 2, "share": "0.5"}, debt=parts[0].draw, first_period=2))
    assert [*parts[0].statements, *parts[1].statements] == pay.statements


def test_what_is_held_is_released_as_it_becomes_free_and_columns_add_up():
    pay = at.incentive.settle([100, "33.335", 0, 0], sales=[[("a", 100, 0)], [("a", 0, "0.5"), ("b", "33.335", 0)], [("b", 0, 1)], [("a", 0, 1)]], hold_share="0.4")
    assert [one.held for one in pay.statements] == [-40, Fraction("-13.334"), 0, 0]
    assert [one.released for one in pay.statements] == [0, 20, Fraction("13.334"), 20]
    for one in pay.statements:
        assert sum(one[:-1]) == one.paid
    assert pay.sales == {"a": (40, 40), "b": (Fraction("13.334"), Fraction("13.334"))}


def test_guarantees_clawbacks_and_the_rest_below_zero():
    assert [one.paid for one in at.incentive.settle([100, 500], top_up=300).statements] == [300, 500]
    assert [one.adjusted for one in at.incentive.settle([100], clawed=[-30], added=50).statements] == [20]
    pay = at.incentive.settle([-100, 250])
    assert [(one.carried, one.paid) for one in pay.statements] == [(100, 0), (-100, 150)]
    assert [one.paid for one in at.incentive.settle([-100], negative="pay").statements] == [-100]
    lost = at.incentive.settle([900, 100], maximum=500, excess="lose")
    assert [one.paid for one in lost.statements] == [500, 100]
    waits = at.incentive.settle([100], maximum=500, waiting=450, held={"s": (10, 4)}, sales=[[("s", 0, 1)]])
    assert (waits.statements[0].released, waits.statements[0].paid, waits.maximum) == (6, 500, 56)


@pytest.mark.parametrize("words, reason", [({"hold_share": 2}, "INVALID_ARGUMENT"), ({"carry": 1}, "INVALID_ARGUMENT"), ({"maximum": -1}, "INVALID_ARGUMENT"),
                                           ({"negative": "keep"}, "UNKNOWN_WORD"), ({"excess": "waste"}, "UNKNOWN_WORD")])
def test_terms_that_make_no_sense_have_a_reason(words, reason):
    with pytest.raises(at.Error) as caught:
        at.incentive.settle([1], **words)
    assert caught.value.reason == reason
