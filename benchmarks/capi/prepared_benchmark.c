/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * How long one payee takes on a prepared model with 20 overriding rows: 200 reps, 50 deals each, a
 * quota, marginal tiers, a cap.
 *
 *   cc -O2 -I capi/include benchmarks/capi/prepared_benchmark.c -lattain -o prepared_benchmark &&
 * ./prepared_benchmark
 *
 * Prints microseconds, the best and the median of many calls: with the rows in a dataset made
 * before, and with a dataset made from plain columns each time. */
#define _POSIX_C_SOURCE 199309L
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "attain/c_api.h"

enum { kReps = 200, kDealsEach = 50, kRows = 20, kColumns = 6, kCalls = 20000 };

static const char kModel[] =
    "{\"attain\": \"model/1\", \"id\": \"sales-2026\", \"currency\": \"EUR\","
    " \"measures\": [{\"id\": \"won_amount\", \"kind\": \"sum\", \"of\": \"deals.amount\", "
    "\"where\": \"outcome == 'won'\", \"date\": \"closed\"}],"
    " \"targets\": [{\"id\": \"quota-2026\", \"measure\": \"won_amount\", \"period\": \"2026\", "
    "\"total\": \"80000000\","
    "  \"split\": [{\"over\": \"rep\", \"by\": \"equal\"}, {\"over\": \"quarter\", \"by\": "
    "\"equal\"}]}],"
    " \"incentives\": [{\"id\": \"ae-2026\", \"currency\": \"EUR\", \"period\": \"quarter\", "
    "\"components\": [{\"id\": \"new-business\","
    "  \"measure\": \"won_amount\", \"payout\": {\"kind\": \"tiers\", \"method\": \"marginal\", "
    "\"over\": {\"attainment\": \"quota-2026\"},"
    "  \"bands\": [{\"from\": \"0%\", \"pays\": \"6%\"}, {\"from\": \"80%\", \"pays\": \"8%\"}, "
    "{\"from\": \"100%\", \"pays\": \"12.5%\"}]},"
    "  \"cap\": \"40000\"}]}]}";
static const char* const kNames[kColumns] = {"deal_id", "owner_id", "amount",
                                             "ccy",     "closed",   "outcome"};

static void must(attain_code code, attain_error* err) {
  attain_str text = {NULL, 0};
  if (code == ATTAIN_OK) return;
  if (err != NULL && attain_error_message(err, &text) == ATTAIN_OK)
    fprintf(stderr, "%.*s\n", (int)text.size, text.data);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec * 1e6 + (double)time.tv_nsec / 1e3;
}

static int by_size(const void* a, const void* b) {
  const double x = *(const double*)a;
  const double y = *(const double*)b;
  return (x > y) - (x < y);
}

static void add(attain_dataset* data, const char* table, const char* const* names, int columns,
                char (*cells)[16], int rows) {
  attain_str head[kColumns];
  attain_str* all = calloc((size_t)(rows * columns), sizeof *all);
  attain_error* err = NULL;
  int i;
  if (all == NULL) exit(1);
  for (i = 0; i < columns; ++i) {
    head[i].data = names[i];
    head[i].size = ATTAIN_NUL;
  }
  for (i = 0; i < rows * columns; ++i) {
    all[i].data = cells[i];
    all[i].size = ATTAIN_NUL;
  }
  must(attain_dataset_add_rows(data, table, ATTAIN_NUL, head, columns, &err), err);
  must(attain_dataset_append(data, table, ATTAIN_NUL, all, rows, &err), err);
  free(all);
}

static void deal(char (*cells)[16], int number, int rep, int day, int cents) {
  snprintf(cells[0], 16, "D-%06d", number);
  snprintf(cells[1], 16, "R-%03d", rep);
  snprintf(cells[2], 16, "%d.%02d", cents / 100, cents % 100);
  strcpy(cells[3], "EUR");
  snprintf(cells[4], 16, "2026-%02d-%02d", 1 + day / 28 % 3, 1 + day % 28);
  strcpy(cells[5], number % 4 == 0 ? "lost" : "won");
}

