// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "attain/crm/calendar.h"

#include <algorithm>
#include <string>
#include <tuple>
#include <utility>

#include "base/internal/sort.h"
#include "base/internal/text.h"
#include "crm/internal/years.h"

namespace attain::crm {
namespace {

using internal::StrCat;

absl::Status NotHere(std::string_view name) {
  return MakeError(Reason::kPeriodNotInCalendar, StrCat("the calendar has no period ", name));
}

/// Reads an unsigned number of `digits` digits at most; -1 for other text.
int NumberIn(std::string_view text, size_t most) {
  if (text.empty() || text.size() > most) return -1;
  int number = 0;
  for (const char c : text) {
    if (c < '0' || c > '9') return -1;
    number = number * 10 + (c - '0');
  }
  return number;
}

/// "FY26" or "FY2026" as 2026; -1 for other text.
int FiscalNumber(std::string_view text) {
  if (!text.starts_with("FY") || (text.size() != 4 && text.size() != 6)) return -1;
  const int number = NumberIn(text.substr(2), 4);
  return number >= 0 && text.size() == 4 ? 2000 + number : number;
}

/// Two digits of an index from 1.
std::string Two(int number) { return StrCat(number < 10 ? "0" : "", number); }

}  // namespace

struct Calendar::State {
  CalendarDefinition definition = Gregorian{};
  Grain grain = Grain::kMonth;
  Years years;  // of all kinds but tables
  bool table = false;
  std::vector<Period> rows;  // of a table, by grain and start

  /// The year's name: "2026" or "FY26".
  std::string YearName(int year) const {
    if (years.plain_names()) return StrCat(year);
    return year >= 2000 && year < 2100 ? StrCat("FY", Two(year - 2000)) : StrCat("FY", year);
  }

  /// Piece `index` (from 0) of a grain within a year; nothing when the year has not so many.
  std::optional<Period> Piece(const YearLayout& layout, Grain wanted, int index) const {
    if (index < 0) return std::nullopt;
    const std::string year = YearName(layout.year);
    switch (wanted) {
      case Grain::kYear:
        if (index > 0) return std::nullopt;
        return Period{year, layout.start, layout.end, wanted};
      case Grain::kHalf:
        if (index > 1) return std::nullopt;
        return Period{StrCat(year, "-H", index + 1),
                      layout.quarters[static_cast<size_t>(index) * 2],
                      layout.quarters[static_cast<size_t>(index) * 2 + 2], wanted};
      case Grain::kQuarter:
        if (index > 3) return std::nullopt;
        return Period{StrCat(year, "-Q", index + 1), layout.quarters[static_cast<size_t>(index)],
                      layout.quarters[static_cast<size_t>(index) + 1], wanted};
      case Grain::kMonth: {
        if (index > 11 || !years.has_months()) return std::nullopt;
        const Date start = layout.months[static_cast<size_t>(index)];
        const std::string name = years.civil_months()
                                     ? StrCat(start.year(), "-", Two(start.month()))
                                     : StrCat(year, "-P", Two(index + 1));
        return Period{name, start, layout.months[static_cast<size_t>(index) + 1], wanted};
      }
      case Grain::kWeek: {
        const Date start = layout.start + 7 * index;
        if (!years.whole_weeks() || start >= layout.end) return std::nullopt;
        return Period{StrCat(year, "-W", Two(index + 1)), start, start + 7, wanted};
      }
      default:
        return std::nullopt;
    }
  }

  /// The ISO week of a day, as Gregorian calendars have them.
  static Period IsoPeriod(Date day) {
    const IsoWeek week = IsoWeekOf(day);
    const Date monday = day - (week.weekday - 1);
    return Period{StrCat(week.year, "-W", Two(week.week)), monday, monday + 7, Grain::kWeek};
  }

  static Period DayPeriod(Date day) { return Period{day.ToString(), day, day + 1, Grain::kDay}; }

  absl::StatusOr<Period> RowOf(Date day, Grain wanted) const {
    for (const Period& row : rows) {
      if (row.grain == wanted && row.Contains(day)) return row;
    }
    return MakeError(Reason::kPeriodNotInCalendar,
                     StrCat("the calendar has no ", Name(wanted), " with ", day.ToString()));
  }

