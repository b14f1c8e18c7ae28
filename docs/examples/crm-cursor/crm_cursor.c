/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * From the cursor of a database to pay statements: rows in, one call, a loop over result rows.
 *
 * The cursor here reads an array; put yours in its place: sqlite3_step and sqlite3_column_text, PQgetvalue, mysql_fetch_row. */
#include <stdio.h>
#include <string.h>

#include "attain/c_api.h"

/* A cursor as every database has one: next row or end, cells as text, NULL for a missing value. */
typedef struct cursor {
  const char* const* cells;
  int columns;
  int rows;
  int row;
} cursor;

static int cursor_next(cursor* c) { return ++c->row < c->rows; }
static const char* cursor_text(const cursor* c, int column) { return c->cells[c->row * c->columns + column]; }

static const char* const DEALS[] = {
    /* deal_id, owner_id, amount, ccy, closed, outcome */
    "D-1", "R-104", "60000.00", "EUR", "2026-01-15", "won",  /**/
    "D-2", "R-104", "58000.00", "EUR", "2026-03-02", "won",  /**/
    "D-3", "R-104", "10000.00", "EUR", "2026-02-11", "lost", /**/
    "D-4", "R-105", "45000.00", "EUR", "2026-02-20", "won",  /**/
    "D-5", "R-105", "12000.00", "EUR", NULL, "open",
};
static const char* const REPS[] = {"R-104", "ae", "R-105", "ae"};

static const char MODEL[] =
    "{\"attain\": \"model/1\", \"id\": \"sales-2026\", \"currency\": \"EUR\",\n"
    " \"measures\": [{\"id\": \"won_amount\", \"kind\": \"sum\", \"of\": \"deals.amount\", \"where\": \"outcome == 'won'\",\n"
    "               \"date\": \"closed\", \"credit\": \"owner_id\"}],\n"
    " \"targets\": [{\"id\": \"quota-2026\", \"measure\": \"won_amount\", \"period\": \"2026\", \"total\": \"800000\",\n"
    "              \"split\": [{\"over\": \"rep\", \"by\": \"equal\"}, {\"over\": \"quarter\", \"by\": \"equal\"}],\n"
    "              \"rounding\": {\"unit\": \"100\"}}],\n"
    " \"incentives\": [{\"file\": \"ae-2026.json\"}]}";

static const char PLAN[] =
    "{\"attain\": \"incentive/1\", \"id\": \"ae-2026\", \"currency\": \"EUR\", \"for\": \"role == 'ae'\", \"period\": \"quarter\",\n"
    " \"components\": [{\"id\": \"new-business\", \"measure\": \"won_amount\",\n"
    "   \"payout\": {\"kind\": \"tiers\", \"method\": \"marginal\", \"over\": {\"attainment\": \"quota-2026\"},\n"
    "              \"bands\": [{\"from\": \"0%\", \"pays\": \"6%\"}, {\"from\": \"80%\", \"pays\": \"8%\"}, {\"from\": \"100%\", \"pays\": \"12.5%\"}]},\n"
    "   \"cap\": \"40000\"}]}";

static void print_findings(const attain_error* findings) {
  int64_t i;
  for (i = 0; i < attain_error_count(findings); ++i) {
    attain_finding finding;
    memset(&finding, 0, sizeof finding);
    finding.struct_size = sizeof finding;
    if (attain_error_finding(findings, i, &finding) == ATTAIN_OK) printf("  %s\n", finding.text.data);
  }
}

/* Moves all rows of a cursor into a table. */
static attain_code fill(attain_dataset* data, const char* table, cursor* rows, const char* const* names, attain_error** err) {
  attain_str cells[16];
  attain_code code;
  int i;
  for (i = 0; i < rows->columns; ++i) {
    cells[i].data = names[i];
    cells[i].size = ATTAIN_NUL;
  }
  code = attain_dataset_add_rows(data, table, ATTAIN_NUL, cells, rows->columns, err);
  while (code == ATTAIN_OK && cursor_next(rows)) {
    for (i = 0; i < rows->columns; ++i) {
      cells[i].data = cursor_text(rows, i);
      cells[i].size = ATTAIN_NUL;
    }
    code = attain_dataset_append(data, table, ATTAIN_NUL, cells, 1, err);
  }
  return code;
}

/* A loop over result rows: one line per statement. */
static attain_code print_statements(const attain_result* result, attain_error** err) {
  static const char* const names[] = {"rep_id", "period", "earned", "paid", "currency", "status"};
  attain_column columns[6];
  attain_code code = ATTAIN_OK;
  int64_t row;
  int i;
  memset(columns, 0, sizeof columns);
  for (i = 0; i < 6 && code == ATTAIN_OK; ++i) {
    columns[i].struct_size = sizeof columns[i];
    code = attain_result_column(result, "statements", ATTAIN_NUL, names[i], ATTAIN_NUL, &columns[i], err);
  }
  for (row = 0; code == ATTAIN_OK && row < columns[0].length; ++row) {
    for (i = 0; i < 6 && code == ATTAIN_OK; ++i) {
      char text[64];
      size_t size = 0;
      int32_t missing = 0;
      code = attain_column_text(&columns[i], row, text, sizeof text, &size, &missing, err);
      if (code == ATTAIN_OK) printf("%s%s", i == 0 ? "" : "  ", missing ? "-" : text);
    }
    printf("\n");
  }
  return code;
}

int main(void) {
  static const char* const deal_columns[] = {"deal_id", "owner_id", "amount", "ccy", "closed", "outcome"};
  static const char* const rep_columns[] = {"rep_id", "role"};
  cursor deals = {DEALS, 6, 5, -1};
  cursor reps = {REPS, 2, 2, -1};
  attain_dataset* data = NULL;
  attain_model* model = NULL;
  attain_result* result = NULL;
  attain_error* err = NULL;
  attain_error* findings = NULL;
  attain_document documents[2];
  attain_run_options options;
  attain_str text = {NULL, 0};
  attain_code code;

  memset(documents, 0, sizeof documents);
  documents[0].struct_size = documents[1].struct_size = sizeof documents[0];
  documents[0].name = "sales-2026.json";
  documents[0].text = MODEL;
  documents[1].name = "ae-2026.json";
  documents[1].text = PLAN;

  code = attain_dataset_new(&data, &err);
  if (code == ATTAIN_OK) code = fill(data, "deals", &deals, deal_columns, &err);
  if (code == ATTAIN_OK) code = fill(data, "reps", &reps, rep_columns, &err);
  if (code == ATTAIN_OK) code = attain_model_prepare(documents, 2, data, &model, &err);

  attain_run_options_init(&options, sizeof options);
  options.period = "2026-Q1";
  if (code == ATTAIN_OK) code = attain_model_calculate(model, &options, &result, &err);
  if (code == ATTAIN_OK) code = print_statements(result, &err);
  if (code == ATTAIN_OK) {
    code = attain_result_explain(result, "R-104", ATTAIN_NUL, NULL, 0, ATTAIN_FORMAT_TEXT, NULL, 0, &text, &err);
  }
  if (code == ATTAIN_OK) printf("\n%s", text.data);
  if (code == ATTAIN_OK) code = attain_result_findings(result, &findings, &err);
  if (code == ATTAIN_OK && findings != NULL) {
    printf("\nfindings\n");
    print_findings(findings);
  }
  if (code != ATTAIN_OK) print_findings(err);

  attain_free((void*)text.data);
  attain_error_free(findings);
  attain_error_free(err);
  attain_result_free(result);
  attain_model_free(model);
  attain_dataset_free(data);
  return code == ATTAIN_OK ? 0 : 1;
}
