// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "definition/internal/scalars.h"

#include <algorithm>
#include <limits>

#include "base/internal/text.h"

namespace attain::definition::internal {
namespace {

using attain::internal::StrCat;
using Type = Json::Type;

constexpr size_t kLongestQuote = 60;
constexpr size_t kSafeDigits = 15;  // what every reader of JSON keeps exactly

Fault FromStatus(const absl::Status& status, const Json& value, std::string_view example) {
  return {ReasonOf(status), StrCat(Seen(value), ": ", MessageOf(status)),
          StrCat("write ", example)};
}

bool IsTextOrNumber(const Json& value) {
  return value.type == Type::kString || value.type == Type::kNumber;
}

// Digits grouped by commas or a decimal comma are the most common slips.
std::string NumberHint(std::string_view text, std::string_view example) {
  if (text.find(',') == std::string_view::npos) return StrCat("write ", example);
  std::string without;
  for (const char c : text) {
    if (c != ',') without.push_back(c);
  }
  return StrCat("write a point before decimals and nothing between thousands: ", without);
}

std::optional<Fault> ReadDecimal(const Json& value, std::string_view example, Decimal& out) {
  if (!IsTextOrNumber(value)) return Unexpected(value, "a number", example);
  const auto parsed = Decimal::Parse(value.text);
  if (!parsed.ok()) {
    Fault fault = FromStatus(parsed.status(), value, example);
    fault.hint = NumberHint(value.text, example);
    return fault;
  }
  out = *parsed;
  return std::nullopt;
}

std::optional<Fault> ReadInteger(const Json& value, int64_t& out) {
  if (value.type != Type::kNumber) {
    Fault fault = Unexpected(value, "a whole number", "12");
    if (value.type == Type::kString) fault.hint = "write it without quotes: 12";
    return fault;
  }
  Decimal number;
  if (auto fault = ReadDecimal(value, "12", number)) return fault;
  if (!number.IsWhole())
    return Fault{Reason::kInvalidNumber, StrCat(Seen(value), " is not a whole number"), "write 12"};
  const absl::int128 whole =
      number.Normalized().coefficient();  // a whole number has no decimals once normalised
  if (whole > std::numeric_limits<int64_t>::max() || whole < std::numeric_limits<int64_t>::min()) {
    return Fault{Reason::kOverflow, StrCat(Seen(value), " does not fit 64 bits")};
  }
  out = static_cast<int64_t>(whole);
  return std::nullopt;
}

std::optional<Fault> ReadRate(const Json& value, Rate& out) {
  constexpr std::string_view kExample = "\"12.5%\" or 0.125";
  if (!IsTextOrNumber(value)) return Unexpected(value, "a rate", kExample);
  const auto parsed = Rate::Parse(value.text);
  if (!parsed.ok()) return FromStatus(parsed.status(), value, kExample);
  out = *parsed;
  return std::nullopt;
}

std::optional<Fault> ReadAmount(const Json& value, std::optional<Currency> currency, Amount& out) {
  constexpr std::string_view kExample = "\"40000 EUR\", \"40000\" or 40000";
  if (!IsTextOrNumber(value)) return Unexpected(value, "an amount", kExample);
  std::string_view digits = value.text;
  out.currency = currency;
  const size_t space = digits.rfind(' ');
  if (value.type == Type::kString && space != std::string_view::npos) {
    const auto stated = Currency::Parse(digits.substr(space + 1));
    if (!stated.ok()) return FromStatus(stated.status(), value, kExample);
    // A currency declared with a scale of its own keeps it.
    const bool same = currency.has_value() && currency->code() == stated->code();
    out.currency = same ? *currency : *stated;
    digits = digits.substr(0, space);
  }
  const auto parsed = Decimal::Parse(digits);
  if (!parsed.ok()) {
    Fault fault = FromStatus(parsed.status(), value, kExample);
    fault.hint = NumberHint(digits, kExample);
    return fault;
  }
  out.value = *parsed;
  return std::nullopt;
}

// Reads a text with a function of the type.
template <typename T, typename Parse>
std::optional<Fault> ReadText(const Json& value, std::string_view expected,
                              std::string_view example, Parse parse, T& out) {
  if (value.type != Type::kString) {
    Fault fault = Unexpected(value, expected, example);
    if (value.type == Type::kNumber) fault.hint = StrCat("write it in quotes: ", example);
    return fault;
  }
  auto parsed = parse(value.text);
  if (!parsed.ok()) return FromStatus(parsed.status(), value, example);
  out = *std::move(parsed);
  return std::nullopt;
}

absl::StatusOr<PeriodName> ParsePeriodName(std::string_view text) {
  const bool plain =
      !text.empty() && text.size() <= 40 && std::all_of(text.begin(), text.end(), [](char c) {
        return (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z') || (c >= 'a' && c <= 'z') ||
               c == '-' || c == '_' || c == '.' || c == '/';
      });
  if (!plain) return MakeError(Reason::kInvalidPeriod, "not the name of a period");
  return PeriodName(text);
}

std::optional<Fault> ReadRange(const Json& value, bool open, Date& from, Date& to) {
  const std::string_view example =
      open ? "[\"2026-01-01\", null]" : "[\"2026-01-01\", \"2026-04-01\"]";
  if (value.type != Type::kArray || value.items.size() != 2) {
    Fault fault = Unexpected(value, "a first day and the first day no longer included", example);
    if (value.type == Type::kArray) fault.reason = Reason::kInvalidPeriod;
    return fault;
  }
  for (int side = 0; side < 2; ++side) {
    const Json& day = value.items[static_cast<size_t>(side)];
    if (open && day.type == Type::kNull) continue;
    if (day.type != Type::kString) return Unexpected(day, "a day", example);
    const auto parsed = Date::Parse(day.text);
    if (!parsed.ok()) return FromStatus(parsed.status(), day, example);
    (side == 0 ? from : to) = *parsed;
  }
  if (to <= from) {
    return Fault{
        Reason::kInvalidPeriod,
        StrCat("the end ", to.ToString(), " does not lie after the start ", from.ToString()),
        "the second day is the first one no longer included"};
  }
  return std::nullopt;
}

std::optional<Fault> ReadPeriod(const Json& value, Period& out) {
  if (value.type != Type::kArray) {
    return ReadText(value, "a period", "\"2026-Q1\"", &Period::Parse, out);
  }
  Date from;
  Date to;
  if (auto fault = ReadRange(value, false, from, to)) return fault;
  auto period = Period::Of(from, to);
  if (!period.ok()) return FromStatus(period.status(), value, "[\"2026-01-01\", \"2026-04-01\"]");
  out = *std::move(period);
  return std::nullopt;
}

void AppendText(std::string_view text, std::string& out) { AppendJsonString(text, out); }

void AppendNumber(Decimal number, std::string& out) {
  const std::string text = number.ToString();
  const auto digits = static_cast<size_t>(
      std::count_if(text.begin(), text.end(), [](char c) { return c >= '0' && c <= '9'; }));
  if (digits > kSafeDigits) {
    AppendText(text, out);
  } else {
    out += text;
  }
}

void AppendRange(Date from, Date to, std::string& out) {
  const Validity always;
  out.push_back('[');
  if (from == always.from) {
    out += "null";
  } else {
    AppendText(from.ToString(), out);
  }
  out.push_back(',');
  if (to == always.to) {
    out += "null";
  } else {
    AppendText(to.ToString(), out);
  }
  out.push_back(']');
}

}  // namespace

std::string Seen(const Json& value) {
  switch (value.type) {
    case Type::kNumber:
      return value.text.substr(0, kLongestQuote);
    case Type::kBool:
      return value.boolean ? "true" : "false";
    case Type::kString: {
      if (value.text.size() <= kLongestQuote) return StrCat("\"", value.text, "\"");
      size_t cut = kLongestQuote;
      while (cut > 0 && (static_cast<unsigned char>(value.text[cut]) & 0xC0U) == 0x80U) --cut;
      return StrCat("\"", std::string_view(value.text).substr(0, cut), "…\"");
    }
    default:
      return std::string(Name(value.type));
  }
}

Fault Unexpected(const Json& value, std::string_view expected, std::string_view example) {
  return {Reason::kWrongType, StrCat(expected, " was expected, not ", Seen(value)),
          StrCat("write ", example)};
}

std::optional<Fault> ReadScalar(Shape shape, const Json& value, std::optional<Currency> currency,
                                void* out) {
  switch (shape) {
    case Shape::kBool:
      if (value.type != Type::kBool)
        return Unexpected(value, "true or false", "true or false, without quotes");
      *static_cast<bool*>(out) = value.boolean;
      return std::nullopt;
    case Shape::kInteger:
      return ReadInteger(value, *static_cast<int64_t*>(out));
    case Shape::kDecimal:
      return ReadDecimal(value, "0.125", *static_cast<Decimal*>(out));
    case Shape::kRate:
      return ReadRate(value, *static_cast<Rate*>(out));
    case Shape::kAmount:
      return ReadAmount(value, currency, *static_cast<Amount*>(out));
    case Shape::kCurrency:
      return ReadText(value, "a currency", "\"EUR\"", &Currency::Parse,
                      *static_cast<Currency*>(out));
    case Shape::kDate:
      return ReadText(value, "a day", "\"2026-03-31\"", &Date::Parse, *static_cast<Date*>(out));
    case Shape::kTimestamp:
      return ReadText(value, "an instant", "\"2026-03-31T22:00:00Z\"", &Timestamp::Parse,
                      *static_cast<Timestamp*>(out));
    case Shape::kPeriod:
      return ReadPeriod(value, *static_cast<Period*>(out));
    case Shape::kPeriodName:
      return ReadText(value, "the name of a period", "\"2026-Q1\"", &ParsePeriodName,
                      *static_cast<PeriodName*>(out));
    case Shape::kDuration:
      return ReadText(value, "a duration", "\"30d\" or \"2w\"", &Duration::Parse,
                      *static_cast<Duration*>(out));
    case Shape::kValidity: {
      Validity valid;
      if (auto fault = ReadRange(value, true, valid.from, valid.to)) return fault;
      *static_cast<Validity*>(out) = valid;
      return std::nullopt;
    }
    default:
      if (value.type != Type::kString) return Unexpected(value, "a text", "it in quotes");
      *static_cast<std::string*>(out) = value.text;
      return std::nullopt;
  }
}

void WriteScalar(Shape shape, const void* value, std::optional<Currency> currency,
                 std::string& out) {
  switch (shape) {
    case Shape::kBool:
      out += *static_cast<const bool*>(value) ? "true" : "false";
      return;
    case Shape::kInteger:
      out += StrCat(*static_cast<const int64_t*>(value));
      return;
    case Shape::kDecimal:
      AppendNumber(*static_cast<const Decimal*>(value), out);
      return;
    case Shape::kRate:
      AppendText(static_cast<const Rate*>(value)->ToString(), out);
      return;
    case Shape::kAmount: {
      Amount amount = *static_cast<const Amount*>(value);
      if (amount.currency.has_value() && currency.has_value() &&
          amount.currency->code() == currency->code()) {
        amount.currency.reset();
      }
      AppendText(amount.ToString(), out);
      return;
    }
    case Shape::kCurrency:
      AppendText(static_cast<const Currency*>(value)->code(), out);
      return;
    case Shape::kDate:
      AppendText(static_cast<const Date*>(value)->ToString(), out);
      return;
    case Shape::kTimestamp:
      AppendText(static_cast<const Timestamp*>(value)->ToString(), out);
      return;
    case Shape::kPeriod: {
      const auto& period = *static_cast<const Period*>(value);
      if (period.grain == Grain::kCustom) {
        AppendRange(period.start, period.end, out);
      } else {
        AppendText(period.name, out);
      }
      return;
    }
    case Shape::kPeriodName:
      AppendText(static_cast<const PeriodName*>(value)->name, out);
      return;
    case Shape::kDuration:
      AppendText(static_cast<const Duration*>(value)->ToString(), out);
      return;
    case Shape::kValidity: {
      const auto& valid = *static_cast<const Validity*>(value);
      AppendRange(valid.from, valid.to, out);
      return;
    }
    default:
      AppendText(*static_cast<const std::string*>(value), out);
      return;
  }
}

std::optional<Decimal> NumberOf(Shape shape, const void* value) {
  switch (shape) {
    case Shape::kInteger:
      return Decimal(*static_cast<const int64_t*>(value));
    case Shape::kDecimal:
      return *static_cast<const Decimal*>(value);
    case Shape::kRate:
      return static_cast<const Rate*>(value)->factor();
    case Shape::kAmount:
      return static_cast<const Amount*>(value)->value;
    case Shape::kDuration:
      return Decimal(static_cast<const Duration*>(value)->days);
    default:
      return std::nullopt;
  }
}

std::string LimitText(Shape shape, Decimal limit) {
  if (shape == Shape::kRate) return Rate(limit).ToString();
  if (shape == Shape::kDuration) return StrCat(limit.ToString(), "d");
  return limit.ToString();
}

}  // namespace attain::definition::internal