  absl::StatusOr<Period> Fiscal(std::string_view name) const {
    const size_t dash = name.find('-');
    const int year = FiscalNumber(name.substr(0, dash));
    if (year < 0)
      return MakeError(Reason::kInvalidPeriod,
                       StrCat(name, " is not a period; fiscal ones read FY26, FY26-Q2, FY26-P04"));
    const auto layout = years.Layout(year);
    if (!layout.has_value()) return NotHere(name);
    if (dash == std::string_view::npos) return *Piece(*layout, Grain::kYear, 0);
    const std::string_view part = name.substr(dash + 1);
    const int index = part.size() < 2 ? -1 : NumberIn(part.substr(1), 2);
    const Grain wanted = part.empty()          ? Grain::kCustom
                         : part.front() == 'H' ? Grain::kHalf
                         : part.front() == 'Q' ? Grain::kQuarter
                         : part.front() == 'P' ? Grain::kMonth
                         : part.front() == 'W' ? Grain::kWeek
                                               : Grain::kCustom;
    if (wanted == Grain::kCustom || index < 1) {
      return MakeError(Reason::kInvalidPeriod,
                       StrCat(name, " is not a period; fiscal ones read FY26, FY26-Q2, FY26-P04"));
    }
    auto piece = Piece(*layout, wanted, index - 1);
    if (!piece.has_value()) return NotHere(name);
    return *std::move(piece);
  }
};

Calendar::Calendar() : state_(std::make_shared<const State>()) {}

absl::StatusOr<Calendar> Calendar::Resolve(const CalendarDefinition& definition,
                                           std::vector<Period> rows) {
  Findings findings = Validate(definition);
  ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
  auto state = std::make_shared<State>();
  state->definition = definition;
  state->grain = std::visit([](const auto& kind) { return kind.grain; }, definition);
  if (!std::holds_alternative<PeriodTable>(definition)) {
    state->years = Years::Of(definition);
  } else {
    state->table = true;
    attain::internal::Sort(rows, [](const Period& a, const Period& b) {
      return std::tie(a.grain, a.start, a.end, a.name) < std::tie(b.grain, b.start, b.end, b.name);
    });
    std::vector<std::string> names;
    for (size_t i = 0; i < rows.size(); ++i) {
      const Period& row = rows[i];
      names.push_back(row.name);
      if (row.end <= row.start) {
        findings.AddError(Reason::kIntervalInverted, {.table = "periods", .field = "end"},
                          StrCat(row.name, " does not end after it starts"));
      }
      if (i == 0 || row.grain == Grain::kCustom || rows[i - 1].grain != row.grain ||
          rows[i - 1].end == row.start)
        continue;
      findings.AddError(
          Reason::kPeriodGap, {.table = "periods", .field = "start"},
          StrCat(row.name, " starts on ", row.start.ToString(), ", ", rows[i - 1].name,
                 " before it ends on ", rows[i - 1].end.ToString()));
    }
    attain::internal::Sort(names);
    for (size_t i = 1; i < names.size(); ++i) {
      if (names[i] == names[i - 1]) {
        findings.AddError(Reason::kDupKey, {.table = "periods", .field = "period_id"},
                          StrCat(names[i], " stands twice"));
      }
    }
    ATTAIN_RETURN_IF_ERROR(findings.ToStatus());
    state->rows = std::move(rows);
  }
  Calendar calendar;
  calendar.state_ = std::move(state);
  return calendar;
}

const CalendarDefinition& Calendar::definition() const { return state_->definition; }

Grain Calendar::grain() const { return state_->grain; }

bool Calendar::Has(Grain grain) const {
  if (grain == Grain::kDay) return true;
  if (state_->table) {
    return std::any_of(state_->rows.begin(), state_->rows.end(),
                       [&](const Period& row) { return row.grain == grain; });
  }
  if (grain == Grain::kMonth) return state_->years.has_months();
  return grain != Grain::kCustom;
}

absl::StatusOr<Period> Calendar::Named(std::string_view name) const {
  if (state_->table) {
    for (const Period& row : state_->rows) {
      if (row.name == name) return row;
    }
    if (auto day = Date::Parse(name); day.ok()) return State::DayPeriod(*day);
    return NotHere(name);
  }
  if (name.starts_with("FY")) return state_->Fiscal(name);
  ATTAIN_ASSIGN_OR_RETURN(const Period civil, Period::Parse(name));
  const Years& years = state_->years;
  switch (civil.grain) {
    case Grain::kDay:
      return civil;
    case Grain::kWeek:
      if (!years.iso_weeks()) break;
      return civil;
    case Grain::kMonth:
      if (!years.civil_months()) break;
      return civil;
    default: {
      // A year, half or quarter: only where it can be read in one way.
      if (!years.plain_names()) break;
      const auto layout = years.Layout(NumberIn(name.substr(0, 4), 4));
      const int index = civil.grain == Grain::kYear ? 0 : name.back() - '1';
      auto piece = layout.has_value() ? state_->Piece(*layout, civil.grain, index) : std::nullopt;
      if (!piece.has_value()) break;
      return *std::move(piece);
    }
  }
  return MakeError(Reason::kPeriodNotInCalendar,
                   StrCat(name, " is no period of this calendar; its years are named like ",
                          state_->YearName(2026)));
}

absl::StatusOr<Period> Calendar::PeriodOf(Date day, Grain grain) const {
  if (grain == Grain::kDay) return State::DayPeriod(day);
  if (state_->table) return state_->RowOf(day, grain);
  const Years& years = state_->years;
  if (grain == Grain::kWeek && years.iso_weeks()) return State::IsoPeriod(day);
  const auto layout = years.LayoutOf(day);
  if (layout.has_value() && Has(grain)) {
    for (int index = 0;; ++index) {
      auto piece = state_->Piece(*layout, grain, index);
      if (!piece.has_value()) break;
      if (piece->Contains(day)) return *std::move(piece);
    }
  }
  return MakeError(Reason::kPeriodNotInCalendar,
                   StrCat("the calendar has no ", Name(grain), " with ", day.ToString()));
}

absl::StatusOr<std::vector<Period>> Calendar::Periods(Date from, Date to, Grain grain) const {
  std::vector<Period> periods;
  for (Date day = from; day < to; day = periods.back().end) {
    ATTAIN_ASSIGN_OR_RETURN(Period period, PeriodOf(day, grain));
    periods.push_back(std::move(period));
  }
  return periods;
}

absl::StatusOr<std::vector<Period>> Calendar::Children(const Period& parent, Grain grain) const {
  ATTAIN_ASSIGN_OR_RETURN(std::vector<Period> children, Periods(parent.start, parent.end, grain));
  if (children.empty() || children.front().start != parent.start ||
      children.back().end != parent.end) {
    return MakeError(Reason::kPeriodNotInCalendar,
                     StrCat("periods of a ", Name(grain), " do not tile ", parent.name));
  }
  return children;
}

absl::StatusOr<Period> Calendar::Next(const Period& period) const {
  return PeriodOf(period.end, period.grain);
}

absl::StatusOr<Period> Calendar::Previous(const Period& period) const {
  return PeriodOf(period.start - 1, period.grain);
}

absl::StatusOr<Period> Calendar::YearsOn(const Period& period, int years) const {
  if (period.grain == Grain::kDay || period.grain == Grain::kCustom)
    return NotHere(StrCat("of the year before or after for ", period.name));
  if (!state_->table && period.grain == Grain::kWeek && state_->years.iso_weeks()) {
    const IsoWeek week = IsoWeekOf(period.start);
    return Named(StrCat(week.year + years, "-W", Two(week.week)));
  }
  ATTAIN_ASSIGN_OR_RETURN(Period year, PeriodOf(period.start, Grain::kYear));
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<Period> before,
                          Periods(year.start, period.end, period.grain));
  for (int step = 0; step < years; ++step) {
    ATTAIN_ASSIGN_OR_RETURN(year, Next(year));
  }
  for (int step = 0; step > years; --step) {
    ATTAIN_ASSIGN_OR_RETURN(year, Previous(year));
  }
  ATTAIN_ASSIGN_OR_RETURN(const std::vector<Period> there,
                          Periods(year.start, year.end, period.grain));
  if (there.size() < before.size()) return NotHere(StrCat(period.name, " in ", year.name));
  return there[before.size() - 1];
}

absl::StatusOr<int> Calendar::FiscalYearOf(Date day) const {
  ATTAIN_ASSIGN_OR_RETURN(const Period year, PeriodOf(day, Grain::kYear));
  const int number = year.name.size() == 4 && !year.name.starts_with("FY")
                         ? NumberIn(year.name, 4)
                         : FiscalNumber(year.name);
  if (number < 0)
    return MakeError(Reason::kPeriodNotInCalendar,
                     StrCat("the year ", year.name, " has no number"));
  return number;
}

}  // namespace attain::crm
