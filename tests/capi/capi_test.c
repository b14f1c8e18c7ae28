/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * The C library from C99: the way of a caller, every pointer that must not be NULL, structures of
 * other versions, order of freeing. */
#include "fixture.h"

static attain_dataset* new_data(void) {
  attain_dataset* data = NULL;
  attain_error* err = NULL;
  CHECK_CODE(ATTAIN_OK, attain_dataset_new(&data, &err));
  CHECK_CODE(ATTAIN_OK, fill_tables(data, &err));
  CHECK(err == NULL);
  return data;
}

static attain_model* new_model(const attain_dataset* data) {
  attain_document documents[2];
  attain_model* model = NULL;
  fill_documents(documents);
  CHECK_CODE(ATTAIN_OK, attain_model_prepare(documents, 2, data, &model, NULL));
  return model;
}

static attain_result* calculate(const attain_model* model, const char* payee,
                                const attain_dataset* overriding) {
  attain_run_options options;
  attain_result* result = NULL;
  attain_error* err = NULL;
  attain_run_options_init(&options, sizeof options);
  options.period = "2026-Q1";
  options.payee = payee;
  options.overriding = overriding;
  if (attain_model_calculate(model, &options, &result, &err) != ATTAIN_OK) {
    attain_str message;
    attain_error_message(err, &message);
    fprintf(stderr, "%s\n", message.data);
    exit(1);
  }
  return result;
}

static void check_cell(const attain_result* result, const char* table, const char* name,
                       int64_t row, const char* want) {
  attain_column column;
  char text[200];
  size_t size = 0;
  int32_t missing = 0;
  memset(&column, 0, sizeof column);
  column.struct_size = sizeof column;
  CHECK_CODE(ATTAIN_OK,
             attain_result_column(result, table, ATTAIN_NUL, name, ATTAIN_NUL, &column, NULL));
  CHECK_CODE(ATTAIN_OK, attain_column_text(&column, row, text, sizeof text, &size, &missing, NULL));
  if (strcmp(text, want) != 0) {
    fprintf(stderr, "%s %s row %d: %s, not %s\n", table, name, (int)row, text, want);
    exit(1);
  }
  CHECK(size == strlen(want));
}

static void versions_agree(void) {
  char version[32];
  snprintf(version, sizeof version, "%d.%d.%d", ATTAIN_VERSION_MAJOR, ATTAIN_VERSION_MINOR,
           ATTAIN_VERSION_PATCH);
  CHECK(strcmp(attain_version_string(), version) == 0);
  CHECK(attain_abi_version() == ATTAIN_ABI_VERSION);
  CHECK(strstr(attain_build_info(), "\"abseil\"") != NULL);
  attain_free(NULL);
}

