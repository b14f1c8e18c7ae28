// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// crm: from raw tables to a validated dataset.
//
//   raw tables ──source.h──▶ canonical tables (tables.h) ──validate.h──▶ Dataset (dataset.h) + findings
//                                                                        ├ hierarchy.h   who belongs to whom, when
//                                                                        ├ calendar.h    periods of any fiscal year; workdays.h
//                                                                        └ fx.h          dated rates
//
// Read dataset.h first: Load, then the typed tables. rows.h holds the readers kernels loop with, ids.h the dense ids.
// Every calculation above this module starts from a Dataset; no calculation ever sees the name of a vendor's column.
#ifndef ATTAIN_CRM_H_
#define ATTAIN_CRM_H_

#include "attain/crm/calendar.h"
#include "attain/crm/conditions.h"
#include "attain/crm/dataset.h"
#include "attain/crm/fx.h"
#include "attain/crm/hierarchy.h"
#include "attain/crm/ids.h"
#include "attain/crm/rows.h"
#include "attain/crm/source.h"
#include "attain/crm/tables.h"
#include "attain/crm/validate.h"
#include "attain/crm/workdays.h"

#endif  // ATTAIN_CRM_H_
