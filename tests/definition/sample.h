// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A definition with every type a member can have, for the tests and the fuzzer.
#ifndef ATTAIN_TESTS_DEFINITION_SAMPLE_H_
#define ATTAIN_TESTS_DEFINITION_SAMPLE_H_

#include <map>
#include <optional>
#include <string>
#include <utility>
#include <variant>
#include <vector>

#include "attain/definition.h"

namespace sample {

namespace definition = attain::definition;

enum class Method { kMarginal = 1, kWhole = 2 };

inline const definition::WordTable& Describe(definition::Type<Method>) {
  static const auto& table = *new auto(
      definition::Words<Method>("method", "How bands pay.",
                                {{"marginal", Method::kMarginal, "Each band pays its slice."},
                                 {"whole", Method::kWhole, "The band reached pays for all."}}));
  return table;
}

struct Band {
  attain::Rate from;
  std::optional<attain::Rate> to = std::nullopt;
  attain::Rate pays;
  bool operator==(const Band&) const = default;
};

inline const definition::FieldTable& Describe(definition::Type<Band>) {
  using definition::Optional, definition::Required;
  static const auto& table = *new auto(definition::Table<Band>(
      "band", "One band of a tier table.",
      {Required("from", &Band::from, "Lower limit.").AtLeast(0),
       Optional("to", &Band::to, "Upper limit. Default: the next band's lower limit.").MoreThan(0),
       Required("pays", &Band::pays, "Rate paid on what lies inside.").AtLeast(-1).LessThan(10)}));
  return table;
}

struct Flat {
  attain::Rate rate;
  bool operator==(const Flat&) const = default;
};

inline const definition::FieldTable& Describe(definition::Type<Flat>) {
  static const auto& table =
      *new auto(definition::Table<Flat>("flat", "One rate for all.",
                                        {definition::Required("rate", &Flat::rate, "The rate.")})
                    .Kind("flat"));
  return table;
}

struct Tiers {
  Method method;
  definition::Reference over;
  std::vector<Band> bands;
  bool operator==(const Tiers&) const = default;
};

inline const definition::FieldTable& Describe(definition::Type<Tiers>) {
  using definition::Required;
  static const auto& table =
      *new auto(definition::Table<Tiers>(
                    "tiers", "Bands with rates.",
                    {Required("method", &Tiers::method, "How bands pay."),
                     Required("over", &Tiers::over, "What decides on the band.")
                         .RefersTo({"attainment", "score"}),
                     Required("bands", &Tiers::bands, "The bands, lowest first.").NonEmpty()})
                    .Kind("tiers"));
  return table;
}

struct Component {
  std::string id;
  std::string measure = "";
  std::variant<Flat, Tiers> payout;
  std::optional<definition::Amount> cap = std::nullopt;
  attain::Rounding rounding = {};
  std::optional<definition::ExpressionText> where = std::nullopt;
  bool operator==(const Component&) const = default;
};

inline const definition::FieldTable& Describe(definition::Type<Component>) {
  using definition::Optional, definition::Required;
  static const auto& table = *new auto(definition::Table<Component>(
      "component", "One part of a plan.",
      {Required("id", &Component::id, "Its id.").IsId(),
       Optional("measure", &Component::measure, "The measure paid on.").RefersTo({"measure"}),
       Required("payout", &Component::payout, "What is paid."),
       Optional("cap", &Component::cap, "Most that is paid. Default: no cap.").AtLeast(0),
       Optional("rounding", &Component::rounding, "How it is rounded."),
       Optional("where", &Component::where, "Which rows count. Default: all.").NonEmpty()}));
  return table;
}

struct Node {
  std::string id;
  std::vector<Node> children = {};
  bool operator==(const Node&) const = default;
};

inline const definition::FieldTable& Describe(definition::Type<Node>) {
  static const auto& table = *new auto(definition::Table<Node>(
      "node", "A node of a tree.",
      {definition::Required("id", &Node::id, "Its id.").IsId(),
       definition::Optional("children", &Node::children, "The nodes below.")}));
  return table;
}

struct Plan {
  std::string id;
  std::string currency = "";
  std::vector<definition::Versions<Component>> components = {};
  bool active = true;
  int64_t rank = 0;
  attain::Decimal weight = 1;
  attain::Currency pay_in = {};
  attain::Date start = {};
  attain::Timestamp known = {};
  attain::Period season = {};
  definition::PeriodName period = {};
  definition::Duration window = {};
  attain::Validity valid = {};
  std::string title = "";
  std::vector<std::string> tags = {};
  std::vector<attain::Decimal> cuts = {};
  std::map<std::string, definition::Amount> budgets = {};
  std::vector<std::pair<std::string, std::string>> columns = {};
  std::map<std::string, Flat> specials = {};
  std::optional<Node> tree = std::nullopt;
  definition::Versions<Flat> bonus = {};
  definition::Versions<std::variant<Flat, Tiers>> extra = {};
  bool operator==(const Plan&) const = default;
};

inline const definition::FieldTable& Describe(definition::Type<Plan>) {
  using definition::Optional, definition::Required;
  static const auto& table = *new auto(
      definition::Table<Plan>(
          "plan", "A plan.",
          {Required("id", &Plan::id, "Its id.").IsId(),
           Optional("currency", &Plan::currency,
                    "Currency of its amounts. Default: that around it."),
           Optional("components", &Plan::components, "What it pays.").Each("component"),
           Optional("active", &Plan::active, "Whether it is in use. Default: it is."),
           Optional("rank", &Plan::rank, "Its rank, from 0. Default 0.").AtLeast(0).AtMost(100),
           Optional("weight", &Plan::weight, "Its weight. Default 1.").MoreThan(0),
           Optional("pay_in", &Plan::pay_in, "Currency paid in. Default: none."),
           Optional("start", &Plan::start, "First day. Default: 1970-01-01."),
           Optional("known", &Plan::known, "When it was recorded."),
           Optional("season", &Plan::season, "A stretch of time."),
           Optional("period", &Plan::period, "How often it pays."),
           Optional("window", &Plan::window, "Days looked back. Default 0.").AtMost(365),
           Optional("valid", &Plan::valid, "When it holds. Default: always."),
           Optional("title", &Plan::title, "A heading.").NonEmpty(),
           Optional("tags", &Plan::tags, "Words to find it by.").MinItems(2).IsId(),
           Optional("cuts", &Plan::cuts, "Cut points.").AtLeast(0),
           Optional("budgets", &Plan::budgets, "Amounts by name.").AtLeast(0),
           Optional("columns", &Plan::columns, "Names of columns.").NonEmpty(),
           Optional("specials", &Plan::specials, "Rates by name."),
           Optional("tree", &Plan::tree, "A tree."),
           Optional("bonus", &Plan::bonus, "A rate that may change."),
           Optional("extra", &Plan::extra, "A payout that may change.")})
          .Document("plan", 1));
  return table;
}

/// A plan that uses every member.
inline constexpr char kFullPlan[] =
    R"({ "attain": "plan/1", "id": "ae-2026", "currency": "EUR", "note": "for the tests",
  "components": [
    { "id": "new-business", "measure": "won_amount",
      "payout": { "kind": "tiers", "method": "marginal", "over": { "attainment": "quota-2026" },
                  "bands": [ { "from": "0%", "to": 0.8, "pays": "6%" }, { "from": "80%", "pays": 0.08 },
                             { "from": 1, "pays": "12.5%" } ] },
      "cap": "40000", "rounding": { "point": "component", "mode": "half_away", "scale": 2 },
      "where": "outcome == \"won\"" },
    { "id": "renewal", "measure": "renewed",
      "versions": [ { "valid": [null, "2026-07-01"], "payout": { "kind": "flat", "rate": "1%" } },
                    { "valid": ["2026-07-01", null], "payout": { "kind": "flat", "rate": "2%" }, "cap": "100.50 USD" } ] } ],
  "active": false, "rank": 7, "weight": 0.125, "pay_in": "USD", "start": "2026-01-01", "known": "2026-03-31T22:00:00Z",
  "season": ["2026-01-01", "2026-04-01"], "period": "FY26-P04", "window": "2w", "valid": ["2026-01-01", null],
  "title": "Account executives é", "tags": ["one", "two"], "cuts": [0, 1.50, 12345678901234567890],
  "budgets": { "b": 5, "a": "7.25 GBP" }, "columns": { "z": "y", "a": "b" },
  "specials": { "note": "these are few", "x": { "kind": "flat", "rate": "3%" } },
  "tree": { "id": "root", "children": [ { "id": "leaf" } ] },
  "bonus": { "valid": ["2026-01-01", "2027-01-01"], "kind": "flat", "rate": "1%" },
  "extra": { "versions": [ { "kind": "flat", "rate": "1%" },
                           { "valid": ["2026-06-01", null], "kind": "tiers", "method": "whole",
                             "over": { "score": "card" }, "bands": [ { "from": 0, "pays": 0 } ] } ] }
})";

}  // namespace sample

#endif  // ATTAIN_TESTS_DEFINITION_SAMPLE_H_
