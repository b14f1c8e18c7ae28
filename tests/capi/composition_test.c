/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * One company with everything at once through the C library: every statement of four quarters as
 * an exact calculation of its own has it.
 *
 *   capi_composition_test FOLDER      case.json (with the model), tables and expected.csv */
#include "files.h"

/* The object behind "model": in a document, ended by a NUL byte where it ends. */
static char* model_in(char* text) {
  char* begin = strstr(text, "\"model\": {");
  char* at;
  int depth = 0;
  int quoted = 0;
  CHECK(begin != NULL);
  begin = strchr(begin, '{');
  for (at = begin; *at != '\0'; ++at) {
    if (*at == '\\') {
      ++at;
    } else if (*at == '"') {
      quoted = !quoted;
    } else if (!quoted && *at == '{') {
      ++depth;
    } else if (!quoted && *at == '}' && --depth == 0) {
      at[1] = '\0';
      return begin;
    }
  }
  CHECK(depth == 0);
  return NULL;
}

/* A number without zeros at its end. */
static const char* shortened(char* number) {
  size_t size = strlen(number);
  if (strchr(number, '.') == NULL) return number;
  while (number[size - 1] == '0') --size;
  if (number[size - 1] == '.') --size;
  number[size] = '\0';
  return number;
}

int main(int argc, char** argv) {
  static const char* const files[] = {"reps.csv",        "products.csv",         "transactions.csv",
                                      "txn_credits.csv", "plan_assignments.csv", "fx_rates.csv",
                                      "org_units.csv",   "rep_units.csv"};
  attain_dataset* data = NULL;
  attain_model* model = NULL;
  attain_result* year = NULL;
  attain_error* err = NULL;
  attain_document document;
  attain_run_options options;
  char* text;
  char* expected;
  const char* at;
  int64_t row = 0;
  size_t i;
  if (argc != 2) return 2;
  CHECK_CODE(ATTAIN_OK, attain_dataset_new(&data, NULL));
  for (i = 0; i < sizeof files / sizeof *files; ++i) add_file(data, argv[1], files[i]);
  text = read_text(argv[1], "case.json");
  expected = read_text(argv[1], "expected.csv");
  CHECK(text != NULL && expected != NULL);
  memset(&document, 0, sizeof document);
  document.struct_size = sizeof document;
  document.name = "company.json";
  document.text = model_in(text);
  if (attain_model_prepare(&document, 1, data, &model, &err) != ATTAIN_OK) {
    attain_str message;
    attain_error_message(err, &message);
    fprintf(stderr, "%s\n", message.data);
    return 1;
  }
  attain_run_options_init(&options, sizeof options);
  options.period = "2026";
  CHECK_CODE(ATTAIN_OK, attain_model_calculate(model, &options, &year, NULL));
  /* A line of expected.csv: plan, rep_id, period, and every column of money but the rounding. */
  for (at = strchr(expected, '\n'); at != NULL && at[1] != '\0'; at = strchr(at, '\n'), ++row) {
    static const char* const names[] = {"plan",      "rep_id",  "period",   "earned",
                                        "adjusted",  "held",    "released", "drawn",
                                        "recovered", "carried", "paid"};
    for (i = 0, ++at; i < sizeof names / sizeof *names; ++i) {
      const size_t size = strcspn(at, ",\r\n");
      const attain_column column = column_of(year, "statements", names[i]);
      char want[64];
      char got[64];
      CHECK(size < sizeof want && row < column.length);
      memcpy(want, at, size);
      want[size] = '\0';
      cell(&column, row, got, sizeof got);
      if (strcmp(shortened(got), want) != 0) {
        fprintf(stderr, "row %d %s: %s, expected %s\n", (int)row, names[i], got, want);
        return 1;
      }
      at += size + (at[size] == ',');
    }
  }
  CHECK(row == column_of(year, "statements", "paid").length && row == 24);
  printf("%d statements as expected\n", (int)row);
  attain_result_free(year);
  attain_model_free(model);
  attain_dataset_free(data);
  free(text);
  free(expected);
  return 0;
}