static void statements_and_reasons(void) {
  attain_dataset* data = new_data();
  attain_model* model = new_model(data);
  attain_result* result = calculate(model, NULL, NULL);
  attain_error* findings = NULL;
  attain_finding finding;
  attain_str text;
  attain_str name;
  struct ArrowArrayStream stream;
  struct ArrowSchema schema;
  struct ArrowArray array;
  int64_t i;
  int bad_currency = 0;
  attain_dataset_free(data); /* children keep what they come from alive */
  attain_model_free(model);
  check_cell(result, "statements", "rep_id", 0, "R-104");
  check_cell(result, "statements", "paid", 0, "8650");
  check_cell(result, "statements", "paid", 1, "2700");
  check_cell(result, "attainment", "status", 0, "ok");
  CHECK_CODE(ATTAIN_OK, attain_result_explain(result, "R-104", ATTAIN_NUL, NULL, 0,
                                              ATTAIN_FORMAT_TEXT, NULL, 0, &text, NULL));
  CHECK(strstr(text.data, "8,650.00 EUR") != NULL);
  CHECK(text.size == strlen(text.data));
  attain_free((void*)text.data);
  CHECK_CODE(ATTAIN_OK, attain_result_explain(result, "R-104", 5, "ae-2026", 7, ATTAIN_FORMAT_JSON,
                                              "zh", 2, &text, NULL));
  CHECK(text.data[0] == '[');
  attain_free((void*)text.data);
  CHECK_CODE(ATTAIN_NOT_FOUND, attain_result_explain(result, "R-9", ATTAIN_NUL, NULL, 0,
                                                     ATTAIN_FORMAT_TEXT, NULL, 0, &text, NULL));
  CHECK(text.data == NULL);
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT,
             attain_result_explain(result, "R-104", ATTAIN_NUL, NULL, 0, 9, NULL, 0, &text, NULL));
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT,
             attain_result_explain(result, "R-104", ATTAIN_NUL, NULL, 0, 1, "xx", 2, &text, NULL));
  CHECK_CODE(ATTAIN_OK, attain_result_findings(result, &findings, NULL));
  CHECK(attain_error_code(findings) == ATTAIN_OK);
  for (i = 0; i < attain_error_count(findings); ++i) {
    memset(&finding, 0, sizeof finding);
    finding.struct_size = sizeof finding;
    CHECK_CODE(ATTAIN_OK, attain_error_finding(findings, i, &finding));
    if (strcmp(finding.table.data, "deals") == 0 && finding.row == 5) bad_currency = 1;
  }
  CHECK(bad_currency);
  attain_error_free(findings);
  for (i = 0; attain_result_table_name(result, i, &name, NULL) == ATTAIN_OK; ++i) {
    CHECK_CODE(ATTAIN_OK, attain_result_table(result, name.data, name.size, &stream, NULL));
    CHECK(stream.get_schema(&stream, &schema) == 0);
    CHECK(strcmp(schema.format, "+s") == 0);
    CHECK(stream.get_next(&stream, &array) == 0);
    if (array.release != NULL) array.release(&array);
    schema.release(&schema);
    stream.release(&stream);
  }
  CHECK(i == 14);
  CHECK_CODE(ATTAIN_NOT_FOUND, attain_result_table(result, "statement", ATTAIN_NUL, &stream, NULL));
  CHECK(stream.release == NULL);
  attain_result_free(result);
}

static void what_if_update_and_compare(void) {
  attain_dataset* data = new_data();
  attain_model* model = new_model(data);
  attain_model* updated = NULL;
  attain_dataset* change = NULL;
  attain_error* err = NULL;
  attain_result* before = calculate(model, NULL, NULL);
  attain_result* what_if;
  attain_result* after;
  attain_result* restated = NULL;
  attain_result* back = NULL;
  attain_run_options options;
  struct ArrowArrayStream stream;
  struct ArrowArray array;
  CHECK_CODE(ATTAIN_OK, attain_dataset_new(&change, &err));
  CHECK_CODE(ATTAIN_OK, fill_change(change, &err));
  what_if = calculate(model, "R-104", change);
  check_cell(what_if, "statements", "paid", 0, "9900");
  CHECK_CODE(ATTAIN_OK, attain_model_update(model, change, &updated, &err));
  after = calculate(updated, NULL, NULL);
  check_cell(after, "statements", "paid", 0, "9900");
  check_cell(before, "statements", "paid", 0, "8650");
  CHECK_CODE(ATTAIN_OK, attain_result_compare(after, before, &stream, &err));
  CHECK(stream.get_next(&stream, &array) == 0);
  CHECK(array.length == 3); /* credit D-2, earned, paid */
  array.release(&array);
  stream.release(&stream);
  CHECK_CODE(ATTAIN_OK, attain_result_compare(before, before, &stream, &err));
  stream.release(&stream);
  /* The same by cause: the result restates the earlier one, which may be freed before the table is
   * asked for. */
  attain_run_options_init(&options, sizeof options);
  options.period = "2026-Q1";
  options.restates = before;
  CHECK_CODE(ATTAIN_OK, attain_model_calculate(updated, &options, &restated, &err));
  attain_result_free(before);
  check_cell(restated, "deltas", "cause", 0, "correction");
  check_cell(restated, "deltas", "transaction_id", 0, "D-2");
  check_cell(restated, "deltas", "difference", 0, "1250");
  check_cell(restated, "deltas", "cause", 2, "total");
  check_cell(restated, "deltas", "period", 2, "2026-Q1");
  options.restates = restated;
  options.frozen_until_day = 20543; /* 31 March 2026 */
  CHECK_CODE(ATTAIN_OK, attain_model_calculate(model, &options, &back, &err));
  check_cell(back, "deltas", "difference", 2, "-1250");
  check_cell(back, "deltas", "source_period", 2, "2026-Q1");
  check_cell(back, "deltas", "period", 2, "2026-Q2");
  attain_result_free(restated);
  attain_result_free(back);
  attain_result_free(what_if);
  attain_result_free(after);
  attain_model_free(model);
  attain_model_free(updated);
  attain_dataset_free(change);
  attain_dataset_free(data);
}

