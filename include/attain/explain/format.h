// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Exact numbers as people read them, and the width of text on a screen.
//
//   FormatAmount(Fraction(118000), eur)                       // "118,000.00"
//   FormatPercent(59/50, Language::kEnglish)                  // "118 %"
//   FormatNumber(1/3)                                         // "≈0.333333"
//   DisplayWidth("奖金 5")                                     // 6: a Chinese character is as wide as two letters
//
// Nothing is rounded in silence: a number whose digits do not end within six decimals is marked with ≈.
#ifndef ATTAIN_EXPLAIN_FORMAT_H_
#define ATTAIN_EXPLAIN_FORMAT_H_

#include <string>
#include <string_view>

#include "attain/base/decimal.h"
#include "attain/base/fraction.h"
#include "attain/base/money.h"
#include "attain/explain/message.h"

namespace attain::explain {

/// Groups the digits before the point by three: "-1234567.5" becomes "-1,234,567.5".
std::string GroupDigits(std::string_view number);
/// A number with its own digits, grouped, without trailing zeros; beyond six decimals rounded half to even and marked with ≈.
std::string FormatNumber(const Fraction& value);
/// A number with at least `decimals` (0..6) decimals, and more, up to six, when it has them; ≈ as above.
std::string FormatNumber(const Fraction& value, int decimals);
/// An amount with at least the decimals of its currency, without the currency's code.
std::string FormatAmount(const Fraction& value, Currency currency);
/// A factor in percent without trailing zeros: "12.5 %" in English, "12.5%" in Chinese.
std::string FormatPercent(const Fraction& factor, Language language);

/// Columns a text takes on a screen with fixed-width letters: wide (East Asian) characters two, combining marks none, others one.
int DisplayWidth(std::string_view text);

}  // namespace attain::explain

#endif  // ATTAIN_EXPLAIN_FORMAT_H_
