# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""How the cases on pay write their numbers and bands."""

import attain as at


def bands(tiers, pays="rate"):
    """Tiers as attain takes bands."""
    return [(tier["from"], tier["to"], tier[pays]) for tier in tiers]


def fixed(number):
    """A rounded number as the cases print it: all its decimals, zero without sign."""
    return f"{number:f}" if number else f"{abs(number):f}"


def plain(number):
    """A whole number as text."""
    return str(number.numerator)


def width(number):
    """Width of a slice: plain when whole, else with two decimals."""
    return plain(number) if number.denominator == 1 else rounded_fraction(number, 2)


def rounded_fraction(number, scale):
    """An exact fraction printed with `scale` decimals, half away from zero."""
    return fixed(at.round(number, scale=scale, mode="half_away"))


def plain_fraction(number):
    """A number whose digits end, without trailing zeros."""
    for scale in range(39):
        digits = at.round(number, scale=scale, mode="down")
        if digits == number:
            return fixed(digits)
    raise ValueError(f"{number} has no end")


def only(given, *allowed):
    """Fails when a plan has a key its handler does not read."""
    unknown = set(given) - {"type", *allowed}
    if unknown:
        raise ValueError(f"keys the form does not define here: {sorted(unknown)}")
