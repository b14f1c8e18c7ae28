// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "base/internal/natural.h"

#include <algorithm>
#include <bit>
#include <utility>

namespace attain::internal {
namespace {

void Trim(Natural& value) {
  while (!value.empty() && value.back() == 0) value.pop_back();
}

uint64_t Low(uint128 value) { return static_cast<uint64_t>(value); }
uint64_t High(uint128 value) { return static_cast<uint64_t>(value >> 64); }

// Divides in place by one limb; returns the remainder.
uint64_t DivideBy(Natural& value, uint64_t divisor) {
  uint64_t rest = 0;
  for (size_t i = value.size(); i-- > 0;) {
    const uint128 part = (uint128{rest} << 64) | value[i];
    value[i] = Low(part / divisor);
    rest = Low(part - uint128{value[i]} * divisor);
  }
  Trim(value);
  return rest;
}

// a -= factor × b × 2^(64 at); true when it went below zero.
bool SubtractMultiple(Natural& a, const Natural& b, uint64_t factor, size_t at) {
  uint64_t carry = 0;
  for (size_t i = 0; i < b.size(); ++i) {
    const uint128 product = uint128{b[i]} * factor + carry;
    carry = High(product) + (a[at + i] < Low(product) ? 1 : 0);
    a[at + i] -= Low(product);
  }
  uint64_t& top = a[at + b.size()];
  const bool below = top < carry;
  top -= carry;
  return below;
}

// a += b × 2^(64 at), without what is carried out.
void AddBack(Natural& a, const Natural& b, size_t at) {
  uint64_t carry = 0;
  for (size_t i = 0; i < b.size(); ++i) {
    const uint128 sum = uint128{a[at + i]} + b[i] + carry;
    a[at + i] = Low(sum);
    carry = High(sum);
  }
  a[at + b.size()] += carry;
}

}  // namespace

Natural NaturalOf(uint128 value) {
  Natural natural;
  if (value != 0) natural.push_back(Low(value));
  if (High(value) != 0) natural.push_back(High(value));
  return natural;
}

size_t BitsOf(const Natural& value) {
  return value.empty() ? 0
                       : value.size() * 64 - static_cast<size_t>(std::countl_zero(value.back()));
}

bool FitsPart(const Natural& value) { return BitsOf(value) <= 127; }

uint128 LowBits(const Natural& value) {
  uint128 low = value.empty() ? 0 : value[0];
  if (value.size() > 1) low |= uint128{value[1]} << 64;
  return low;
}

std::strong_ordering Compare(const Natural& a, const Natural& b) {
  if (a.size() != b.size()) return a.size() <=> b.size();
  for (size_t i = a.size(); i-- > 0;) {
    if (a[i] != b[i]) return a[i] <=> b[i];
  }
  return std::strong_ordering::equal;
}

Natural Sum(const Natural& a, const Natural& b) {
  if (a.size() < b.size()) return Sum(b, a);
  Natural sum = a;
  uint64_t carry = 0;
  for (size_t i = 0; i < sum.size() && (i < b.size() || carry != 0); ++i) {
    const uint128 part = uint128{sum[i]} + (i < b.size() ? b[i] : 0) + carry;
    sum[i] = Low(part);
    carry = High(part);
  }
  if (carry != 0) sum.push_back(carry);
  return sum;
}

Natural Difference(const Natural& a, const Natural& b) {
  Natural difference = a;
  uint64_t borrow = 0;
  for (size_t i = 0; i < a.size() && (i < b.size() || borrow != 0); ++i) {
    const uint128 taken = uint128{i < b.size() ? b[i] : 0} + borrow;
    borrow = difference[i] < taken ? 1 : 0;
    difference[i] -= Low(taken);
  }
  Trim(difference);
  return difference;
}

Natural Product(const Natural& a, const Natural& b) {
  Natural product(a.size() + b.size(), 0);
  for (size_t i = 0; i < a.size(); ++i) {
    uint64_t carry = 0;
    for (size_t j = 0; j < b.size(); ++j) {
      const uint128 part = uint128{a[i]} * b[j] + product[i + j] + carry;
      product[i + j] = Low(part);
      carry = High(part);
    }
    product[i + b.size()] = carry;
  }
  Trim(product);
  return product;
}

Natural Shifted(const Natural& value, size_t bits) {
  if (value.empty()) return {};
  const size_t limbs = bits / 64;
  const size_t rest = bits % 64;
  Natural shifted(limbs + value.size() + 1, 0);
  for (size_t i = 0; i < value.size(); ++i) {
    shifted[limbs + i] |= value[i] << rest;
    if (rest != 0) shifted[limbs + i + 1] = value[i] >> (64 - rest);
  }
  Trim(shifted);
  return shifted;
}

DividedNatural Divide(const Natural& a, const Natural& b) {
  DividedNatural divided;
  if (Compare(a, b) < 0) {
    divided.remainder = a;
    return divided;
  }
  if (b.size() == 1) {
    divided.quotient = a;
    divided.remainder = NaturalOf(DivideBy(divided.quotient, b[0]));
    return divided;
  }
  const auto shift = static_cast<size_t>(std::countl_zero(b.back()));
  const Natural below = Shifted(b, shift);
  Natural above = Shifted(a, shift);
  above.resize(a.size() + 1, 0);
  const uint64_t first = below.back();
  const uint64_t second = below[below.size() - 2];
  divided.quotient.assign(above.size() - below.size(), 0);
  for (size_t at = divided.quotient.size(); at-- > 0;) {
    const size_t top = at + below.size();
    const uint128 head = (uint128{above[top]} << 64) | above[top - 1];
    uint128 digit = above[top] >= first ? uint128{~uint64_t{0}} : head / first;
    uint128 rest = head - digit * first;
    while (High(rest) == 0 && digit * second > ((rest << 64) | above[top - 2])) {
      --digit;
      rest += first;
    }
    if (SubtractMultiple(above, below, Low(digit), at)) {
      --digit;
      AddBack(above, below, at);
    }
    divided.quotient[at] = Low(digit);
  }
  Trim(divided.quotient);
  // What is left, shifted back.
  above.resize(below.size());
  for (size_t i = 0; shift != 0 && i < above.size(); ++i) {
    above[i] >>= shift;
    if (i + 1 < above.size()) above[i] |= above[i + 1] << (64 - shift);
  }
  Trim(above);
  divided.remainder = std::move(above);
  return divided;
}

Natural GreatestCommonDivisor(Natural a, Natural b) {
  while (!a.empty()) {
    if (a.size() <= 2 && b.size() <= 2)
      return NaturalOf(GreatestCommonDivisor(LowBits(a), LowBits(b)));
    Natural rest = Divide(b, a).remainder;
    b = std::move(a);
    a = std::move(rest);
  }
  return b;
}

std::string ToDecimalString(Natural value) {
  if (value.empty()) return "0";
  constexpr uint64_t kGroup = 10'000'000'000'000'000'000U;  // 19 digits
  std::string digits;                                       // backwards
  while (!value.empty()) {
    uint64_t group = DivideBy(value, kGroup);
    for (int i = 0; i < 19 && (group != 0 || !value.empty()); ++i) {
      digits.push_back(static_cast<char>('0' + group % 10));
      group /= 10;
    }
  }
  std::reverse(digits.begin(), digits.end());
  return digits;
}

}  // namespace attain::internal
