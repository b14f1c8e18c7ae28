// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The canonical tables as they are written down, by subject. tables.cc joins them.
#ifndef ATTAIN_SRC_CRM_INTERNAL_DESCRIPTIONS_H_
#define ATTAIN_SRC_CRM_INTERNAL_DESCRIPTIONS_H_

#include <vector>

#include "attain/crm/tables.h"

namespace attain::crm {

/// periods, workdays, org_units, reps, rep_units, accounts, account_owners, products, categories, fx_rates.
std::vector<TableInfo> DescribeOrganisation();
/// stages, deals, deal_changes, deal_splits, leads, events, activities.
std::vector<TableInfo> DescribePipeline();
/// transactions, transaction_items, txn_credits, metrics, metric_values, targets, target_profiles, plan_assignments, balances.
std::vector<TableInfo> DescribeMoney();

// Shorthands for one column.
/// A key column that names the rows of its own table.
inline ColumnInfo Key(std::string_view name, Entity entity, std::string_view doc) {
  return {.name = name, .type = ColumnType::kId, .doc = doc, .required = true, .nullable = false, .entity = entity};
}
/// A required column that points at another table.
inline ColumnInfo KeyTo(std::string_view name, Entity entity, std::string_view table, std::string_view doc) {
  return {.name = name, .type = ColumnType::kId, .doc = doc, .required = true, .nullable = false, .entity = entity, .references = table};
}
/// An optional reference.
inline ColumnInfo To(std::string_view name, Entity entity, std::string_view table, std::string_view doc, bool soft = false) {
  return {.name = name, .type = ColumnType::kId, .doc = doc, .entity = entity, .references = table, .soft = soft};
}
/// Any other required column.
inline ColumnInfo Must(std::string_view name, ColumnType type, std::string_view doc) {
  return {.name = name, .type = type, .doc = doc, .required = true, .nullable = false};
}
/// Any other optional column.
inline ColumnInfo May(std::string_view name, ColumnType type, std::string_view doc) {
  return {.name = name, .type = type, .doc = doc};
}
/// A column of words.
inline ColumnInfo Word(std::string_view name, std::vector<std::string_view> words, bool required, std::string_view doc) {
  return {.name = name, .type = ColumnType::kWord, .doc = doc, .required = required, .nullable = !required, .words = std::move(words)};
}
/// An amount beside a currency.
inline ColumnInfo Amount(std::string_view name, bool required, std::string_view doc, std::string_view currency = "ccy") {
  return {.name = name, .type = ColumnType::kMoney, .doc = doc, .required = required, .nullable = !required, .currency = currency};
}

}  // namespace attain::crm

#endif  // ATTAIN_SRC_CRM_INTERNAL_DESCRIPTIONS_H_
