// Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
//
// Tables: what goes into a calculation and what comes out of it.
//
// A `Column` is a named sequence of values of one type in Arrow's layout; a `Table` is columns of one length; `Tables` is tables by name.
// They come from an Arrow stream without copying (`ImportStream`), from plain vectors (`Column::OfInts` and its sisters), or row by row
// (`TableBuilder`), and leave as an Arrow stream (`ExportStream`) or cell by cell.
//
//   TableBuilder deals("deals", {{"deal_id", Type::kText}, {"amount", Type::kDecimal, 2}});
//   deals.Text(0, "D-1").Decimal(1, *Decimal::Parse("120.50")).EndRow();
//   const Table table = *deals.Build();
//   ReadUnits(*table.column("amount"), 2)->data()[0];    // 12050: cents, one array of int64
//   Interner ids;
//   InternColumn(*table.column("deal_id"), ids)->front();  // 0: dense numbers for kernels
//
// column.h: types, layouts, chunks. table.h: tables and the builder. arrow.h: the Arrow C interfaces. reader.h: typed arrays for
// kernels. intern.h: dense ids.
#ifndef ATTAIN_TABLE_H_
#define ATTAIN_TABLE_H_

#include "attain/table/arrow.h"
#include "attain/table/column.h"
#include "attain/table/intern.h"
#include "attain/table/reader.h"
#include "attain/table/table.h"

#endif  // ATTAIN_TABLE_H_
