// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
#include "crm/internal/descriptions.h"

#include <algorithm>
#include <span>

namespace attain::crm {

using enum ColumnType;

namespace {
constexpr const char* kFromDoc = "First day of validity. Missing: always.";
constexpr const char* kToDoc = "First day no longer valid. Missing: still valid.";
constexpr const char* kCcyDoc =
    "Currency of the amounts. Column absent: the currency named when loading.";

constexpr ColumnRow kPeriods[] = {
    Key("period_id", Entity::kPeriod, "Name of the period."),
    Word("kind", "day week month quarter half year custom", true, "How long it is meant to be."),
    Must("start", kDate, "First day."),
    Must("end", kDate, "First day no longer in it."),
    To("parent_id", Entity::kPeriod, "periods", "Period it is a part of."),
    May("fiscal_year", kInt, "Number of the fiscal year."),
};

constexpr ColumnRow kWorkdays[] = {
    {.name = "calendar_id",
     .type = kId,
     .doc = "Which calendar. Absent: there is one.",
     .entity = Entity::kCalendar},
    Must("day", kDate, "The day."),
    Must("weight", kDecimal, "How much of a working day: 0 holiday, 0.5 half, 1 worked."),
};

constexpr ColumnRow kOrgUnits[] = {
    Key("unit_id", Entity::kUnit, "The unit."),
    May("valid_from", kDate, kFromDoc),
    May("valid_to", kDate, kToDoc),
    To("parent_id", Entity::kUnit, "org_units", "Unit it belongs to. Missing: a root."),
    May("kind", kText, "company, region, team, territory, …"),
    May("tree_id", kText, "Which tree, where there are several."),
};

constexpr ColumnRow kReps[] = {
    Key("rep_id", Entity::kRep, "The rep."),
    May("hire_date", kDate, "First day of employment."),
    May("end_date", kDate, "First day no longer employed."),
    May("role", kText, "Role, as plans name it."),
    May("is_quota_carrying", kBool, "Has targets. Missing: yes."),
    May("ccy", kCurrency, "Currency the rep is paid in."),
};

constexpr ColumnRow kRepUnits[] = {
    KeyTo("rep_id", Entity::kRep, "reps", "The rep."),
    KeyTo("unit_id", Entity::kUnit, "org_units", "The unit."),
    May("valid_from", kDate, kFromDoc),
    May("valid_to", kDate, kToDoc),
    May("share", kShare, "How much of the rep counts there. Missing: 1."),
    May("is_manager", kBool, "Manages the unit. Missing: no."),
};

constexpr ColumnRow kAccounts[] = {
    Key("account_id", Entity::kAccount, "The customer."),
    To("parent_id", Entity::kAccount, "accounts", "Parent company.", true),
    May("created", kTimestamp, "Known since."),
    May("country", kText, "Country."),
    May("region", kText, "Region."),
    May("industry", kText, "Industry."),
    May("size_band", kText, "Size class."),
    May("employees", kInt, "Number of employees."),
    May("annual_revenue", kDecimal, "Revenue of a year, in whatever currency the source has."),
};

constexpr ColumnRow kAccountOwners[] = {
    KeyTo("account_id", Entity::kAccount, "accounts", "The customer."),
    May("valid_from", kTimestamp, "Since. Missing: always."),
    May("valid_to", kTimestamp, "Until. Missing: still."),
    To("rep_id", Entity::kRep, "reps", "Owner. Missing: the public pool."),
    {.name = "pool_id", .type = kId, .doc = "Which pool.", .entity = Entity::kPool},
};

constexpr ColumnRow kProducts[] = {
    Key("product_id", Entity::kProduct, "The product."),
    To("category_id", Entity::kCategory, "categories", "Category.", true),
    May("commissionable", kBool, "Earns commission. Missing: yes."),
};

constexpr ColumnRow kCategories[] = {
    Key("category_id", Entity::kCategory, "The category."),
    To("parent_id", Entity::kCategory, "categories", "Category it belongs to."),
};

constexpr ColumnRow kFxRates[] = {
    Must("from", kCurrency, "Currency converted from."),
    Must("to", kCurrency, "Currency converted to."),
    Must("day", kDate, "Day of the rate."),
    Word("rate_type", "spot month_avg plan", true, "Which rate."),
    Must("rate", kDecimal, "Above zero, all digits kept."),
};

constexpr ColumnRow kStages[] = {
    {.name = "pipeline_id",
     .type = kId,
     .doc = "The pipeline. Absent: there is one.",
     .entity = Entity::kPipeline},
    Key("stage_id", Entity::kStage, "The stage."),
    May("position", kInt, "Place in the order of the pipeline."),
    Word("kind", "open hold won lost void", true, "What being there means."),
    May("prior_prob", kShare, "Usual chance to win from here."),
    May("forecast_category", kText, "Forecast category."),
    May("max_days", kInt, "Longest usual stay."),
    May("back_allowed", kBool, "Moving back into it is normal."),
};

constexpr ColumnRow kDeals[] = {
    Key("deal_id", Entity::kDeal, "The deal."),
    To("account_id", Entity::kAccount, "accounts", "Customer.", true),
    To("owner_id", Entity::kRep, "reps", "Owner."),
    {.name = "pipeline_id", .type = kId, .doc = "Pipeline.", .entity = Entity::kPipeline},
    {.name = "stage_id", .type = kId, .doc = "Present stage.", .entity = Entity::kStage},
    May("created", kTimestamp, "Entered at."),
    Amount("amount", false, "Value."),
    May("ccy", kCurrency, kCcyDoc),
    May("probability", kShare, "Chance to win; 0 is a value."),
    May("forecast_category", kText, "Forecast category."),
    May("expected_close", kDate, "Expected close."),
    May("closed", kTimestamp, "Actual close."),
    Word("outcome", "open won lost void", false, "What became of it."),
    May("source", kText, "Where it came from."),
    {.name = "campaign_id", .type = kId, .doc = "Campaign.", .entity = Entity::kCampaign},
    May("lost_reason", kText, "Why it was lost."),
    May("competitor", kText, "Who won it."),
    Word("deal_type", "new expansion renewal", false, "What is sold."),
};

constexpr ColumnRow kDealChanges[] = {
    KeyTo("deal_id", Entity::kDeal, "deals", "The deal."),
    Must("at", kTimestamp, "When."),
    May("seq", kInt, "Order among changes at one instant."),
    Word("field", "stage amount ccy expected_close owner probability category outcome", true,
         "What changed."),
    May("old", kText, "Value before, as text."),
    May("new", kText, "Value after, as text."),
    May("actor", kText, "Who did it."),
};

constexpr ColumnRow kDealSplits[] = {
    KeyTo("deal_id", Entity::kDeal, "deals", "The deal."),
    KeyTo("rep_id", Entity::kRep, "reps", "The rep."),
    Word("split_type", "revenue overlay quota", true,
         "Revenue counts towards 1, overlay comes on top; quota is what counts towards quotas."),
    Must("share", kShare, "Share, a fraction of one."),
    May("valid_from", kDate, "First day of this set of shares. Missing: from the start."),
};

constexpr ColumnRow kLeads[] = {
    Key("lead_id", Entity::kLead, "The lead."),
    May("created", kTimestamp, "Entered at."),
    To("owner_id", Entity::kRep, "reps", "Owner."),
    May("source", kText, "Where it came from."),
    May("status", kText, "State."),
    May("converted_at", kTimestamp, "When it became a deal."),
    To("deal_id", Entity::kDeal, "deals", "The deal it became."),
};

constexpr ColumnRow kEvents[] = {
    Key("subject_id", Entity::kSubject, "The subject."),
    Must("at", kTimestamp, "When."),
    May("seq", kInt, "Order among events at one instant."),
    Must("event", kText, "What."),
    To("rep_id", Entity::kRep, "reps", "Rep."),
    To("deal_id", Entity::kDeal, "deals", "Deal."),
    May("value", kDecimal, "A value that goes with it."),
};

constexpr ColumnRow kActivities[] = {
    Key("activity_id", Entity::kActivity, "The activity."),
    KeyTo("rep_id", Entity::kRep, "reps", "Who."),
    Must("at", kTimestamp, "When."),
    Word("kind", "call visit meeting email task", true, "What."),
    May("direction", kText, "in or out."),
    May("outcome", kText, "What came of it."),
    May("duration_s", kInt, "Length in seconds."),
    To("deal_id", Entity::kDeal, "deals", "Deal."),
    To("account_id", Entity::kAccount, "accounts", "Customer.", true),
};

constexpr ColumnRow kTransactions[] = {
    Key("txn_id", Entity::kTransaction, "The transaction."),
    Word("kind", "booking order invoice receipt credit refund cancel adjust", true, "What it is."),
    To("orig_txn_id", Entity::kTransaction, "transactions",
       "What it reverses, adjusts or follows."),
    To("account_id", Entity::kAccount, "accounts", "Customer.", true),
    To("deal_id", Entity::kDeal, "deals", "Deal."),
    To("product_id", Entity::kProduct, "products", "Product.", true),
    To("rep_id", Entity::kRep, "reps", "Rep."),
    To("unit_id", Entity::kUnit, "org_units", "Unit."),
    Must("event_date", kDate, "Business day."),
    May("recorded_at", kTimestamp, "Known since. Missing: always known."),
    Amount("amount", true, "Signed amount."),
    May("ccy", kCurrency, kCcyDoc),
    May("qty", kDecimal, "Quantity."),
    Amount("cost", false, "Cost."),
    May("reason", kText, "Reason."),
};

constexpr ColumnRow kTransactionItems[] = {
    KeyTo("txn_id", Entity::kTransaction, "transactions", "The transaction."),
    Must("line", kInt, "Number of the line."),
    To("product_id", Entity::kProduct, "products", "Product.", true),
    May("qty", kDecimal, "Quantity."),
    May("amount", kDecimal, "Amount, in the currency of the transaction."),
};

constexpr ColumnRow kTxnCredits[] = {
    KeyTo("txn_id", Entity::kTransaction, "transactions", "The transaction."),
    KeyTo("rep_id", Entity::kRep, "reps", "The payee."),
    Word("credit_type", "revenue overlay quota", true,
         "Revenue counts towards 1, overlay comes on top; quota is what counts towards quotas."),
    Must("share", kShare, "Share, a fraction of one."),
};

constexpr ColumnRow kMetrics[] = {
    Key("metric_id", Entity::kMetric, "The figure."),
    Word("direction", "higher lower band", true, "What is good."),
    Word("unit", "money count ratio days score", true, "What it is measured in."),
    Word("agg", "sum mean ratio last", true, "How it rolls up."),
    May("additive", kBool, "Parts add up to the whole. Missing: as `agg` says."),
};

constexpr ColumnRow kMetricValues[] = {
    KeyTo("metric_id", Entity::kMetric, "metrics", "The figure."),
    Word("entity_kind", "rep unit account category tuple", true, "Whose it is: the kind."),
    Must("entity_id", kText, "Whose it is: the id."),
    KeyTo("period_id", Entity::kPeriod, "periods", "The period."),
    Must("num", kDecimal, "Numerator, or the value."),
    May("den", kDecimal, "Denominator."),
    May("n", kInt, "Number of observations."),
};

constexpr ColumnRow kTargets[] = {
    Key("target_id", Entity::kTarget, "The target."),
    May("version", kInt, "Version. Absent: 1."),
    To("metric_id", Entity::kMetric, "metrics", "What it measures."),
    Word("scope_kind", "rep unit account category tuple", true, "Whose it is: the kind."),
    Must("scope_id", kText, "Whose it is: the id."),
    KeyTo("period_id", Entity::kPeriod, "periods", "The period."),
    Word("level", "threshold target stretch challenge", false, "Which level. Missing: target."),
    Must("value", kDecimal, "The target."),
    May("ccy", kCurrency, "Currency, for money."),
    May("effective_from", kDate, "First day of the version."),
    May("recorded_at", kTimestamp, "Known since. Missing: always known."),
    May("locked", kBool, "Not to be changed."),
};

constexpr ColumnRow kTargetProfiles[] = {
    Key("profile_id", Entity::kProfile, "The profile."),
    Must("period_index", kInt, "Place of the period in the year, from 1."),
    Must("weight", kDecimal, "Weight; any scale."),
};

constexpr ColumnRow kPlanAssignments[] = {
    KeyTo("rep_id", Entity::kRep, "reps", "The payee."),
    Key("plan_id", Entity::kPlan, "The plan."),
    May("valid_from", kDate, kFromDoc),
    May("valid_to", kDate, kToDoc),
    Amount("target_incentive", false, "Pay at target, for the plan's period."),
    May("ccy", kCurrency, kCcyDoc),
    May("proration", kShare, "Fixed share of a full period. Missing: by days."),
};

constexpr ColumnRow kBalances[] = {
    KeyTo("rep_id", Entity::kRep, "reps", "The payee."),
    Key("plan_id", Entity::kPlan, "The plan."),
    Word("kind", "draw carry hold clawback maximum withheld below_zero", true,
         "What is owed: a draw is positive when the rep owes; a hold and a maximum when the rep is "
         "still to get it. Withheld and below_zero are of components and calculated anew."),
    Must("as_of", kDate, "Day of the balance."),
    To("txn_id", Entity::kTransaction, "transactions",
       "Of a hold: the transaction whose pay is kept back."),
    To("deal_id", Entity::kDeal, "deals", "Of a hold: the deal whose pay is kept back."),
    May("component", kText, "Of withheld and below_zero: the component."),
    Amount("amount", true, "The balance."),
    Amount("total", false,
           "Of a hold: what was kept back altogether, released or not. Missing: the balance."),
    May("ccy", kCurrency, kCcyDoc),
};

// Order is that of the reference page.
constexpr TableRow kTables[] = {
    {.name = "periods",
     .tier = 1,
     .doc = "A period of a calendar kept as a table; periods of one parent tile it exactly.",
     .key = "period_id",
     .columns = kPeriods,
     .from = "start",
     .to = "end"},
    {.name = "workdays",
     .tier = 2,
     .doc = "A day that is not what its weekday says: a holiday, half a day, a weekend worked.",
     .key = "calendar_id day",
     .columns = kWorkdays},
    {.name = "org_units",
     .tier = 1,
     .doc = "A unit's place in a tree of the organisation, for some time.",
     .key = "tree_id unit_id valid_from",
     .columns = kOrgUnits,
     .from = "valid_from",
     .to = "valid_to",
     .exclusive = "tree_id unit_id"},
    {.name = "reps",
     .tier = 1,
     .doc = "A salesperson, or another owner of deals.",
     .key = "rep_id",
     .columns = kReps,
     .from = "hire_date",
     .to = "end_date"},
    {.name = "rep_units",
     .tier = 1,
     .doc = "A rep's place in a unit, for some time. On every day the shares of a rep add up to 1.",
     .key = "rep_id unit_id valid_from",
     .columns = kRepUnits,
     .from = "valid_from",
     .to = "valid_to",
     .exclusive = "rep_id unit_id"},
    {.name = "accounts",
     .tier = 1,
     .doc = "A customer.",
     .key = "account_id",
     .columns = kAccounts},
    {.name = "account_owners",
     .tier = 2,
     .doc = "Who owned a customer, for some time.",
     .key = "account_id valid_from",
     .columns = kAccountOwners,
     .from = "valid_from",
     .to = "valid_to",
     .exclusive = "account_id"},
    {.name = "products", .tier = 2, .doc = "A product.", .key = "product_id", .columns = kProducts},
    {.name = "categories",
     .tier = 2,
     .doc = "A node of the tree of product categories.",
     .key = "category_id",
     .columns = kCategories},
    {.name = "fx_rates",
     .tier = 2,
     .doc = "One dated exchange rate: 1 unit of `from` is `rate` units of `to`.",
     .key = "from to day rate_type",
     .columns = kFxRates},
    {.name = "stages",
     .tier = 1,
     .doc = "A stage of a pipeline. Won and lost are data, never guessed from a name.",
     .key = "pipeline_id stage_id",
     .columns = kStages},
    {.name = "deals",
     .tier = 1,
     .doc = "A deal in its present state. Expected and actual close are separate.",
     .key = "deal_id",
     .columns = kDeals},
    {.name = "deal_changes",
     .tier = 1,
     .doc = "One change of one field of a deal. The first row of a field has no old value and "
            "carries the value at creation.",
     .key = "deal_id at seq field",
     .columns = kDealChanges},
    {.name = "deal_splits",
     .tier = 2,
     .doc = "A rep's share of a deal. Revenue shares add up to exactly 1; overlay shares need not.",
     .key = "deal_id rep_id split_type valid_from",
     .columns = kDealSplits},
    {.name = "leads",
     .tier = 2,
     .doc = "A lead, before it is a deal.",
     .key = "lead_id",
     .columns = kLeads},
    {.name = "events",
     .tier = 1,
     .doc = "Something that happened to a subject.",
     .key = "subject_id at seq",
     .columns = kEvents},
    {.name = "activities",
     .tier = 2,
     .doc = "A call, visit, meeting …",
     .key = "activity_id",
     .columns = kActivities},
    {.name = "transactions",
     .tier = 1,
     .doc = "A booking, order, invoice, receipt, or what reverses one. Amounts are signed: what "
            "reverses is negative.",
     .key = "txn_id",
     .columns = kTransactions},
    {.name = "transaction_items",
     .tier = 2,
     .doc = "A line of a transaction.",
     .key = "txn_id line",
     .columns = kTransactionItems},
    {.name = "txn_credits",
     .tier = 2,
     .doc = "A payee's share of a transaction, where shares do not follow from the deal.",
     .key = "txn_id rep_id credit_type",
     .columns = kTxnCredits},
    {.name = "metrics",
     .tier = 1,
     .doc = "What a key figure is.",
     .key = "metric_id",
     .columns = kMetrics},
    {.name = "metric_values",
     .tier = 1,
     .doc = "A figure of somebody in a period, as numerator and denominator.",
     .key = "metric_id entity_kind entity_id period_id",
     .columns = kMetricValues},
    {.name = "targets",
     .tier = 1,
     .doc = "A target, by version: a change is a new version, never an overwriting.",
     .key = "target_id version period_id level",
     .columns = kTargets},
    {.name = "target_profiles",
     .tier = 2,
     .doc = "A season: weights of the periods of a year.",
     .key = "profile_id period_index",
     .columns = kTargetProfiles},
    {.name = "plan_assignments",
     .tier = 1,
     .doc = "Who is on which plan, for some time.",
     .key = "rep_id plan_id valid_from",
     .columns = kPlanAssignments,
     .from = "valid_from",
     .to = "valid_to",
     .exclusive = "rep_id plan_id"},
    {.name = "balances",
     .tier = 1,
     .doc = "An opening balance of a payee.",
     .key = "rep_id plan_id kind as_of txn_id deal_id component",
     .columns = kBalances},
};

/// The words of a text that separates them by spaces.
std::vector<std::string_view> WordsOf(std::string_view text) {
  std::vector<std::string_view> words;
  while (!text.empty()) {
    const size_t end = std::min(text.find(' '), text.size());
    words.push_back(text.substr(0, end));
    text.remove_prefix(std::min(end + 1, text.size()));
  }
  return words;
}

}  // namespace

std::vector<TableInfo> DescribeTables() {
  std::vector<TableInfo> tables;
  for (const TableRow& row : kTables) {
    TableInfo& table = tables.emplace_back(TableInfo{.name = row.name,
                                                     .tier = row.tier,
                                                     .doc = row.doc,
                                                     .key = WordsOf(row.key),
                                                     .columns = {},
                                                     .from = row.from,
                                                     .to = row.to,
                                                     .exclusive = WordsOf(row.exclusive)});
    for (const ColumnRow& column : row.columns) {
      table.columns.push_back({.name = column.name,
                               .type = column.type,
                               .doc = column.doc,
                               .required = column.required,
                               .nullable = !column.required,
                               .entity = column.entity,
                               .references = column.references,
                               .soft = column.soft,
                               .words = WordsOf(column.words),
                               .currency = column.currency});
    }
  }
  return tables;
}

}  // namespace attain::crm