static void a_typing_error_is_found_with_its_place(void) {
  static const char broken[] =
      "{\"attain\": \"incentive/1\", \"id\": \"p\", \"currency\": \"EUR\",\n"
      " \"components\": [{\"id\": \"c\", \"measure\": \"m\", \"payout\": {\"kind\": \"tiers\", "
      "\"method\": \"marginal\", \"over\": {\"attainment\": \"q\"},\n"
      "   \"bands\": [{\"form\": \"0%\", \"pays\": \"6%\"}]}, \"capp\": \"4\"}]}";
  attain_document document;
  attain_error* findings = NULL;
  attain_finding finding;
  attain_str text;
  memset(&document, 0, sizeof document);
  document.struct_size = sizeof document;
  document.name = "plan.json";
  document.text = broken;
  CHECK_CODE(ATTAIN_OK, attain_document_check(&document, 1, &findings, NULL));
  CHECK(attain_error_count(findings) >= 2);
  memset(&finding, 0, sizeof finding);
  finding.struct_size = sizeof finding;
  CHECK_CODE(ATTAIN_OK, attain_error_finding(findings, 0, &finding));
  CHECK(finding.reason == ATTAIN_REASON_UNKNOWN_KEY);
  CHECK(finding.line == 3);
  CHECK(strstr(finding.hint.data, "from") != NULL);
  CHECK(strcmp(finding.document.data, "plan.json") == 0);
  CHECK_CODE(ATTAIN_OUT_OF_RANGE, attain_error_finding(findings, -1, &finding));
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_error_finding(findings, 0, NULL));
  finding.struct_size = 4;
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_error_finding(findings, 0, &finding));
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_error_message(findings, NULL));
  attain_error_free(findings);
  CHECK_CODE(ATTAIN_OK, attain_error_message(NULL, &text));
  CHECK(text.size == 0);
  CHECK(attain_error_count(NULL) == 0);
  CHECK_CODE(ATTAIN_OK, attain_document_replace(&document, "components[c].capp", ATTAIN_NUL, "5",
                                                ATTAIN_NUL, &text, NULL));
  CHECK(strstr(text.data, "\"capp\": 5") != NULL);
  attain_free((void*)text.data);
  CHECK(attain_document_replace(&document, "nowhere[x].y", ATTAIN_NUL, "5", ATTAIN_NUL, &text,
                                NULL) != ATTAIN_OK);
  CHECK_CODE(ATTAIN_OK, attain_document_schema("model", ATTAIN_NUL, &text, NULL));
  CHECK(strstr(text.data, "measures") != NULL);
  attain_free((void*)text.data);
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_document_schema("modle", ATTAIN_NUL, &text, NULL));
}

