// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/stats/special.h"

#include <cmath>
#include <limits>
#include <span>

namespace attain::stats {
namespace {

constexpr double kSqrt2 = 1.41421356237309504880;
constexpr double kSqrt2Pi = 2.50662827463100050242;

// Coefficients of AS 241 (Wichura, Applied Statistics 37, 1988, PPND16), lowest power first.
constexpr double kCentreAbove[] = {3.3871328727963666080e0, 1.3314166789178437745e2,
                                   1.9715909503065514427e3, 1.3731693765509461125e4,
                                   4.5921953931549871457e4, 6.7265770927008700853e4,
                                   3.3430575583588128105e4, 2.5090809287301226727e3};
constexpr double kCentreBelow[] = {1.0,
                                   4.2313330701600911252e1,
                                   6.8718700749205790830e2,
                                   5.3941960214247511077e3,
                                   2.1213794301586595867e4,
                                   3.9307895800092710610e4,
                                   2.8729085735721942674e4,
                                   5.2264952788528545610e3};
constexpr double kMiddleAbove[] = {1.42343711074968357734e0,  4.63033784615654529590e0,
                                   5.76949722146069140550e0,  3.64784832476320460504e0,
                                   1.27045825245236838258e0,  2.41780725177450611770e-1,
                                   2.27238449892691845833e-2, 7.74545014278341407640e-4};
constexpr double kMiddleBelow[] = {1.0,
                                   2.05319162663775882187e0,
                                   1.67638483018380384940e0,
                                   6.89767334985100004550e-1,
                                   1.48103976427480074590e-1,
                                   1.51986665636164571966e-2,
                                   5.47593808499534494600e-4,
                                   1.05075007164441684324e-9};
constexpr double kFarAbove[] = {6.65790464350110377720e0,  5.46378491116411436990e0,
                                1.78482653991729133580e0,  2.96560571828504891230e-1,
                                2.65321895265761230930e-2, 1.24266094738807843860e-3,
                                2.71155556874348757815e-5, 2.01033439929228813265e-7};
constexpr double kFarBelow[] = {1.0,
                                5.99832206555887937690e-1,
                                1.36929880922735805310e-1,
                                1.48753612908506148525e-2,
                                7.86869131145613259100e-4,
                                1.84631831751005468180e-5,
                                1.42151175831644588870e-7,
                                2.04426310338993978564e-15};

double Polynomial(std::span<const double> coefficients, double x) {
  double value = 0;
  for (size_t i = coefficients.size(); i-- > 0;) value = value * x + coefficients[i];
  return value;
}

double Ratio(std::span<const double> above, std::span<const double> below, double x) {
  return Polynomial(above, x) / Polynomial(below, x);
}

}  // namespace

double NormalCdf(double x) { return 0.5 * std::erfc(-x / kSqrt2); }

double NormalTail(double x) { return 0.5 * std::erfc(x / kSqrt2); }

double NormalQuantile(double p) {
  if (!(p >= 0 && p <= 1)) return std::numeric_limits<double>::quiet_NaN();
  if (p == 0) return -std::numeric_limits<double>::infinity();
  if (p == 1) return std::numeric_limits<double>::infinity();
  const double q = p - 0.5;
  if (q == 0) return 0;
  double x = 0;
  if (std::fabs(q) <= 0.425) {
    x = q * Ratio(kCentreAbove, kCentreBelow, 0.180625 - q * q);
  } else {
    const double r = std::sqrt(-std::log(q < 0 ? p : 1 - p));
    const double magnitude =
        r <= 5 ? Ratio(kMiddleAbove, kMiddleBelow, r - 1.6) : Ratio(kFarAbove, kFarBelow, r - 5);
    x = q < 0 ? -magnitude : magnitude;
  }
  // One Halley step against the distribution function takes the last digit back; it is made in the
  // tail that x lies in, where the function has no cancellation.
  const double error = q < 0 ? NormalCdf(x) - p : (1 - p) - NormalTail(x);
  const double step = error * kSqrt2Pi * std::exp(0.5 * x * x);
  const double refined = x - step / (1 + 0.5 * x * step);
  return std::isfinite(refined) ? refined : x;
}

double ChiSquareTail(double x, int df) {
  if (df < 1 || std::isnan(x)) return std::numeric_limits<double>::quiet_NaN();
  if (x <= 0) return 1;
  // Each two degrees of freedom add (x/2)^(k/2) e^(-x/2) / Gamma(k/2 + 1).
  const bool odd = df % 2 == 1;
  double tail = odd ? std::erfc(std::sqrt(x / 2)) : std::exp(-x / 2);
  double log_gamma = odd ? std::log(kSqrt2Pi / (2 * kSqrt2)) : 0;  // of 3/2, of 2
  for (int k = odd ? 1 : 2; k < df; k += 2) {
    tail += std::exp(0.5 * k * std::log(x / 2) - x / 2 - log_gamma);
    log_gamma += std::log(0.5 * k + 1);
  }
  return std::fmin(tail, 1);
}

double ZOfConfidence(double confidence) {
  if (!(confidence >= 0 && confidence <= 1)) return std::numeric_limits<double>::quiet_NaN();
  return -NormalQuantile(0.5 * (1 - confidence));
}

}  // namespace attain::stats
