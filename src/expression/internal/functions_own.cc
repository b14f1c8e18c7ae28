// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <array>
#include <string>
#include <string_view>
#include <utility>

#include "attain/base/rounding.h"
#include "base/internal/text.h"
#include "expression/internal/functions.h"
#include "expression/internal/operators.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;

Value Coalesce(CallContext&, std::span<const Value> args) {
  for (const Value& value : args) {
    if (!value.is_null()) return value;
  }
  return Value();
}

Value IsNull(CallContext&, std::span<const Value> args) { return Value::Bool(args[0].is_null()); }

Value IsBetween(CallContext&, std::span<const Value> args) {
  const Value from = ApplyBinary(Op::kLessEqual, args[1], args[0]);
  if (from.is_error() || !from.boolean()) return from;
  return ApplyBinary(Op::kLessEqual, args[0], args[2]);
}

/// Number of limits at or below the value.
Value Bucket(CallContext&, std::span<const Value> args) {
  int64_t bucket = 0;
  const Value* before = nullptr;
  for (const Value& limit : args[1].list()) {
    if (before != nullptr) {
      const Value rising = ApplyBinary(Op::kLess, *before, limit);
      if (rising.is_error()) return rising;
      if (!rising.boolean())
        return Value::Fail(Reason::kInvalidArgument, "the limits of bucket must rise");
    }
    before = &limit;
    const Value reached = ApplyBinary(Op::kLessEqual, limit, args[0]);
    if (reached.is_error()) return reached;
    bucket += reached.boolean() ? 1 : 0;
  }
  return Value::Int(bucket);
}

Value RoundExact(CallContext&, std::span<const Value> args) {
  RoundingMode mode = RoundingMode::kHalfEven;
  if (args.size() > 2) {
    const std::optional<RoundingMode> named = RoundingModeNamed(args[2].text());
    if (!named) {
      return Value::Fail(
          Reason::kInvalidArgument,
          StrCat("'", args[2].text().substr(0, 60),
                 "' is none of half_even, half_away, half_toward_zero, down, up, floor, ceiling"));
    }
    mode = *named;
  }
  const int64_t scale = args[1].integer();
  if (scale < 0 || scale > Decimal::kMaxScale)
    return Value::Fail(Reason::kInvalidArgument, StrCat(scale, " decimals; 0 to 38 are possible"));
  const Value& value = args[0];
  const std::optional<Decimal> exact = ExactOf(value);
  const absl::StatusOr<Decimal> rounded =
      exact ? Round(*exact, static_cast<int>(scale), mode)
            : Round(value.fraction(), static_cast<int>(scale), mode);
  if (!rounded.ok()) return Value::Fail(rounded.status());
  if (value.type() == kMoney) return Value::Of(MoneyAmount{*rounded, value.money().currency});
  return Value::Of(*rounded);
}

Value Under(CallContext& context, std::span<const Value> args) {
  if (!context.environment.under)
    return Value::Fail(Reason::kUnsupportedOption, "under needs a tree");
  const absl::StatusOr<bool> inside = context.environment.under(
      args.size() > 2 ? args[2].text() : std::string_view(), args[0].text(), args[1].text());
  return inside.ok() ? Value::Bool(*inside) : Value::Fail(inside.status());
}

}  // namespace

std::optional<RoundingMode> RoundingModeNamed(std::string_view name) {
  static constexpr std::array<std::pair<std::string_view, RoundingMode>, 7> kModes = {
      {{"half_even", RoundingMode::kHalfEven},
       {"half_away", RoundingMode::kHalfAway},
       {"half_toward_zero", RoundingMode::kHalfTowardZero},
       {"down", RoundingMode::kDown},
       {"up", RoundingMode::kUp},
       {"floor", RoundingMode::kFloor},
       {"ceiling", RoundingMode::kCeiling}}};
  for (const auto& word : kModes) {
    if (word.first == name) return word.second;
  }
  return std::nullopt;
}

void AddOwnRows(std::vector<Function>* rows) {
  const auto add = [&](std::string_view name, std::string_view signatures, std::string_view meaning,
                       std::string_view example, std::string_view result, Call call,
                       Missing missing = Missing::kGivesMissing) {
    rows->push_back({{name, "sales", signatures, meaning, example, result}, call, missing});
  };
  add("coalesce", "coalesce(any...) -> any",
      "The first value that is not missing; missing when all are.", "coalesce(null, 'none')",
      "none", Coalesce, Missing::kIsSeen);
  add("is_null", "is_null(any) -> bool", "True when the value is missing.", "is_null(null)", "true",
      IsNull, Missing::kIsSeen);
  add("between", "between(any, any, any) -> bool",
      "True when the value is at least the second and at most the third.", "between(5, 1, 10)",
      "true", IsBetween);
  add("bucket", "bucket(any, list) -> int",
      "How many of the rising limits the value has reached: 0 below the first.",
      "bucket(25, [10, 20, 30])", "2", Bucket);
  add("round",
      "round(exact, int) -> decimal\nround(exact, int, text) -> decimal\nround(int, int) -> "
      "decimal\nround(int, int, text) -> decimal",
      "An exact number with so many decimals, a half to the even neighbour; or by the rule named: "
      "half_even, half_away, half_toward_zero, down, up, floor, "
      "ceiling.",
      "round(decimal('2.675'), 2, 'half_away')", "2.68", RoundExact);
  add("under", "under(text, text) -> bool\nunder(text, text, text) -> bool",
      "True when a unit is the second or below it in the tree of units, or in the tree named.", "",
      "", Under);
}

}  // namespace attain::expression
