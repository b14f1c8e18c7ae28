// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The normal and the chi-square distribution, to the precision of a double.
//
//   NormalCdf(1.959963984540054)   // 0.975
//   NormalQuantile(0.975)          // 1.959963984540054
//   ZOfConfidence(0.95)            // 1.959963984540054: 2.5 % outside on either side
//
// In: plain numbers. Out: plain numbers; an argument without an answer gives NaN, as in <cmath>.
#ifndef ATTAIN_STATS_SPECIAL_H_
#define ATTAIN_STATS_SPECIAL_H_

namespace attain::stats {

/// Chance that a standard normal variable is at most `x`, 0..1. Relative error below 1e-15 also far
/// in the lower tail. NaN for NaN.
double NormalCdf(double x);

/// Chance that a standard normal variable is more than `x`, 0..1, without the cancellation of
/// 1 - NormalCdf(x). NaN for NaN.
double NormalTail(double x);

/// The x with NormalCdf(x) = p, for p in 0..1; minus infinity at 0, plus infinity at 1, NaN
/// elsewhere. Relative error below 1e-14 (algorithm AS 241, Wichura 1988, one Halley step).
double NormalQuantile(double p);

/// The z with the share `confidence` (0..1) of a standard normal variable between -z and z; NaN
/// outside 0..1.
double ZOfConfidence(double confidence);

/// Chance that a chi-square variable of `df` degrees of freedom (1, 2, …) is more than `x`, 0..1; 1 for x
/// below 0, NaN for NaN and for df below 1. Sum of positive terms (Abramowitz and Stegun 26.4.4 and 26.4.5).
double ChiSquareTail(double x, int df);

}  // namespace attain::stats

#endif  // ATTAIN_STATS_SPECIAL_H_
