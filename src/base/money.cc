// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/base/money.h"

#include <algorithm>
#include <cstddef>
#include <iterator>

#include "attain/base/status.h"
#include "base/internal/int128.h"
#include "base/internal/text.h"

namespace attain {
namespace {

using internal::StrCat;

// The active codes of ISO 4217 list one with their minor units, and codes replaced since 2008 that
// old bookings still carry. Codes without a minor unit (metals, XDR, XXX) are left out: an amount
// in them has no smallest unit.
constexpr std::string_view kScale0 = "BIFBYRCLPDJFGNFISKJPYKMFKRWPYGRWFUGXUYIVNDVUVXAFXOFXPF";
constexpr std::string_view kScale2 =
    "AEDAFNALLAMDANGAOAARSAUDAWGAZNBAMBBDBDTBGNBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHF"
    "CHWCNYCOPCOUCRCCUCCUPCVECZKDKKDOPDZDEEKEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGTQGYDHKDHNL"
    "HRKHTGHUFIDRILSINRIRRJMDKESKGSKHRKPWKYDKZTLAKLBPLKRLRDLSLLTLLVLMADMDLMGAMKDMMKMNTMOP"
    "MRUMURMVRMWKMXNMXVMYRMZNNADNGNNIONOKNPRNZDPABPENPGKPHPPKRPLNQARRONRSDRUBSARSBDSCRSDG"
    "SEKSGDSHPSKKSLESLLSOSSRDSSPSTDSTNSVCSYPSZLTHBTJSTMTTOPTRYTTDTWDTZSUAHUSDUSNUYUUZSVED"
    "VEFVESWSTXADXCDXCGYERZARZMKZMWZWGZWL";
constexpr std::string_view kScale3 = "BHDIQDJODKWDLYDOMRTND";
constexpr std::string_view kScale4 = "CLFUYW";

constexpr size_t Key(std::string_view code) {
  size_t key = 0;
  for (const char letter : code) key = key * 26 + static_cast<size_t>(letter - 'A');
  return key;
}

constexpr uint8_t kNoScale = 0xff;
constexpr size_t kKeys = 26 * 26 * 26;

// One byte for each of the 17,576 possible codes: reading an amount costs one look.
class ScaleTable {
 public:
  ScaleTable() {
    std::fill(std::begin(scales_), std::end(scales_), kNoScale);
    Add(kScale2, 2);
    Add(kScale0, 0);
    Add(kScale3, 3);
    Add(kScale4, 4);
  }
  uint8_t operator[](size_t key) const { return scales_[key]; }

 private:
  void Add(std::string_view codes, uint8_t scale) {
    for (; !codes.empty(); codes.remove_prefix(3)) scales_[Key(codes.substr(0, 3))] = scale;
  }
  uint8_t scales_[kKeys];
};

bool IsCode(std::string_view code) {
  return code.size() == 3 &&
         std::all_of(code.begin(), code.end(), [](char c) { return c >= 'A' && c <= 'Z'; });
}

absl::Status Mismatch(Currency a, Currency b) {
  const auto name = [](Currency currency) {
    return currency.is_none() ? std::string("no currency")
                              : StrCat(currency.code(), " with ", currency.scale(), " decimals");
  };
  return MakeError(Reason::kCurrencyMismatch, StrCat(name(a), " met ", name(b)));
}

absl::Status TooLarge() {
  return MakeError(Reason::kOverflow, "an amount does not fit 64 bits of its smallest unit");
}

}  // namespace

absl::StatusOr<Currency> Currency::Parse(std::string_view code) {
  static const ScaleTable table;
  if (!IsCode(code) || table[Key(code)] == kNoScale) {
    return MakeError(Reason::kUnknownCurrency,
                     StrCat('"', code.substr(0, 16), "\" is not a currency of ISO 4217"));
  }
  return Of(code, table[Key(code)]);
}

absl::StatusOr<Currency> Currency::Of(std::string_view code, int scale) {
  if (!IsCode(code)) {
    return MakeError(Reason::kUnknownCurrency,
                     StrCat('"', code.substr(0, 16), "\" is not three upper-case letters"));
  }
  if (scale < 0 || scale > kMaxScale) {
    return MakeError(Reason::kInvalidArgument,
                     StrCat(code, ": a currency has 0 to 6 decimals, not ", scale));
  }
  const char text[4] = {code[0], code[1], code[2], '\0'};
  return Unchecked(text, scale);
}

absl::StatusOr<Money> Money::Parse(std::string_view text) {
  const size_t space = text.find(' ');
  if (space == std::string_view::npos) {
    return MakeError(Reason::kUnknownCurrency,
                     StrCat('"', text.substr(0, 64), "\" names no currency; write 40000 EUR"));
  }
  ATTAIN_ASSIGN_OR_RETURN(const Decimal amount, Decimal::Parse(text.substr(0, space)));
  ATTAIN_ASSIGN_OR_RETURN(const Currency currency, Currency::Parse(text.substr(space + 1)));
  return FromDecimal(amount, currency);
}

absl::StatusOr<Money> Money::FromDecimal(Decimal amount, Currency currency) {
  ATTAIN_ASSIGN_OR_RETURN(const Decimal units, amount.Rescaled(currency.scale()));
  if (!internal::FitsInt64(internal::Raw(units.coefficient()))) return TooLarge();
  return Money(static_cast<int64_t>(units.coefficient()), currency);
}

std::string Money::ToString() const {
  const std::string amount = ToDecimal().ToFixedString();
  return currency_.is_none() ? amount : StrCat(amount, ' ', currency_.code());
}

absl::StatusOr<Money> Add(Money a, Money b) {
  if (a.currency() != b.currency()) return Mismatch(a.currency(), b.currency());
  int64_t sum = 0;
  if (__builtin_add_overflow(a.units(), b.units(), &sum)) return TooLarge();
  return Money(sum, a.currency());
}

absl::StatusOr<Money> Subtract(Money a, Money b) {
  if (a.currency() != b.currency()) return Mismatch(a.currency(), b.currency());
  int64_t difference = 0;
  if (__builtin_sub_overflow(a.units(), b.units(), &difference)) return TooLarge();
  return Money(difference, a.currency());
}

absl::StatusOr<int> Compare(Money a, Money b) {
  if (a.currency() != b.currency()) return Mismatch(a.currency(), b.currency());
  return a.units() < b.units() ? -1 : a.units() > b.units() ? 1 : 0;
}

absl::StatusOr<Money> Round(const Fraction& amount, Currency currency, RoundingMode mode) {
  ATTAIN_ASSIGN_OR_RETURN(const Decimal rounded, Round(amount, currency.scale(), mode));
  return Money::FromDecimal(rounded, currency);
}

}  // namespace attain
