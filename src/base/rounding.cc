// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/rounding.h"

#include "attain/base/status.h"
#include "base/internal/int128.h"
#include "base/internal/rounding.h"
#include "base/internal/text.h"
#include "base/internal/wide.h"

namespace attain {
namespace {

using internal::FitsInt64;
using internal::int128;
using internal::Magnitude;
using internal::MovesAway;
using internal::MultiplyOverflows;
using internal::Raw;
using internal::RawPowerOfTen;
using internal::StrCat;
using internal::uint128;

int128 Divide(int128 numerator, int128 denominator, RoundingMode mode) {
  const bool negative = numerator < 0;
  if (FitsInt64(numerator) && FitsInt64(denominator)) {
    // Division of 64 bits is one instruction, of 128 bits a call.
    const auto above = static_cast<uint64_t>(Magnitude(numerator));
    const auto below = static_cast<uint64_t>(denominator);
    const uint64_t quotient = above / below;
    const bool away = MovesAway(mode, negative, (quotient & 1) != 0, above % below, below);
    const int128 magnitude = int128{quotient} + (away ? 1 : 0);
    return negative ? -magnitude : magnitude;
  }
  const auto below = static_cast<uint128>(denominator);
  uint128 quotient = Magnitude(numerator) / below;
  const uint128 rest = Magnitude(numerator) - quotient * below;
  if (MovesAway(mode, negative, (quotient & 1) != 0, rest, below)) ++quotient;
  return static_cast<int128>(negative ? uint128{0} - quotient : quotient);
}

absl::Status CheckScale(int scale) {
  if (scale >= 0 && scale <= Decimal::kMaxScale) return absl::OkStatus();
  return MakeError(Reason::kOverflow, StrCat("a decimal has 0 to 38 decimals, not ", scale));
}

absl::StatusOr<Decimal> Checked(int128 coefficient, int scale) {
  if (Magnitude(coefficient) > static_cast<uint128>(internal::kMaxCoefficient)) {
    return MakeError(Reason::kOverflow, "a rounded value has more than 38 digits");
  }
  return Decimal::Unchecked(coefficient, scale);
}

}  // namespace

absl::StatusOr<Decimal> Round(const Fraction& value, int scale, RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckScale(scale));
  if (value.is_wide()) return internal::RoundWide(value, scale, mode);
  int128 above = Raw(value.numerator());
  int128 power = RawPowerOfTen(scale);
  int128 below = Raw(value.denominator());
  int128 scaled = 0;
  if (!MultiplyOverflows(above, power, &scaled)) {
    return Checked(Divide(scaled, below, mode), scale);
  }
  // The numerator leaves 128 bits but the quotient may not.
  const internal::Divided256 wide =
      internal::DivideWide(internal::FullProduct(Magnitude(above), static_cast<uint128>(power)),
                           static_cast<uint128>(below));
  uint128 quotient = wide.quotient.low;
  if (wide.quotient.high != 0 || (quotient >> 127) != 0)
    return Checked(internal::kInt128Max, scale);
  const bool negative = above < 0;
  if (MovesAway(mode, negative, (quotient & 1) != 0, wide.remainder, static_cast<uint128>(below))) {
    ++quotient;
  }
  if ((quotient >> 127) != 0) return Checked(internal::kInt128Max, scale);
  return Checked(negative ? -static_cast<int128>(quotient) : static_cast<int128>(quotient), scale);
}

absl::StatusOr<Decimal> Round(Decimal value, int scale, RoundingMode mode) {
  ATTAIN_RETURN_IF_ERROR(CheckScale(scale));
  if (scale >= value.scale()) return value.Rescaled(scale);
  return Checked(Divide(Raw(value.coefficient()), RawPowerOfTen(value.scale() - scale), mode),
                 scale);
}

absl::int128 RoundDivide(absl::int128 numerator, absl::int128 denominator, RoundingMode mode) {
  return Divide(Raw(numerator), Raw(denominator), mode);
}

}  // namespace attain
