// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/explain/format.h"

#include <algorithm>
#include <array>
#include <cstdint>

#include "attain/base/rounding.h"
#include "base/internal/utf8.h"

namespace attain::explain {
namespace {

constexpr int kMostDecimals = 6;
constexpr std::string_view kAbout = "≈";

struct Range {
  uint32_t first;
  uint32_t last;
};

// Wide characters, by the blocks of Unicode that are wide or full-width.
constexpr std::array<Range, 15> kWide = {{{0x1100, 0x115F},
                                          {0x2E80, 0x303E},
                                          {0x3041, 0x33FF},
                                          {0x3400, 0x4DBF},
                                          {0x4E00, 0x9FFF},
                                          {0xA000, 0xA4CF},
                                          {0xA960, 0xA97F},
                                          {0xAC00, 0xD7A3},
                                          {0xF900, 0xFAFF},
                                          {0xFE30, 0xFE4F},
                                          {0xFF00, 0xFF60},
                                          {0xFFE0, 0xFFE6},
                                          {0x1F300, 0x1F64F},
                                          {0x1F900, 0x1F9FF},
                                          {0x20000, 0x3FFFD}}};
constexpr std::array<Range, 5> kNoWidth = {
    {{0x0300, 0x036F}, {0x200B, 0x200F}, {0x20D0, 0x20FF}, {0xFE00, 0xFE0F}, {0xFE20, 0xFE2F}}};

template <size_t n>
bool IsIn(const std::array<Range, n>& ranges, uint32_t point) {
  return std::any_of(ranges.begin(), ranges.end(), [&](const Range& range) {
    return range.first <= point && point <= range.last;
  });
}

int DecimalsOf(Decimal value) { return value.Normalized().scale(); }

}  // namespace

std::string GroupDigits(std::string_view number) {
  const size_t sign = !number.empty() && (number[0] == '-' || number[0] == '+') ? 1 : 0;
  const size_t point = std::min(number.find('.'), number.size());
  std::string out(number.substr(0, sign));
  for (size_t i = sign; i < point; ++i) {
    if (i > sign && (point - i) % 3 == 0) out.push_back(',');
    out.push_back(number[i]);
  }
  return out.append(number.substr(point));
}

std::string FormatNumber(const Fraction& value) { return FormatNumber(value, 0); }

std::string FormatNumber(const Fraction& value, int decimals) {
  const auto exact = value.ToDecimal();
  if (exact.has_value() && DecimalsOf(*exact) <= kMostDecimals) {
    const auto shown = exact->Normalized().Rescaled(std::max(decimals, DecimalsOf(*exact)));
    // Only a number of more than 32 digits has no room for two zeros.
    return GroupDigits(shown.ok() ? shown->ToFixedString() : exact->ToString());
  }
  const auto rounded = Round(value, kMostDecimals, RoundingMode::kHalfEven);
  if (!rounded.ok()) return value.ToString();
  return std::string(kAbout) + GroupDigits(rounded->ToFixedString());
}

std::string FormatAmount(const Fraction& value, Currency currency) {
  return FormatNumber(value, currency.scale());
}

std::string FormatPercent(const Fraction& factor, Language language) {
  const auto percent = Multiply(factor, Fraction(100));
  std::string number = percent.ok() ? FormatNumber(*percent) : factor.ToString();
  if (!percent.ok()) return number;
  return number + (language == Language::kChinese ? "%" : " %");
}

int DisplayWidth(std::string_view text) {
  int width = 0;
  for (size_t at = 0; at < text.size();) {
    const uint32_t point = attain::internal::NextCodePoint(text, &at);
    width += IsIn(kNoWidth, point) ? 0 : IsIn(kWide, point) ? 2 : 1;
  }
  return width;
}

}  // namespace attain::explain
