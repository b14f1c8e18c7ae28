// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Pay on frames of sales: tiers as totals, lines and traces; several rules at once; and a book kept
// up to date.
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "attain/incentive/sales_table.h"
#include "incentive_common.h"

namespace attain::python {
namespace {

using incentive::NamedRule;
using incentive::SalesTableBook;
using incentive::SalesTableOptions;
using table::Table;

template <typename T>
T Get(const py::dict& words, const char* key) {
  return py::cast<T>(words[key]);
}

SalesTableOptions OptionsOf(const py::dict& words) {
  SalesTableOptions options;
  options.payee = Get<std::string>(words, "payee");
  options.date = Get<std::string>(words, "date");
  options.amount = Get<std::string>(words, "amount");
  options.partner = Get<std::string>(words, "partner");
  options.quota = Get<std::string>(words, "quota");
  if (!py::object(words["decimals"]).is_none()) options.decimals = Get<int>(words, "decimals");
  options.grain = WordValue<Grain>("grain", Get<std::string>(words, "grain"));
  options.rounding = RoundingOf(Get<std::string>(words, "point"), Get<std::string>(words, "mode"),
                                Get<int64_t>(words, "scale"));
  options.negative =
      WordValue<incentive::NegativeBase>("negative", Get<std::string>(words, "negative"));
  options.threads = Get<int>(words, "threads");
  return options;
}

/// A sum of money as a whole number of 10^-scale.
int64_t Units(const py::handle& value, int64_t scale) {
  const Decimal units = Take(ToDecimal(value).Rescaled(static_cast<int>(scale)));
  if (units.coefficient() > INT64_MAX || units.coefficient() < INT64_MIN)
    Raise(MakeError(Reason::kOverflow, "a sum does not fit 64 bits"));
  return static_cast<int64_t>(units.coefficient());
}

/// One rule from its words; `decimals` are those of the amounts.
incentive::SalesRule RuleOf(const py::dict& words, const SalesTableOptions& options,
                            int64_t decimals) {
  const auto kind = Get<std::string>(words, "kind");
  if (kind == "rate") return incentive::SalesRate{.rate = ToFraction(words["rate"])};
  if (kind == "tiers") {
    return incentive::SalesTiers{.bands = Bands(Get<py::sequence>(words, "bands")),
                                 .point = options.rounding.point,
                                 .negative = options.negative};
  }
  if (kind == "spiff") {
    return incentive::SalesSpiff{.pays = Units(words["pays"], options.rounding.scale.value_or(2)),
                                 .at_least = Units(words["at_least"], decimals)};
  }
  if (kind == "share")
    return incentive::SalesShare{.rate = ToFraction(words["rate"]),
                                 .own = ToFraction(words["own"])};
  if (kind == "bonus") {
    return incentive::SalesBonus{.bands = Bands(Get<py::sequence>(words, "bands")),
                                 .every = Get<int32_t>(words, "every"),
                                 .year = Get<int32_t>(words, "year"),
                                 .boundary = WordValue<incentive::Boundary>(
                                     "boundary", Get<std::string>(words, "boundary"))};
  }
  Raise(MakeError(Reason::kUnknownWord,
                  "kind: \"" + kind + "\" is none of rate, tiers, spiff, share, bonus"));
}

/// Rules as pairs (name, words). What a spiff asks for is in the unit of the amounts.
std::vector<NamedRule> RulesOf(const py::sequence& rules, const SalesTableOptions& options,
                               const Table& sales) {
  int64_t decimals = options.decimals.value_or(0);
  if (const table::Column* amount = sales.column(options.amount);
      amount != nullptr && !options.decimals)
    decimals = amount->scale();
  std::vector<NamedRule> named;
  for (const py::handle item : rules) {
    const auto pair = py::cast<py::sequence>(item);
    named.emplace_back(py::cast<std::string>(pair[0]),
                       RuleOf(py::cast<py::dict>(pair[1]), options, decimals));
  }
  return named;
}

using Tiers = absl::StatusOr<Table> (*)(const Table&, const Table&,
                                        const std::vector<incentive::RateBand>&,
                                        const SalesTableOptions&);

Table PayTiers(Tiers tiers, const Table& sales, const Table& quotas, const py::sequence& rows,
               const py::dict& words) {
  const SalesTableOptions options = OptionsOf(words);
  const std::vector<incentive::RateBand> bands = Bands(rows);
  return Take(Unlocked([&] { return tiers(sales, quotas, bands, options); }));
}

py::list Statements(const SalesTableBook& book, const std::string& payee) {
  py::list list;
  for (const incentive::SalesStatement& statement : Take(book.Of(payee))) {
    list.append(py::make_tuple(statement.period, ToPython(statement.sold), List(statement.amounts),
                               ToPython(statement.total)));
  }
  return list;
}

}  // namespace

void BindIncentiveSales(py::module_& module) {
  module.def("sales_tier_totals", [](const Table& sales, const Table& quotas,
                                     const py::sequence& bands, const py::dict& words) {
    return PayTiers(&incentive::TierTotals, sales, quotas, bands, words);
  });
  module.def("sales_tier_lines", [](const Table& sales, const Table& quotas,
                                    const py::sequence& bands, const py::dict& words) {
    return PayTiers(&incentive::TierLines, sales, quotas, bands, words);
  });
  module.def("sales_tier_trace", [](const Table& sales, const Table& quotas,
                                    const py::sequence& bands, const py::dict& words) {
    return PayTiers(&incentive::TierTrace, sales, quotas, bands, words);
  });
  module.def("pay_sales", [](const Table& sales, const Table* quotas, const py::sequence& rules,
                             const py::dict& words) {
    const SalesTableOptions options = OptionsOf(words);
    const std::vector<NamedRule> named = RulesOf(rules, options, sales);
    return Take(Unlocked([&] { return incentive::PaySales(sales, quotas, named, options); }));
  });
  py::class_<SalesTableBook>(module, "SalesBook")
      .def(py::init([](const Table& sales, const Table* quotas, const py::sequence& rules,
                       const py::dict& words) {
        const SalesTableOptions options = OptionsOf(words);
        std::vector<NamedRule> named = RulesOf(rules, options, sales);
        return Take(Unlocked(
            [&] { return SalesTableBook::Open(sales, quotas, std::move(named), options); }));
      }))
      .def("update",
           [](SalesTableBook& self, const Table& changes) {
             Check(Unlocked([&] { return self.Update(changes); }));
           })
      .def(
          "table",
          [](const SalesTableBook& self) { return Take(Unlocked([&] { return self.ToTable(); })); })
      .def("statements", &Statements)
      .def_property_readonly("rows", &SalesTableBook::rows);
}

}  // namespace attain::python