/* The rows as six text columns. */
static void columns_of(char (*cells)[16], attain_column* columns, int32_t (*offsets)[kRows + 1],
                       char (*bytes)[16 * kRows]) {
  int column;
  int row;
  memset(columns, 0, kColumns * sizeof *columns);
  for (column = 0; column < kColumns; ++column) {
    int32_t end = 0;
    for (row = 0; row < kRows; ++row) {
      const char* cell = cells[row * kColumns + column];
      offsets[column][row] = end;
      memcpy(bytes[column] + end, cell, strlen(cell));
      end += (int32_t)strlen(cell);
    }
    offsets[column][kRows] = end;
    columns[column].struct_size = sizeof *columns;
    columns[column].type = ATTAIN_TYPE_TEXT32;
    columns[column].length = kRows;
    columns[column].name = kNames[column];
    columns[column].data = bytes[column];
    columns[column].offsets = offsets[column];
  }
}

static void run(const attain_model* model, attain_dataset* rows, const attain_column* columns,
                const char* what) {
  static double times[kCalls];
  attain_run_options options;
  int call;
  attain_run_options_init(&options, sizeof options);
  options.period = "2026-Q1";
  options.payee = "R-104";
  for (call = 0; call < kCalls; ++call) {
    attain_result* result = NULL;
    attain_error* err = NULL;
    attain_dataset* made = NULL;
    const double start = now();
    if (columns != NULL) {
      must(attain_dataset_new(&made, &err), err);
      must(attain_dataset_add_columns(made, "deals", ATTAIN_NUL, columns, kColumns, &err), err);
    }
    options.overriding = columns != NULL ? made : rows;
    must(attain_model_calculate(model, &options, &result, &err), err);
    attain_result_free(result);
    attain_dataset_free(made);
    times[call] = now() - start;
  }
  qsort(times, kCalls, sizeof *times, by_size);
  printf("%-52s best %6.2f us   median %6.2f us\n", what, times[0], times[kCalls / 2]);
}

int main(void) {
  static char reps[kReps * 2][16];
  static char deals[kReps * kDealsEach * kColumns][16];
  static char given[kRows * kColumns][16];
  static char bytes[kColumns][16 * kRows];
  static int32_t offsets[kColumns][kRows + 1];
  static const char* const rep_names[] = {"rep_id", "role"};
  attain_column columns[kColumns];
  attain_dataset* data = NULL;
  attain_dataset* rows = NULL;
  attain_model* model = NULL;
  attain_error* err = NULL;
  attain_document document;
  int i;
  for (i = 0; i < kReps; ++i) {
    snprintf(reps[2 * i], 16, "R-%03d", i);
    strcpy(reps[2 * i + 1], "ae");
  }
  for (i = 0; i < kReps * kDealsEach; ++i)
    deal(&deals[i * kColumns], i, i % kReps, i * 7, 100000 + i * 37 % 500000);
  for (i = 0; i < kRows; ++i)
    deal(&given[i * kColumns], i < 10 ? 104 + i * kReps : 900000 + i, 104, i * 3, 200000 + i * 991);
  must(attain_dataset_new(&data, &err), err);
  must(attain_dataset_new(&rows, &err), err);
  add(data, "reps", rep_names, 2, reps, kReps);
  add(data, "deals", kNames, kColumns, deals, kReps * kDealsEach);
  add(rows, "deals", kNames, kColumns, given, kRows);
  memset(&document, 0, sizeof document);
  document.struct_size = sizeof document;
  document.name = "sales-2026.json";
  document.text = kModel;
  must(attain_model_prepare(&document, 1, data, &model, &err), err);
  columns_of(given, columns, offsets, bytes);
  run(model, rows, NULL, "one payee, 20 overriding rows, made before:");
  run(model, NULL, columns, "one payee, 20 overriding rows, made each time:");
  attain_model_free(model);
  attain_dataset_free(rows);
  attain_dataset_free(data);
  return 0;
}
