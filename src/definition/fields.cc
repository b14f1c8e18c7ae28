// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/definition/fields.h"

#include "base/internal/utf8.h"

namespace attain::definition {
namespace {

constexpr size_t kLongestId = 200;

}  // namespace

std::string_view Name(Shape shape) {
  switch (shape) {
    case Shape::kBool:
      return "bool";
    case Shape::kInteger:
      return "integer";
    case Shape::kDecimal:
      return "decimal";
    case Shape::kRate:
      return "rate";
    case Shape::kAmount:
      return "amount";
    case Shape::kCurrency:
      return "currency";
    case Shape::kDate:
      return "date";
    case Shape::kTimestamp:
      return "timestamp";
    case Shape::kPeriod:
      return "period";
    case Shape::kPeriodName:
      return "period_name";
    case Shape::kDuration:
      return "duration";
    case Shape::kValidity:
      return "validity";
    case Shape::kText:
      return "text";
    case Shape::kExpression:
      return "expression";
    case Shape::kReference:
      return "reference";
    case Shape::kWord:
      return "word";
    case Shape::kOptional:
      return "optional";
    case Shape::kList:
      return "list";
    case Shape::kMap:
      return "map";
    case Shape::kObject:
      return "object";
    case Shape::kVariant:
      return "variant";
    case Shape::kVersions:
      return "versions";
  }
  return "unknown";
}

const Field* FieldTable::Find(std::string_view key) const {
  for (const Field& field : fields_) {
    if (field.key == key) return &field;
  }
  return nullptr;
}

std::string_view WordTable::TextOf(int64_t value) const {
  for (const Word& word : words_) {
    if (word.value == value) return word.text;
  }
  return {};
}

bool IsId(std::string_view text) {
  if (text.empty() || text.size() > kLongestId || text.front() == ' ' || text.back() == ' ')
    return false;
  for (size_t at = 0; at < text.size();) {
    const uint32_t point = attain::internal::NextCodePoint(text, &at);
    const bool control = point < 0x20 || (point >= 0x7F && point < 0xA0);
    if (point == attain::internal::kBadCodePoint || control || point == '[' || point == ']')
      return false;
  }
  return true;
}

const WordTable& Describe(Type<RoundingMode>) {
  static const auto& table = *new WordTable(Words<RoundingMode>(
      "rounding_mode", "What happens to the part that does not fit.",
      {{"half_even", RoundingMode::kHalfEven, "To the nearest, a half to the even neighbour."},
       {"half_away", RoundingMode::kHalfAway, "To the nearest, a half away from zero."},
       {"half_toward_zero", RoundingMode::kHalfTowardZero, "To the nearest, a half towards zero."},
       {"down", RoundingMode::kDown, "Towards zero."},
       {"up", RoundingMode::kUp, "Away from zero."},
       {"floor", RoundingMode::kFloor, "Towards minus infinity."},
       {"ceiling", RoundingMode::kCeiling, "Towards plus infinity."}}));
  return table;
}

const WordTable& Describe(Type<RoundingPoint>) {
  static const auto& table = *new WordTable(Words<RoundingPoint>(
      "rounding_point", "When rounding happens.",
      {{"transaction", RoundingPoint::kTransaction, "Each transaction's line on its own."},
       {"cumulative", RoundingPoint::kCumulative,
        "Rounded running total after minus before, so that lines add up."},
       {"component", RoundingPoint::kComponent, "Each component's total once."},
       {"payment", RoundingPoint::kPayment, "The exact sum of the statement once."}}));
  return table;
}

const WordTable& Describe(Type<Grain>) {
  static const auto& table =
      *new WordTable(Words<Grain>("grain", "How long a period is.",
                                  {{"day", Grain::kDay, "A day."},
                                   {"week", Grain::kWeek, "A week."},
                                   {"month", Grain::kMonth, "A month."},
                                   {"quarter", Grain::kQuarter, "Three months."},
                                   {"half", Grain::kHalf, "Six months."},
                                   {"year", Grain::kYear, "A year."},
                                   {"custom", Grain::kCustom, "Any stretch of days."}}));
  return table;
}

const FieldTable& Describe(Type<Rounding>) {
  static const auto& table = *new FieldTable(Table<Rounding>(
      "rounding", "A rounding rule.",
      {Optional("point", &Rounding::point, "When it happens. Default: once per payment."),
       Optional("mode", &Rounding::mode, "How it is done. Default: half to even."),
       Optional("scale", &Rounding::scale, "Decimals kept. Default: those of the currency.")
           .AtLeast(0)
           .AtMost(38)}));
  return table;
}

}  // namespace attain::definition