static void expressions_run_over_tables(void) {
  attain_dataset* data = new_data();
  struct ArrowArrayStream stream;
  attain_error* err = NULL;
  CHECK_CODE(ATTAIN_OK, attain_dataset_evaluate(data, "deals", ATTAIN_NUL, "outcome == 'won'",
                                                ATTAIN_NUL, &stream, NULL));
  stream.release(&stream);
  CHECK(attain_dataset_evaluate(data, "deals", ATTAIN_NUL, "outcome ==", ATTAIN_NUL, &stream,
                                &err) != ATTAIN_OK);
  CHECK(attain_error_count(err) >= 1);
  CHECK(attain_error_code(err) == ATTAIN_INVALID_ARGUMENT);
  attain_error_free(err);
  CHECK_CODE(ATTAIN_NOT_FOUND,
             attain_dataset_evaluate(data, "deal", ATTAIN_NUL, "true", ATTAIN_NUL, &stream, NULL));
  /* What came out of one dataset goes into another, moved. */
  CHECK_CODE(ATTAIN_OK, attain_dataset_evaluate(data, "deals", ATTAIN_NUL, "amount", ATTAIN_NUL,
                                                &stream, NULL));
  CHECK_CODE(ATTAIN_OK, attain_dataset_add_stream(data, "copy", ATTAIN_NUL, &stream, NULL));
  CHECK(stream.release == NULL);
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT,
             attain_dataset_add_stream(data, "copy", ATTAIN_NUL, &stream, NULL));
  CHECK_CODE(ATTAIN_OK,
             attain_dataset_evaluate(data, "copy", ATTAIN_NUL, "value", ATTAIN_NUL, &stream, NULL));
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT,
             attain_dataset_add_stream(NULL, "copy", ATTAIN_NUL, &stream, NULL));
  CHECK(stream.release == NULL); /* moved on failure too */
  attain_dataset_free(data);
}

static void states_merge_exactly(void) {
  attain_document documents[2];
  attain_dataset* data = new_data();
  attain_state* a = NULL;
  attain_state* b = NULL;
  attain_state* read = NULL;
  void* bytes = NULL;
  void* again = NULL;
  size_t size = 0;
  size_t size_again = 0;
  struct ArrowArrayStream stream;
  struct ArrowArray array;
  fill_documents(documents);
  CHECK_CODE(ATTAIN_OK, attain_state_new(documents, 2, "won_amount", ATTAIN_NUL, &a, NULL));
  CHECK_CODE(ATTAIN_OK, attain_state_new(documents, 2, "won_amount", ATTAIN_NUL, &b, NULL));
  CHECK(attain_state_new(documents, 2, "won", ATTAIN_NUL, &read, NULL) != ATTAIN_OK);
  CHECK_CODE(ATTAIN_OK, attain_state_update(a, data, NULL));
  CHECK_CODE(ATTAIN_OK, attain_state_serialize(a, &bytes, &size, NULL));
  CHECK(size > 24 && memcmp(bytes, "ATST\x01\0\0\0", 8) == 0);
  CHECK_CODE(ATTAIN_OK, attain_state_deserialize(bytes, size, &read, NULL));
  CHECK_CODE(ATTAIN_OK, attain_state_merge(b, read, NULL));
  CHECK_CODE(ATTAIN_OK, attain_state_serialize(b, &again, &size_again, NULL));
  CHECK(size == size_again && memcmp(bytes, again, size) == 0);
  CHECK_CODE(ATTAIN_OK, attain_state_finalize(b, &stream, NULL));
  CHECK(stream.get_next(&stream, &array) == 0);
  CHECK(array.length > 0);
  array.release(&array);
  stream.release(&stream);
  attain_state_free(read);
  ((unsigned char*)bytes)[size / 2] ^= 1;
  CHECK_CODE(ATTAIN_DATA_LOSS, attain_state_deserialize(bytes, size, &read, NULL));
  CHECK_CODE(ATTAIN_DATA_LOSS, attain_state_deserialize(bytes, 3, &read, NULL));
  attain_free(bytes);
  attain_free(again);
  attain_state_free(b);
  CHECK_CODE(ATTAIN_OK, attain_state_new(documents, 2, "win_rate", ATTAIN_NUL, &b, NULL));
  CHECK_CODE(ATTAIN_FAILED_PRECONDITION, attain_state_merge(a, b, NULL));
  attain_state_free(a);
  attain_state_free(b);
  attain_dataset_free(data);
}

