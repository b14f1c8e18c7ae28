// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include <array>
#include <string>
#include <vector>

#include "attain/base/period.h"
#include "attain/crm/calendar.h"
#include "attain/crm/workdays.h"
#include "common.h"

namespace attain::python {
namespace {

std::vector<crm::WorkdayRow> WorkdayRows(const py::iterable& off, const py::iterable& on) {
  std::vector<crm::WorkdayRow> rows;
  for (const py::handle day : off) rows.push_back({ToDate(day), Decimal(0)});
  for (const py::handle day : on) rows.push_back({ToDate(day), Decimal(1)});
  return rows;
}

py::tuple ToTuple(const crm::WeekYear& year) {
  py::list starts;
  py::list weeks;
  for (const Date start : year.starts) starts.append(ToPython(start));
  for (const int count : year.month_weeks) weeks.append(count);
  return py::make_tuple(ToPython(year.start), ToPython(year.end), year.weeks, std::move(starts),
                        std::move(weeks));
}

py::list ToList(const std::array<Date, 12>& dates) {
  py::list list;
  for (const Date date : dates) list.append(ToPython(date));
  return list;
}

}  // namespace

void BindCrm(py::module_& module) {
  module.def("nrf_year", [](int64_t year) { return ToTuple(Take(crm::NrfYear(year))); });
  module.def("week_pattern_starts",
             [](const py::object& start, const std::array<int64_t, 3>& pattern) {
               return ToList(Take(crm::WeekPatternStarts(ToDate(start), pattern)));
             });
  module.def("last_weekday", [](int64_t year, int month, int weekday) {
    return ToPython(Take(crm::LastWeekdayOf(year, month, weekday)));
  });
  module.def("iso_week", [](const py::object& day) {
    const IsoWeek week = IsoWeekOf(ToDate(day));
    return py::make_tuple(week.year, week.week, week.weekday);
  });
  module.def("fiscal_place", [](const py::object& day, int start_month, const std::string& naming) {
    if (naming != "end_year" && naming != "start_year") {
      Raise(MakeError(Reason::kUnknownWord,
                      "naming: \"" + naming + "\" is neither end_year nor start_year"));
    }
    const auto place = Take(crm::FiscalPlaceOf(
        ToDate(day), start_month,
        naming == "end_year" ? crm::YearNaming::kEndYear : crm::YearNaming::kStartYear));
    return py::make_tuple(place.fiscal_year, place.quarter, place.period);
  });
  py::class_<crm::Workdays>(module, "Workdays")
      .def(py::init([](const py::iterable& off, const py::iterable& on) {
        return Take(crm::Workdays::Of(WorkdayRows(off, on)));
      }))
      .def("is_workday", [](const crm::Workdays& self,
                            const py::object& day) { return self.IsWorkday(ToDate(day)); })
      .def("between",
           [](const crm::Workdays& self, const py::object& from, const py::object& to) {
             return ToPython(self.Between(ToDate(from), ToDate(to)));
           })
      .def("by_month",
           [](const crm::Workdays& self, int64_t year) {
             py::list months;
             for (const Decimal& days : self.ByMonth(year)) months.append(ToPython(days));
             return months;
           })
      .def("next_unknown_year",
           [](const crm::Workdays& self, int year) { return self.NextUnknownYear(year); });
  module.def("average_workdays", [](int64_t days, int64_t rest, int64_t statutory) {
    const auto result = Take(crm::AverageWorkdays(days, rest, statutory));
    return py::make_tuple(result.work_days_year, ToPython(result.work_days_month),
                          ToPython(result.pay_days_month));
  });
}

}  // namespace attain::python
