# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Numbers, rounding and rate tables in exact fractions: the smallest parts of reference_pay.py."""

import datetime
from fractions import Fraction

CENT = Fraction(1, 100)


class Unpaid(Exception):
    """A statement that cannot be paid, and the reason."""


def number(text):
    """An exact number: 5, "0.25", "25%", "40000 EUR"."""
    if isinstance(text, str):
        text = text.split()[0]
        return Fraction(text[:-1]) / 100 if text.endswith("%") else Fraction(text)
    return Fraction(text)


def date(text):
    """A day, or None."""
    return datetime.date.fromisoformat(text) if text else None


def rounded(value, mode="half_even", scale=2):
    """One number rounded to `scale` decimals."""
    scaled = value * 10**scale
    floor = scaled.numerator // scaled.denominator
    rest = scaled - floor
    if rest == 0:
        return value
    up = {"half_even": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and floor % 2 == 1),
          "half_away": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value > 0),
          "half_toward_zero": rest > Fraction(1, 2) or (rest == Fraction(1, 2) and value < 0),
          "down": value < 0, "up": value > 0, "floor": False, "ceiling": True}[mode]
    return Fraction(floor + up, 10**scale)


def allocate(total, weights, unit=CENT):
    """`total`, a multiple of the unit, in parts like the weights: rounded down, what is left by the largest remainder, the first of equals."""
    whole = sum(weights)
    exact = [total / unit * weight / whole for weight in weights]
    parts = [part.numerator // part.denominator for part in exact]
    left = total / unit - sum(parts)
    for place in sorted(range(len(weights)), key=lambda place: (parts[place] - exact[place], place))[:int(left)]:
        parts[place] += 1
    return [part * unit for part in parts]


def bands_of(bands):
    """(from, to or None, pays) of each band; a band without end ends where the next one starts."""
    starts = [number(band["from"]) for band in bands]
    ends = [number(band["to"]) if band.get("to") is not None else following for band, following in zip(bands, [*starts[1:], None])]
    return [(start, end, number(band["pays"])) for start, end, band in zip(starts, ends, bands)]


def band_at(bands, value, boundary):
    """The first band that holds a value, or None."""
    for start, end, pays in bands:
        if boundary == "lower_inclusive":
            inside = start <= value and (end is None or value < end)
        elif boundary == "upper_inclusive":
            inside = (start < value or start == value == 0) and (end is None or value <= end)
        else:
            inside = start <= value and (end is None or value <= end)
        if inside:
            return start, end, pays
    return None


def marginal(bands, unit, amount, below_zero):
    """Each band's rate on the slice of 0..amount inside it; below zero the band that starts at zero goes on, where `below_zero` says so."""
    if amount < 0:
        return amount * next((pays for start, _, pays in bands if start == 0), Fraction(0)) if below_zero else Fraction(0)
    return sum((max(Fraction(0), (amount if end is None else min(amount, end * unit)) - max(Fraction(0), start * unit)) * pays
                for start, end, pays in bands), Fraction(0))


def curve_factor(curve, value):
    """The factor along the line through the points."""
    points = [(number(point["at"]), number(point["pays"])) for point in curve["points"]]
    if value < points[0][0]:
        return points[0][1] if curve.get("below", "zero") == "hold" else Fraction(0)
    reached = max(place for place, point in enumerate(points) if point[0] <= value)
    if reached == len(points) - 1:
        if curve.get("above", "hold") == "hold" or value == points[-1][0]:
            return points[-1][1]
        reached -= 1
    (at, pays), (to, more) = points[reached], points[reached + 1]
    return pays + (more - pays) * (value - at) / (to - at)


def matrix_factor(matrix, values):
    """The factor of a matrix: the cell, or along straight lines between the corners around it."""
    axes = [[number(point) for point in axis["points"]] for axis in matrix["axes"]]
    cells = [number(cell) for row in matrix["cells"] for cell in row]
    corners = [(Fraction(1), 0)]
    for points, value in zip(axes, values):
        if value < points[0]:
            if matrix.get("below", "error") == "error":
                raise Unpaid("VALUE_IN_NO_BAND")
            return Fraction(0)
        low = max(place for place, point in enumerate(points) if point <= value)
        way = Fraction(0)
        if matrix["method"] == "linear" and low + 1 < len(points):
            way = (value - points[low]) / (points[low + 1] - points[low])
        corners = [(weight * part, place * len(points) + low + step)
                   for weight, place in corners for part, step in ((1 - way, 0), (way, 1)) if part != 0]
    return sum((weight * cells[place] for weight, place in corners), Fraction(0))