static int32_t stop(int64_t done, int64_t total, void* context) {
  CHECK(done <= total);
  ++*(int*)context;
  return 1;
}

static void options_of_other_versions(void) {
  attain_dataset* data = new_data();
  attain_model* model = new_model(data);
  attain_result* result = NULL;
  struct {
    attain_run_options known;
    uint64_t later;
  } newer;
  int calls = 0;
  memset(&newer, 0, sizeof newer);
  attain_run_options_init(&newer.known, sizeof newer);
  newer.known.period = "2026-Q1";
  CHECK_CODE(ATTAIN_OK, attain_model_calculate(model, &newer.known, &result, NULL));
  attain_result_free(result);
  newer.later = 1;
  CHECK_CODE(ATTAIN_UNIMPLEMENTED, attain_model_calculate(model, &newer.known, &result, NULL));
  CHECK(result == NULL);
  newer.later = 0;
  newer.known.struct_size = 8;
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_model_calculate(model, &newer.known, &result, NULL));
  attain_run_options_init(&newer.known, sizeof newer.known);
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT,
             attain_model_calculate(model, &newer.known, &result, NULL)); /* no period */
  newer.known.period = "2026-Q1";
  newer.known.payee = "R-9";
  CHECK_CODE(ATTAIN_NOT_FOUND, attain_model_calculate(model, &newer.known, &result, NULL));
  newer.known.payee = NULL;
  newer.known.threads = 300;
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_model_calculate(model, &newer.known, &result, NULL));
  newer.known.threads = 2;
  newer.known.as_of_day = 20544;
  CHECK_CODE(ATTAIN_OK, attain_model_calculate(model, &newer.known, &result, NULL));
  attain_result_free(result);
  newer.known.progress = stop;
  newer.known.progress_context = &calls;
  CHECK_CODE(ATTAIN_CANCELLED, attain_model_calculate(model, &newer.known, &result, NULL));
  CHECK(calls == 1);
  attain_run_options_init(NULL, sizeof newer.known);
  attain_model_free(model);
  attain_dataset_free(data);
}

