/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * A small company for the tests of the C library. */
#ifndef ATTAIN_TESTS_CAPI_FIXTURE_H_
#define ATTAIN_TESTS_CAPI_FIXTURE_H_

#include "check.h"

static const char kModel[] =
    "{\"attain\": \"model/1\", \"id\": \"sales-2026\", \"currency\": \"EUR\",\n"
    " \"measures\": [{\"id\": \"won_amount\", \"kind\": \"sum\", \"of\": \"deals.amount\", "
    "\"where\": \"outcome == 'won'\", \"date\": \"closed\","
    " \"credit\": \"owner_id\"},\n"
    "  {\"id\": \"win_rate\", \"kind\": \"ratio\", \"num\": \"count(deals) where outcome == "
    "'won'\", \"den\": \"count(deals) where outcome != "
    "'open'\", \"date\": \"closed\", \"credit\": \"owner_id\"}],\n"
    " \"targets\": [{\"id\": \"quota-2026\", \"measure\": \"won_amount\", \"period\": \"2026\", "
    "\"total\": \"800000\",\n"
    "  \"split\": [{\"over\": \"rep\", \"by\": \"equal\"}, {\"over\": \"quarter\", \"by\": "
    "\"equal\"}], \"rounding\": {\"unit\": \"100\"}}],\n"
    " \"incentives\": [{\"file\": \"ae-2026.json\"}]}";
static const char kPlan[] =
    "{\"attain\": \"incentive/1\", \"id\": \"ae-2026\", \"currency\": \"EUR\", \"for\": \"role == "
    "'ae'\", \"period\": \"quarter\",\n"
    " \"components\": [{\"id\": \"new-business\", \"measure\": \"won_amount\",\n"
    "   \"payout\": {\"kind\": \"tiers\", \"method\": \"marginal\", \"over\": {\"attainment\": "
    "\"quota-2026\"},\n"
    "    \"bands\": [{\"from\": \"0%\", \"pays\": \"6%\"}, {\"from\": \"80%\", \"pays\": \"8%\"}, "
    "{\"from\": \"100%\", \"pays\": \"12.5%\"}]},\n"
    "   \"cap\": \"40000\"}]}";

static const char* const kDealColumns[] = {"deal_id", "owner_id", "amount",
                                           "ccy",     "closed",   "outcome"};
static const char* const kDeals[] = {
    "D-1", "R-104", "60000.00", "EUR", "2026-01-15", "won",  /**/
    "D-2", "R-104", "58000.00", "EUR", "2026-03-02", "won",  /**/
    "D-3", "R-104", "10000.00", "EUR", "2026-02-11", "lost", /**/
    "D-4", "R-105", "45000.00", "EUR", "2026-02-20", "won",  /**/
    "D-5", "R-105", "12000.00", "EUR", NULL,         "open", /**/
    "D-6", "R-105", "12000.00", "XQQ", "2026-02-20", "won",
};
static const char* const kRepColumns[] = {"rep_id", "role"};
static const char* const kReps[] = {"R-104", "ae", "R-105", "ae"};

/* Fills an array of texts. */
static void texts(attain_str* out, const char* const* in, int count) {
  int i;
  for (i = 0; i < count; ++i) {
    out[i].data = in[i];
    out[i].size = in[i] == NULL ? 0 : ATTAIN_NUL;
  }
}

/* The documents of the model: two. */
static inline void fill_documents(attain_document documents[2]) {
  memset(documents, 0, 2 * sizeof *documents);
  documents[0].struct_size = documents[1].struct_size = sizeof *documents;
  documents[0].name = "sales-2026.json";
  documents[0].text = kModel;
  documents[1].name = "ae-2026.json";
  documents[1].text = kPlan;
}

/* Puts the tables into a dataset. */
static inline attain_code fill_tables(attain_dataset* data, attain_error** err) {
  attain_str cells[36];
  attain_code code;
  texts(cells, kDealColumns, 6);
  code = attain_dataset_add_rows(data, "deals", ATTAIN_NUL, cells, 6, err);
  texts(cells, kDeals, 36);
  if (code == ATTAIN_OK) code = attain_dataset_append(data, "deals", ATTAIN_NUL, cells, 6, err);
  texts(cells, kRepColumns, 2);
  if (code == ATTAIN_OK) code = attain_dataset_add_rows(data, "reps", ATTAIN_NUL, cells, 2, err);
  texts(cells, kReps, 4);
  if (code == ATTAIN_OK) code = attain_dataset_append(data, "reps", ATTAIN_NUL, cells, 2, err);
  return code;
}

/* One changed deal of R-104 as plain columns: D-2 closes at 68,000 in place of 58,000. */
static inline attain_code fill_change(attain_dataset* data, attain_error** err) {
  static const int64_t cents[] = {6800000};
  static const char id[] = "D-2";
  static const int32_t offsets[] = {0, 3};
  attain_column columns[2];
  memset(columns, 0, sizeof columns);
  columns[0].struct_size = columns[1].struct_size = sizeof columns[0];
  columns[0].type = ATTAIN_TYPE_TEXT32;
  columns[0].length = 1;
  columns[0].name = "deal_id";
  columns[0].data = id;
  columns[0].offsets = offsets;
  columns[1].type = ATTAIN_TYPE_DECIMAL64;
  columns[1].length = 1;
  columns[1].scale = 2;
  columns[1].name = "amount";
  columns[1].data = cents;
  return attain_dataset_add_columns(data, "deals", ATTAIN_NUL, columns, 2, err);
}

#endif /* ATTAIN_TESTS_CAPI_FIXTURE_H_ */
