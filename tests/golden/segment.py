# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Published cases on customers and segments, as attain calls."""

KNOWN = {"basket", "bgbb", "bgcnbdk", "bgnbd", "cbs", "cluster_quality", "clv", "fit_robustness", "gamma_gamma", "gmm", "hclust", "holdout",
         "kmeans", "mbgcnbdk", "mbgnbd", "nbd", "pnbd", "rfm", "sbg", "uplift"}
HANDLERS = {}


def cases(document):
    """The cases of a file."""
    return document["cases"]


def kind(case):
    """The type of a case."""
    return case["feature"]


def agrees(case, got):
    """No case of this domain is translated yet, so none arrives here."""
    return case.get("expected"), got