static void null_is_refused_everywhere(void) {
  attain_dataset* data = new_data();
  attain_model* model = new_model(data);
  attain_result* result = calculate(model, NULL, NULL);
  attain_state* state = NULL;
  attain_model* no_model = NULL; /* what refused calls would set */
  attain_result* no_result = NULL;
  attain_state* no_state = NULL;
  attain_document documents[2];
  attain_column column;
  attain_str text;
  attain_str cell = {"x", 1};
  attain_str nothing = {NULL, 0};
  attain_run_options options;
  attain_error* findings = NULL;
  attain_error* err = NULL;
  struct ArrowArrayStream stream;
  void* bytes = NULL;
  size_t size = 0;
  char buffer[8];
  attain_run_options_init(&options, sizeof options);
  options.period = "2026-Q1";
  fill_documents(documents);
  memset(&column, 0, sizeof column);
  memset(&stream, 0, sizeof stream);
  column.struct_size = sizeof column;
  CHECK_CODE(ATTAIN_OK, attain_state_new(documents, 2, "won_amount", ATTAIN_NUL, &state, NULL));
#define REFUSED(call) CHECK_CODE(ATTAIN_INVALID_ARGUMENT, call)
  REFUSED(attain_dataset_new(NULL, &err));
  CHECK(attain_error_count(err) == 1);
  attain_error_free(err);
  REFUSED(attain_dataset_add_stream(data, NULL, 0, &stream, NULL));
  REFUSED(attain_dataset_add_stream(data, "t", 1, NULL, NULL));
  REFUSED(attain_dataset_add_columns(NULL, "t", 1, &column, 1, NULL));
  REFUSED(attain_dataset_add_columns(data, NULL, 1, &column, 1, NULL));
  REFUSED(attain_dataset_add_columns(data, "t", 1, NULL, 1, NULL));
  REFUSED(attain_dataset_add_columns(data, "t", 1, &column, -1, NULL));
  REFUSED(attain_dataset_add_columns(data, "t", 1, &column, 1, NULL)); /* no name */
  REFUSED(attain_dataset_add_rows(NULL, "t", 1, &cell, 1, NULL));
  REFUSED(attain_dataset_add_rows(data, NULL, 1, &cell, 1, NULL));
  REFUSED(attain_dataset_add_rows(data, "t", 1, NULL, 1, NULL));
  REFUSED(attain_dataset_add_rows(data, "t", 1, &cell, 0, NULL));
  REFUSED(attain_dataset_add_rows(data, "t", 1, &nothing, 1, NULL));
  REFUSED(attain_dataset_append(NULL, "deals", 5, &cell, 1, NULL));
  REFUSED(attain_dataset_append(data, NULL, 5, &cell, 1, NULL));
  REFUSED(attain_dataset_append(data, "deals", 5, NULL, 1, NULL));
  REFUSED(attain_dataset_append(data, "deals", 5, &cell, -1, NULL));
  CHECK_CODE(ATTAIN_NOT_FOUND, attain_dataset_append(data, "dealz", 5, &cell, 1, NULL));
  REFUSED(attain_dataset_evaluate(NULL, "deals", 5, "true", 4, &stream, NULL));
  REFUSED(attain_dataset_evaluate(data, NULL, 5, "true", 4, &stream, NULL));
  REFUSED(attain_dataset_evaluate(data, "deals", 5, NULL, 4, &stream, NULL));
  REFUSED(attain_dataset_evaluate(data, "deals", 5, "true", 4, NULL, NULL));
  REFUSED(attain_document_check(NULL, 1, &findings, NULL));
  REFUSED(attain_document_check(documents, 0, &findings, NULL));
  REFUSED(attain_document_check(documents, 2, NULL, NULL));
  REFUSED(attain_document_replace(NULL, "id", 2, "1", 1, &text, NULL));
  REFUSED(attain_document_replace(documents, NULL, 2, "1", 1, &text, NULL));
  REFUSED(attain_document_replace(documents, "id", 2, NULL, 1, &text, NULL));
  REFUSED(attain_document_replace(documents, "id", 2, "1", 1, NULL, NULL));
  REFUSED(attain_document_schema(NULL, 0, &text, NULL));
  REFUSED(attain_document_schema("model", 5, NULL, NULL));
  no_model = model;
  REFUSED(attain_model_prepare(NULL, 2, data, &no_model, NULL));
  CHECK(no_model == NULL);
  REFUSED(attain_model_prepare(documents, 2, NULL, &no_model, NULL));
  REFUSED(attain_model_prepare(documents, 2, data, NULL, NULL));
  REFUSED(attain_model_update(NULL, data, &no_model, NULL));
  REFUSED(attain_model_update(model, data, NULL, NULL));
  REFUSED(attain_model_findings(NULL, &findings, NULL));
  REFUSED(attain_model_findings(model, NULL, NULL));
  CHECK_CODE(ATTAIN_OK, attain_model_findings(model, &findings, NULL));
  attain_error_free(findings);
  no_result = result;
  REFUSED(attain_model_calculate(model, NULL, &no_result, NULL));
  CHECK(no_result == NULL);
  REFUSED(attain_model_calculate(NULL, &options, &no_result, NULL));
  REFUSED(attain_model_calculate(model, &options, NULL, NULL));
  REFUSED(attain_result_table_name(NULL, 0, &text, NULL));
  REFUSED(attain_result_table_name(result, 0, NULL, NULL));
  CHECK_CODE(ATTAIN_OUT_OF_RANGE, attain_result_table_name(result, -1, &text, NULL));
  REFUSED(attain_result_table(NULL, "series", 6, &stream, NULL));
  REFUSED(attain_result_table(result, NULL, 6, &stream, NULL));
  REFUSED(attain_result_table(result, "series", 6, NULL, NULL));
  REFUSED(attain_result_column(NULL, "series", 6, "unit", 4, &column, NULL));
  REFUSED(attain_result_column(result, NULL, 6, "unit", 4, &column, NULL));
  REFUSED(attain_result_column(result, "series", 6, NULL, 4, &column, NULL));
  REFUSED(attain_result_column(result, "series", 6, "unit", 4, NULL, NULL));
  CHECK_CODE(ATTAIN_NOT_FOUND, attain_result_column(result, "series", 6, "unti", 4, &column, NULL));
  REFUSED(attain_result_explain(NULL, "R-104", 5, NULL, 0, 1, NULL, 0, &text, NULL));
  REFUSED(attain_result_explain(result, NULL, 5, NULL, 0, 1, NULL, 0, &text, NULL));
  REFUSED(attain_result_explain(result, "R-104", 5, NULL, 0, 1, NULL, 0, NULL, NULL));
  REFUSED(attain_result_compare(NULL, result, &stream, NULL));
  REFUSED(attain_result_compare(result, NULL, &stream, NULL));
  REFUSED(attain_result_compare(result, result, NULL, NULL));
  REFUSED(attain_result_findings(NULL, &findings, NULL));
  REFUSED(attain_result_findings(result, NULL, NULL));
  CHECK_CODE(ATTAIN_OK, attain_result_column(result, "statements", 10, "paid", 4, &column, NULL));
  REFUSED(attain_column_text(NULL, 0, buffer, sizeof buffer, &size, NULL, NULL));
  REFUSED(attain_column_text(&column, 0, NULL, 8, &size, NULL, NULL));
  REFUSED(attain_column_text(&column, 0, buffer, sizeof buffer, NULL, NULL, NULL));
  CHECK_CODE(ATTAIN_OUT_OF_RANGE,
             attain_column_text(&column, 99, buffer, sizeof buffer, &size, NULL, NULL));
  CHECK_CODE(ATTAIN_OUT_OF_RANGE, attain_column_text(&column, 0, buffer, 2, &size, NULL, NULL));
  CHECK(size == 4);
  no_state = state;
  REFUSED(attain_state_new(NULL, 2, "won_amount", 10, &no_state, NULL));
  CHECK(no_state == NULL);
  REFUSED(attain_state_new(documents, 2, NULL, 10, &no_state, NULL));
  REFUSED(attain_state_new(documents, 2, "won_amount", 10, NULL, NULL));
  REFUSED(attain_state_update(NULL, data, NULL));
  REFUSED(attain_state_update(state, NULL, NULL));
  REFUSED(attain_state_merge(NULL, state, NULL));
  REFUSED(attain_state_merge(state, NULL, NULL));
  REFUSED(attain_state_serialize(NULL, &bytes, &size, NULL));
  REFUSED(attain_state_serialize(state, NULL, &size, NULL));
  REFUSED(attain_state_serialize(state, &bytes, NULL, NULL));
  REFUSED(attain_state_deserialize(NULL, 8, &no_state, NULL));
  REFUSED(attain_state_deserialize("ATST", 4, NULL, NULL));
  REFUSED(attain_state_finalize(NULL, &stream, NULL));
  REFUSED(attain_state_finalize(state, NULL, NULL));
#undef REFUSED
  /* Text: bad UTF-8 with its byte, and NUL inside. */
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_document_schema("mo\xff", 3, &text, &err));
  {
    attain_finding finding;
    memset(&finding, 0, sizeof finding);
    finding.struct_size = sizeof finding;
    CHECK_CODE(ATTAIN_OK, attain_error_finding(err, 0, &finding));
    CHECK(finding.reason == ATTAIN_REASON_INVALID_UTF8 && finding.offset == 2);
    attain_error_free(err);
  }
  CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_document_schema("mo\0el", 5, &text, NULL));
  attain_error_free(NULL);
  attain_dataset_free(NULL);
  attain_model_free(NULL);
  attain_result_free(NULL);
  attain_state_free(NULL);
  attain_result_free(result);
  attain_model_free(model);
  attain_state_free(state);
  attain_dataset_free(data);
}

