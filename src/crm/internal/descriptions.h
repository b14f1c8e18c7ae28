// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The canonical tables as they are written down: constant rows, so that the library carries data
// instead of code that builds it. tables.cc hands them out as `TableInfo`.
#ifndef ATTAIN_SRC_CRM_INTERNAL_DESCRIPTIONS_H_
#define ATTAIN_SRC_CRM_INTERNAL_DESCRIPTIONS_H_

#include <span>
#include <vector>

#include "attain/crm/tables.h"

namespace attain::crm {

/// One column as written down. Fields as in ColumnInfo; several words are separated by spaces.
struct ColumnRow {
  const char* name;
  ColumnType type;
  const char* doc;
  bool required = false;  ///< Must be there and must not be missing.
  Entity entity = Entity::kNone;
  const char* references = "";
  bool soft = false;
  const char* words = "";
  const char* currency = "";
};

/// One table as written down. Fields as in TableInfo; several names are separated by spaces.
struct TableRow {
  const char* name;
  int tier;
  const char* doc;
  const char* key;
  std::span<const ColumnRow> columns;
  const char* from = "";
  const char* to = "";
  const char* exclusive = "";
};

/// All canonical tables, in the order of the reference page.
std::vector<TableInfo> DescribeTables();

// Shorthands for one column.
/// A key column that names the rows of its own table.
constexpr ColumnRow Key(const char* name, Entity entity, const char* doc) {
  return {.name = name, .type = ColumnType::kId, .doc = doc, .required = true, .entity = entity};
}
/// A required column that points at another table.
constexpr ColumnRow KeyTo(const char* name, Entity entity, const char* table, const char* doc) {
  return {.name = name,
          .type = ColumnType::kId,
          .doc = doc,
          .required = true,
          .entity = entity,
          .references = table};
}
/// An optional reference.
constexpr ColumnRow To(const char* name, Entity entity, const char* table, const char* doc,
                       bool soft = false) {
  return {.name = name,
          .type = ColumnType::kId,
          .doc = doc,
          .entity = entity,
          .references = table,
          .soft = soft};
}
/// Any other required column.
constexpr ColumnRow Must(const char* name, ColumnType type, const char* doc) {
  return {.name = name, .type = type, .doc = doc, .required = true};
}
/// Any other optional column.
constexpr ColumnRow May(const char* name, ColumnType type, const char* doc) {
  return {.name = name, .type = type, .doc = doc};
}
/// A column of words.
constexpr ColumnRow Word(const char* name, const char* words, bool required, const char* doc) {
  return {
      .name = name, .type = ColumnType::kWord, .doc = doc, .required = required, .words = words};
}
/// An amount beside a currency.
constexpr ColumnRow Amount(const char* name, bool required, const char* doc,
                           const char* currency = "ccy") {
  return {.name = name,
          .type = ColumnType::kMoney,
          .doc = doc,
          .required = required,
          .currency = currency};
}

}  // namespace attain::crm

#endif  // ATTAIN_SRC_CRM_INTERNAL_DESCRIPTIONS_H_
