/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * 8,800 opportunities of a real CRM through the C library: what was won in 2017, and what one agent
 * is paid for its third quarter.
 *
 *   crm_opportunities_test DATA MODELS      folders of the CSV files, which have no quotes, and of
 * the documents */
#include "files.h"

/* The sum over all periods of a measure for one entity; all values are whole. */
static long total(const attain_result* result, const char* measure, const char* kind,
                  const char* entity) {
  const attain_column measures = column_of(result, "series", "measure");
  const attain_column kinds = column_of(result, "series", "entity_kind");
  const attain_column entities = column_of(result, "series", "entity_id");
  const attain_column values = column_of(result, "series", "value");
  long sum = 0;
  int64_t row;
  for (row = 0; row < values.length; ++row) {
    char text[64];
    if (strcmp(cell(&measures, row, text, sizeof text), measure) != 0 ||
        strcmp(cell(&kinds, row, text, sizeof text), kind) != 0 ||
        strcmp(cell(&entities, row, text, sizeof text), entity) != 0) {
      continue;
    }
    sum += atol(cell(&values, row, text, sizeof text));
  }
  return sum;
}

int main(int argc, char** argv) {
  static const char* const files[] = {"sales_teams.csv", "products.csv", "accounts.csv",
                                      "sales_pipeline.csv"};
  static const char* const names[] = {"sales-2017.json", "ae-2017.json"};
  attain_dataset* data = NULL;
  attain_model* model = NULL;
  attain_result* year = NULL;
  attain_result* quarter = NULL;
  attain_error* err = NULL;
  attain_document documents[2];
  attain_run_options options;
  attain_column reps;
  attain_column paid;
  char* texts_of[2];
  char* there;
  int64_t row;
  int found = 0;
  int i;
  if (argc != 3) return 2;
  there = read_text(argv[1], files[3]);
  if (there == NULL) {
    printf("skipped: no ../shared\n");
    return 77;
  }
  free(there);

  CHECK_CODE(ATTAIN_OK, attain_dataset_new(&data, NULL));
  for (i = 0; i < 4; ++i) row = add_file(data, argv[1], files[i]);
  CHECK(row == 8800);
  memset(documents, 0, sizeof documents);
  for (i = 0; i < 2; ++i) {
    texts_of[i] = read_text(argv[2], names[i]);
    CHECK(texts_of[i] != NULL);
    documents[i].struct_size = sizeof documents[i];
    documents[i].name = names[i];
    documents[i].text = texts_of[i];
  }
  if (attain_model_prepare(documents, 2, data, &model, &err) != ATTAIN_OK) {
    attain_str message;
    attain_error_message(err, &message);
    fprintf(stderr, "%s\n", message.data);
    return 1;
  }

  attain_run_options_init(&options, sizeof options);
  options.period = "2017";
  CHECK_CODE(ATTAIN_OK, attain_model_calculate(model, &options, &year, NULL));
  printf("won in 2017: %ld\n", total(year, "won_amount", "company", "company"));
  CHECK(total(year, "won_amount", "company", "company") == 10005534);
  CHECK(total(year, "won_amount", "unit", "Central") == 3346293);
  CHECK(total(year, "won_amount", "unit", "West") == 3568647);
  CHECK(total(year, "won_amount", "unit", "East") == 3090594);

  options.period = "2017-Q3";
  CHECK_CODE(ATTAIN_OK, attain_model_calculate(model, &options, &quarter, NULL));
  reps = column_of(quarter, "statements", "rep_id");
  paid = column_of(quarter, "statements", "paid");
  for (row = 0; row < reps.length; ++row) {
    char text[64];
    if (strcmp(cell(&reps, row, text, sizeof text), "Darcel Schlecht") != 0) continue;
    cell(&paid, row, text, sizeof text);
    printf("Darcel Schlecht is paid for 2017-Q3: %s\n", text);
    CHECK(strcmp(text, "26300.21") == 0);
    ++found;
  }
  CHECK(found == 1);

  attain_result_free(quarter);
  attain_result_free(year);
  attain_model_free(model);
  attain_dataset_free(data);
  free(texts_of[0]);
  free(texts_of[1]);
  return 0;
}