static void plain_columns_of_every_type(void) {
  static const uint8_t bits[] = {0xb5, 0x01}; /* 1 0 1 0 1 1 0 1 1 */
  static const int32_t ints[] = {1, -2, 3, 4, 5, 6, 7, 8, 9};
  static const int64_t longs[] = {1, -2, 3, 4, 5, 6, 7, 8, 9, 0, 11, 0, 0, 0, 0, 0, 0, 0};
  static const double reals[] = {1.5, 2, 3, 4, 5, 6, 7, 8, 9};
  static const char text[] = "abcdefghi";
  static const int64_t ends[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  static const int32_t short_ends[] = {0, 1, 2, 3, 4, 5, 6, 7, 8, 9};
  static const char* const expected[][2] = {{"true", "false"},
                                            {"3", "4"},
                                            {"3", "4"},
                                            {"3", "4"},
                                            {"0.03", "0.04"},
                                            {NULL, NULL},
                                            {"1970-01-04", "1970-01-05"},
                                            {NULL, NULL},
                                            {"c", "d"},
                                            {"c", "d"}};
  const void* const buffers[] = {bits, ints, longs, reals, longs, longs, ints, longs, text, text};
  attain_dataset* data = NULL;
  int32_t type;
  CHECK_CODE(ATTAIN_OK, attain_dataset_new(&data, NULL));
  for (type = ATTAIN_TYPE_BOOL; type <= ATTAIN_TYPE_TEXT64; ++type) {
    attain_column column;
    char cell[64];
    size_t size = 0;
    int32_t missing = 0;
    memset(&column, 0, sizeof column);
    column.struct_size = sizeof column;
    column.type = type;
    column.name = "c";
    column.length = 4;
    column.offset = 2;
    column.data = buffers[type - 1];
    column.validity = bits;
    if (type == ATTAIN_TYPE_DECIMAL64 || type == ATTAIN_TYPE_DECIMAL128) column.scale = 2;
    if (type == ATTAIN_TYPE_TEXT32) column.offsets = short_ends;
    if (type == ATTAIN_TYPE_TEXT64) column.offsets = ends;
    CHECK_CODE(ATTAIN_OK, attain_dataset_add_columns(data, "t", 1, &column, 1, NULL));
    CHECK_CODE(ATTAIN_OK, attain_column_text(&column, 0, cell, sizeof cell, &size, &missing, NULL));
    CHECK(missing == 0);
    if (expected[type - 1][0] != NULL) CHECK(strcmp(cell, expected[type - 1][0]) == 0);
    CHECK_CODE(ATTAIN_OK, attain_column_text(&column, 1, cell, sizeof cell, &size, &missing, NULL));
    CHECK(missing == 1 && size == 0);
    column.length = -1;
    CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_dataset_add_columns(data, "t", 1, &column, 1, NULL));
    column.length = 4;
    column.scale = 99;
    CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_dataset_add_columns(data, "t", 1, &column, 1, NULL));
    column.scale = 0;
    column.reserved = 1;
    CHECK_CODE(ATTAIN_UNIMPLEMENTED, attain_dataset_add_columns(data, "t", 1, &column, 1, NULL));
    column.reserved = 0;
    column.data = NULL;
    CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_dataset_add_columns(data, "t", 1, &column, 1, NULL));
    column.length = 0;
    CHECK_CODE(ATTAIN_OK, attain_dataset_add_columns(data, "t", 1, &column, 1, NULL));
    column.type = 99;
    CHECK_CODE(ATTAIN_INVALID_ARGUMENT, attain_dataset_add_columns(data, "t", 1, &column, 1, NULL));
  }
  attain_dataset_free(data);
}

int main(void) {
  versions_agree();
  statements_and_reasons();
  what_if_update_and_compare();
  a_typing_error_is_found_with_its_place();
  expressions_run_over_tables();
  states_merge_exactly();
  options_of_other_versions();
  null_is_refused_everywhere();
  plain_columns_of_every_type();
  printf("9 passed, 0 failed\n");
  return 0;
}
