// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// The canonical tables: which tables and columns attain reads, described once, as data.
//
//   const TableInfo* deals = FindTable("deals");
//   deals->column("outcome")->words;              // {"open", "won", "lost", "void"}
//   deals->column("owner_id")->references;        // "reps"
//
// Loading, validation, mapping from other names and the reference page all read these descriptions. Conventions: ids are text or whole
// numbers; `ts` is an instant in UTC, `date` a day; intervals are half-open and a missing end means "still valid";
// money is an exact decimal in whole currency units beside a currency column; shares and probabilities are fractions
// (0.6, never 60); missing is not zero. Tier 1 is the least a domain needs, tier 2 improves it. Only what is `required`
// must be there: an optional column that is absent switches off what reads it. Any further column or table of the
// user's own is carried along under its own name.
#ifndef ATTAIN_CRM_TABLES_H_
#define ATTAIN_CRM_TABLES_H_

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace attain::crm {

/// What the values of a canonical column are.
enum class ColumnType : int32_t {
  kId = 1,         ///< Names a thing: text or whole number.
  kText = 2,       ///< Free text.
  kWord = 3,       ///< One of the words of the column.
  kBool = 4,       ///< true or false.
  kInt = 5,        ///< A whole number.
  kDecimal = 6,    ///< An exact decimal.
  kMoney = 7,      ///< An exact amount in whole units of the currency beside it.
  kShare = 8,      ///< An exact fraction of one: 0.6.
  kCurrency = 9,   ///< Three letters of ISO 4217, or a code declared when loading.
  kDate = 10,      ///< A day.
  kTimestamp = 11, ///< An instant, UTC.
};

/// "id", "money", … as the reference page prints it.
std::string_view Name(ColumnType type);

/// The kinds of things that ids name. Ids of one kind share one numbering over all tables.
enum class Entity : int32_t {
  /// One word each, as Name() gives it; kCount is their number.
  kNone = 0, kRep, kUnit, kDeal, kAccount, kProduct, kCategory, kTransaction, kPeriod, kPipeline, kStage, kMetric, kTarget, kProfile, kPlan,
  kLead, kActivity, kCalendar, kPool, kCampaign, kSubject, kCount,
};

/// "rep", "unit", …; empty for kNone.
std::string_view Name(Entity entity);

/// One column of a canonical table.
struct ColumnInfo {
  std::string_view name;                        ///< The column's name.
  ColumnType type;                              ///< What its values are.
  std::string_view doc;                         ///< One line for the reference page.
  bool required = false;                        ///< The table cannot be used without it.
  bool nullable = true;                         ///< A missing value is allowed.
  Entity entity = Entity::kNone;                ///< For ids: what they name.
  std::string_view references = {};             ///< The table whose key it points into; checked when that table is given.
  bool soft = false;                            ///< The reference only describes: an unknown one is a warning and the row is kept.
  std::vector<std::string_view> words = {};     ///< For kWord: the words allowed; the number of a word is its place here.
  std::string_view currency = {};               ///< For kMoney: the column that holds the currency.
};

/// One canonical table.
struct TableInfo {
  std::string_view name;                        ///< The table's name.
  int tier;                                     ///< 1: the least a domain needs, 2: improves it.
  std::string_view doc;                         ///< What a row is.
  std::vector<std::string_view> key;            ///< Columns that together identify a row; absent optional ones are left out.
  std::vector<ColumnInfo> columns;              ///< All columns, in the order of the reference page.
  std::string_view from = {};                   ///< Start of a row's validity, if it has one.
  std::string_view to = {};                     ///< End of a row's validity, exclusive.
  std::vector<std::string_view> exclusive = {}; ///< Rows alike in these columns must not overlap in time; empty: they may.

  /// The column named `name`, or null.
  const ColumnInfo* column(std::string_view name) const;
};

/// All canonical tables of tiers 1 and 2, in the order of the reference page.
std::span<const TableInfo> CanonicalTables();
/// The canonical table named `name`, or null.
const TableInfo* FindTable(std::string_view name);
/// Names of all canonical tables.
std::vector<std::string> CanonicalTableNames();
/// The table whose key names things of this kind ("reps" for kRep), or empty.
std::string_view MasterOf(Entity entity);

/// The reference page of the tables as Markdown: docs/reference/crm/tables.md is this text.
std::string TablesReference();

}  // namespace attain::crm

#endif  // ATTAIN_CRM_TABLES_H_
