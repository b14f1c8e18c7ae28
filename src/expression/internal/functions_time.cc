// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <string>
#include <string_view>

#include "attain/base/period.h"
#include "base/internal/text.h"
#include "expression/internal/functions.h"
#include "expression/internal/time.h"

namespace attain::expression {
namespace {

using internal::StrCat;
using enum ValueType;

int64_t FloorDivide(int64_t value, int64_t by) {
  return value >= 0 ? value / by : -((by - 1 - value) / by);
}

/// A wall clock.
struct Local {
  Date day;
  int64_t second = 0;  // of the day
  int32_t nanos = 0;
};

/// The clock of the first argument in the zone of the second; false with a failure otherwise.
bool ReadLocal(CallContext& context, std::span<const Value> args, Local* local, Value* failure) {
  if (args[0].type() == kDate) {
    local->day = args[0].date();
    return true;
  }
  int64_t offset = 0;
  if (args.size() > 1) {
    auto found = context.zones.find(args[1].text());
    if (found == context.zones.end()) {
      if (context.zones.size() > 100) context.zones.clear();
      found = context.zones
                  .emplace(args[1].text(), Zone::Find(args[1].text(), context.environment.zones))
                  .first;
    }
    if (!found->second.ok()) {
      *failure = Value::Fail(found->second.status());
      return false;
    }
    offset = found->second->OffsetAt(args[0].instant().seconds);
  }
  const int64_t seconds = args[0].instant().seconds + offset;
  const int64_t days = FloorDivide(seconds, kSecondsPerDay);
  if (days < kFirstDay || days > kLastDay) {
    *failure = Value::Fail(Reason::kOverflow, "a local time outside years 1 to 9999");
    return false;
  }
  *local = {Date::FromDays(static_cast<int32_t>(days)), seconds - days * kSecondsPerDay,
            args[0].instant().nanos};
  return true;
}

template <typename Part>
Value Get(CallContext& context, std::span<const Value> args, Part part) {
  Local local;
  Value failure;
  if (!ReadLocal(context, args, &local, &failure)) return failure;
  return Value::Int(part(local));
}

Value FullYear(CallContext& context, std::span<const Value> args) {
  return Get(context, args, [](const Local& local) { return int64_t{local.day.year()}; });
}
Value MonthFromZero(CallContext& context, std::span<const Value> args) {
  return Get(context, args, [](const Local& local) { return int64_t{local.day.month() - 1}; });
}
Value DayFromOne(CallContext& context, std::span<const Value> args) {
  return Get(context, args, [](const Local& local) { return int64_t{local.day.day()}; });
}
Value DayFromZero(CallContext& context, std::span<const Value> args) {
  return Get(context, args, [](const Local& local) { return int64_t{local.day.day() - 1}; });
}
Value DayOfWeek(CallContext& context, std::span<const Value> args) {
  return Get(context, args, [](const Local& local) { return int64_t{local.day.weekday() % 7}; });
}
Value DayOfYear(CallContext& context, std::span<const Value> args) {
  return Get(context, args, [](const Local& local) {
    return int64_t{local.day - Date::Unchecked(local.day.year(), 1, 1)};
  });
}

Value Hours(CallContext& context, std::span<const Value> args) {
  if (args[0].type() == kDuration)
    return Value::Int(args[0].duration().nanos / (3600 * kNanosPerSecond));
  return Get(context, args, [](const Local& local) { return local.second / 3600; });
}
Value Minutes(CallContext& context, std::span<const Value> args) {
  if (args[0].type() == kDuration)
    return Value::Int(args[0].duration().nanos / (60 * kNanosPerSecond));
  return Get(context, args, [](const Local& local) { return local.second / 60 % 60; });
}
Value Seconds(CallContext& context, std::span<const Value> args) {
  if (args[0].type() == kDuration) return Value::Int(args[0].duration().nanos / kNanosPerSecond);
  return Get(context, args, [](const Local& local) { return local.second % 60; });
}
Value Milliseconds(CallContext& context, std::span<const Value> args) {
  if (args[0].type() == kDuration)
    return Value::Int(args[0].duration().nanos % kNanosPerSecond / 1'000'000);
  return Get(context, args, [](const Local& local) { return int64_t{local.nanos / 1'000'000}; });
}

Value Year(CallContext& context, std::span<const Value> args) {
  return FullYear(context, args.first(1));
}
Value Month(CallContext& context, std::span<const Value> args) {
  return Get(context, args.first(1), [](const Local& local) { return int64_t{local.day.month()}; });
}
Value Quarter(CallContext& context, std::span<const Value> args) {
  return Get(context, args.first(1),
             [](const Local& local) { return int64_t{(local.day.month() + 2) / 3}; });
}

Value Fiscal(CallContext& context, std::span<const Value> args, Grain grain,
             std::string_view name) {
  Local local;
  Value failure;
  if (!ReadLocal(context, args, &local, &failure)) return failure;
  if (!context.environment.fiscal)
    return Value::Fail(Reason::kUnsupportedOption, StrCat(name, " needs a calendar"));
  const absl::StatusOr<int64_t> number = context.environment.fiscal(grain, local.day);
  return number.ok() ? Value::Int(*number) : Value::Fail(number.status());
}
Value FiscalYear(CallContext& context, std::span<const Value> args) {
  return Fiscal(context, args, Grain::kYear, "fiscal_year");
}
Value FiscalQuarter(CallContext& context, std::span<const Value> args) {
  return Fiscal(context, args, Grain::kQuarter, "fiscal_quarter");
}
Value FiscalMonth(CallContext& context, std::span<const Value> args) {
  return Fiscal(context, args, Grain::kMonth, "fiscal_month");
}

Value PeriodName(CallContext& context, std::span<const Value> args) {
  Local local;
  Value failure;
  if (!ReadLocal(context, args.first(1), &local, &failure)) return failure;
  if (!context.environment.period)
    return Value::Fail(Reason::kUnsupportedOption, "period needs a calendar");
  for (const Grain grain :
       {Grain::kDay, Grain::kWeek, Grain::kMonth, Grain::kQuarter, Grain::kHalf, Grain::kYear}) {
    if (args[1].text() != Name(grain)) continue;
    const absl::StatusOr<std::string> name = context.environment.period(grain, local.day);
    return name.ok() ? Value::Text(*name) : Value::Fail(name.status());
  }
  return Value::Fail(Reason::kInvalidArgument,
                     StrCat("'", args[1].text().substr(0, 60),
                            "' is none of day, week, month, quarter, half, year"));
}

Value Workdays(CallContext& context, std::span<const Value> args) {
  if (!context.environment.workdays)
    return Value::Fail(Reason::kUnsupportedOption, "workdays needs a calendar");
  const absl::StatusOr<int64_t> count =
      context.environment.workdays(args[0].date(), args[1].date());
  return count.ok() ? Value::Int(*count) : Value::Fail(count.status());
}

}  // namespace

void AddTimeRows(std::vector<Function>* rows) {
  const auto add = [&](std::string_view name, std::string_view signatures, std::string_view meaning,
                       std::string_view example, std::string_view result, Call call) {
    rows->push_back({{name, "dates and times", signatures, meaning, example, result}, call});
  };
  add("year", "year(date) -> int\nyear(timestamp) -> int", "Calendar year; of an instant, in UTC.",
      "year(date('2026-03-31'))", "2026", Year);
  add("quarter", "quarter(date) -> int\nquarter(timestamp) -> int",
      "Calendar quarter, 1 to 4; of an instant, in UTC.", "quarter(date('2026-03-31'))", "1",
      Quarter);
  add("month", "month(date) -> int\nmonth(timestamp) -> int",
      "Calendar month, 1 to 12; of an instant, in UTC.", "month(date('2026-03-31'))", "3", Month);
  add("fiscal_year", "fiscal_year(date) -> int\nfiscal_year(timestamp) -> int",
      "Fiscal year of the calendar of the model.", "", "", FiscalYear);
  add("fiscal_quarter", "fiscal_quarter(date) -> int\nfiscal_quarter(timestamp) -> int",
      "Fiscal quarter of the calendar of the model, from 1.", "", "", FiscalQuarter);
  add("fiscal_month", "fiscal_month(date) -> int\nfiscal_month(timestamp) -> int",
      "Fiscal month of the calendar of the model, from 1.", "", "", FiscalMonth);
  add("period", "period(date, text) -> text\nperiod(timestamp, text) -> text",
      "Name of the day, week, month, quarter, half or year of the model's calendar that contains "
      "the day, as in '2026-Q1'.",
      "", "", PeriodName);
  add("workdays", "workdays(date, date) -> int",
      "Workdays from the first day on, up to but without the second.", "", "", Workdays);
  add("getFullYear",
      "timestamp.getFullYear() -> int\ntimestamp.getFullYear(text) -> int\ndate.getFullYear() -> "
      "int",
      "Year in UTC or in the zone given.",
      "timestamp('2026-12-31T23:30:00Z').getFullYear('+01:00')", "2027", FullYear);
  add("getMonth",
      "timestamp.getMonth() -> int\ntimestamp.getMonth(text) -> int\ndate.getMonth() -> int",
      "Month from 0, in UTC or in the zone given.", "timestamp('2026-03-31T22:00:00Z').getMonth()",
      "2", MonthFromZero);
  add("getDate",
      "timestamp.getDate() -> int\ntimestamp.getDate(text) -> int\ndate.getDate() -> int",
      "Day of the month from 1, in UTC or in the zone given.",
      "timestamp('2026-03-31T22:00:00Z').getDate()", "31", DayFromOne);
  add("getDayOfMonth",
      "timestamp.getDayOfMonth() -> int\ntimestamp.getDayOfMonth(text) -> "
      "int\ndate.getDayOfMonth() -> int",
      "Day of the month from 0, in UTC or in the zone given.",
      "timestamp('2026-03-31T22:00:00Z').getDayOfMonth()", "30", DayFromZero);
  add("getDayOfWeek",
      "timestamp.getDayOfWeek() -> int\ntimestamp.getDayOfWeek(text) -> int\ndate.getDayOfWeek() "
      "-> int",
      "Day of the week, Sunday 0, in UTC or in the zone given.",
      "timestamp('2026-03-31T22:00:00Z').getDayOfWeek()", "2", DayOfWeek);
  add("getDayOfYear",
      "timestamp.getDayOfYear() -> int\ntimestamp.getDayOfYear(text) -> int\ndate.getDayOfYear() "
      "-> int",
      "Day of the year from 0, in UTC or in the zone given.",
      "timestamp('2026-02-01T00:00:00Z').getDayOfYear()", "31", DayOfYear);
  add("getHours",
      "timestamp.getHours() -> int\ntimestamp.getHours(text) -> int\nduration.getHours() -> int",
      "Hour of the day; of a duration, all its whole hours.", "duration('90m').getHours()", "1",
      Hours);
  add("getMinutes",
      "timestamp.getMinutes() -> int\ntimestamp.getMinutes(text) -> int\nduration.getMinutes() -> "
      "int",
      "Minute of the hour; of a duration, all its whole minutes.", "duration('90m').getMinutes()",
      "90", Minutes);
  add("getSeconds",
      "timestamp.getSeconds() -> int\ntimestamp.getSeconds(text) -> int\nduration.getSeconds() -> "
      "int",
      "Second of the minute; of a duration, all its whole seconds.", "duration('90m').getSeconds()",
      "5400", Seconds);
  add("getMilliseconds",
      "timestamp.getMilliseconds() -> int\ntimestamp.getMilliseconds(text) -> "
      "int\nduration.getMilliseconds() -> int",
      "Millisecond of the second.", "duration('1500ms').getMilliseconds()", "500", Milliseconds);
}

}  // namespace attain::expression
