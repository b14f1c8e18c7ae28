// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// What a condition or formula may ask of a dataset: the calendar, workdays, trees, other tables.
//
//   const auto condition = *expression::Parse("fiscal_quarter(closed) == 1 && under(unit_id, 'emea')");
//   const auto bound = *expression::Bind(condition, *data.table("deals"), ConditionOptions(condition, data, calendar));
//
//   products[product_id].category_id     the row of products whose key is this deal's product_id
//   workdays(created, closed)            weights of workdays added up and rounded down
//   under(unit_id, 'emea')               on the as-of day; without one, by the last places known
#ifndef ATTAIN_CRM_CONDITIONS_H_
#define ATTAIN_CRM_CONDITIONS_H_

#include "attain/crm/calendar.h"
#include "attain/crm/dataset.h"
#include "attain/expression/expression.h"

namespace attain::crm {

/// How `expression` meets a table of `data`. Tables it names are there to look up in, by their single key column, with the rows that are
/// used. `data` and `calendar` are copied (cheaply).
expression::BindOptions ConditionOptions(const expression::Expression& expression, const Dataset& data, const Calendar& calendar = {});

}  // namespace attain::crm

#endif  // ATTAIN_CRM_CONDITIONS_H_
