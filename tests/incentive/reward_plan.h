// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// A plan of one component over the small company, paid in every way that must agree.
#ifndef ATTAIN_TESTS_INCENTIVE_REWARD_PLAN_H_
#define ATTAIN_TESTS_INCENTIVE_REWARD_PLAN_H_

#include <map>
#include <string>
#include <utility>
#include <vector>

#include "attain/base/status.h"
#include "gtest/gtest.h"
#include "incentive/company.h"

namespace attain::incentive {

/// Reason and path of every finding.
inline std::vector<std::string> Found(const Findings& findings) {
  std::vector<std::string> found;
  for (const Finding& finding : findings.items())
    found.push_back(std::string(Name(finding.reason)) + " " + finding.where.path);
  return found;
}

/// Statements of a plan with one component, checked: lines add up, every detail and any number of
/// threads pay the same, and so does each payee asked for alone.
class PlanOf {
 public:
  explicit PlanOf(Payout payout, std::vector<Gate> gates = {}, Csv tables = CompanyTables(),
                  std::string measure = "won_amount")
      : tables_(std::move(tables)) {
    plan.id = "p";
    plan.currency = "EUR";
    plan.for_ = "role == 'ae'";
    plan.components = {
        {.id = "c", .measure = measure, .payout = std::move(payout), .gates = std::move(gates)}};
  }

  absl::StatusOr<Result> Try(CalculateOptions options = {}) const {
    const crm::Dataset data = Load(tables_);
    const std::vector<measure::Measure> measures = Measures();
    const std::vector<measure::Series> targets = {Quotas({{"R-104", {{"2026-Q1", 100'000}}},
                                                          {"R-105", {{"2026-Q1", 10'000}}},
                                                          {"R-106", {{"2026-Q1", 50'000}}}})};
    options.period = *Period::Parse("2026-Q1");
    options.targets = targets;
    return Calculate(plan, data, {.measures = measures}, options);
  }

  // By payee: what is paid.
  std::map<std::string, Fraction> Pay() const {
    std::map<std::string, Fraction> paid;
    const auto all = Try();
    EXPECT_TRUE(all.ok()) << all.status();
    if (!all.ok()) return paid;
    for (const Statement& statement : all->statements()) {
      EXPECT_EQ(statement.reason(), Reason::kNone) << statement.text();
      paid[statement.payee()] = statement.amounts().paid;
      Fraction sum;
      for (const ComponentPay& pay : statement.components()) {
        for (const PayLine& line : pay.lines) sum = *Add(sum, line.amount);
        EXPECT_EQ(sum, pay.total) << "the lines add up to the total";
      }
      const explain::Explanation why = statement.Explain();
      Fraction leaves;
      for (const explain::Node& node : why.root().children) {
        if (node.counts && node.amount.has_value()) leaves = *Add(leaves, node.amount->value);
      }
      EXPECT_EQ(leaves, statement.amounts().paid) << why.ToText();
      for (const Detail detail : {Detail::kTotal, Detail::kLines}) {
        CalculateOptions options;
        options.detail = detail;
        options.threads = 3;
        options.payees = {statement.payee()};
        const auto alone = Try(options);
        EXPECT_TRUE(alone.ok()) << alone.status();
        EXPECT_EQ(alone->statements().size(), 1U);
        EXPECT_EQ(alone->Find(statement.payee())->amounts().paid, statement.amounts().paid);
      }
    }
    return paid;
  }

  std::string Why(const std::string& payee) const { return Try()->Find(payee)->Explain().ToText(); }

  Plan plan;

 private:
  Csv tables_;
};

/// By payee: what is paid.
using Amounts = std::map<std::string, Fraction>;

inline const std::vector<definition::Amount> kPrizes = {{1'500}, {1'000}, {500}};

}  // namespace attain::incentive

#endif  // ATTAIN_TESTS_INCENTIVE_REWARD_PLAN_H_
