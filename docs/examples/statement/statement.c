/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * A first statement: tables and a model in, pay and its reason out.
 *
 *   statement FOLDER        the folder that holds the documents and data/(name).csv */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "attain/c_api.h"

enum { kMaxColumns = 16 };

/* The text of folder/name, ended by a NUL byte; NULL when it cannot be read. The caller frees it. */
static char* read_file(const char* folder, const char* name) {
  char path[1024];
  char* text = NULL;
  FILE* in;
  long size;
  if (snprintf(path, sizeof path, "%s/%s", folder, name) >= (int)sizeof path) return NULL;
  in = fopen(path, "rb");
  if (in == NULL) return NULL;
  if (fseek(in, 0, SEEK_END) == 0 && (size = ftell(in)) >= 0 && fseek(in, 0, SEEK_SET) == 0) {
    text = (char*)malloc((size_t)size + 1);
    if (text != NULL) text[fread(text, 1, (size_t)size, in)] = '\0';
  }
  fclose(in);
  return text;
}

/* Cuts a line at its commas; an empty cell is a missing value. Gives the number of cells. */
static int64_t split(const char* line, size_t size, attain_str* cells) {
  int64_t n = 0;
  size_t begin = 0;
  size_t i;
  for (i = 0; i <= size && n < kMaxColumns; ++i) {
    if (i < size && line[i] != ',') continue;
    cells[n].data = i > begin ? line + begin : NULL;
    cells[n].size = i - begin;
    ++n;
    begin = i + 1;
  }
  return n;
}

/* A file of comma-separated cells without quotes becomes a table: its first line names the columns. */
static attain_code add_csv(attain_dataset* data, const char* folder, const char* table, attain_error** err) {
  char name[64];
  attain_str cells[kMaxColumns];
  attain_code code = ATTAIN_OK;
  int64_t columns = 0;
  const char* line;
  char* text;
  sprintf(name, "data/%.40s.csv", table);
  text = read_file(folder, name);
  if (text == NULL) return ATTAIN_NOT_FOUND;
  for (line = text; code == ATTAIN_OK && *line != '\0';) {
    const size_t size = strcspn(line, "\n");
    const int64_t n = split(line, size, cells);
    if (columns == 0) {
      columns = n;
      code = attain_dataset_add_rows(data, table, ATTAIN_NUL, cells, columns, err);
    } else {
      code = n == columns ? attain_dataset_append(data, table, ATTAIN_NUL, cells, 1, err) : ATTAIN_INVALID_ARGUMENT;
    }
    line += size + (line[size] == '\n');
  }
  free(text);
  return code;
}

/* [start:main] */
/* Tables and two documents in, the quarter and the reason of R-104's pay out. */
static attain_code first_statement(const char* folder, attain_dataset* data, const attain_document* documents, attain_result** quarter,
                                   attain_error** err) {
  static const char* const tables[] = {"deals", "deal_splits", "reps", "rep_units", "org_units"};
  attain_model* model = NULL;
  attain_run_options options;
  attain_str text = {NULL, 0};
  attain_code code = ATTAIN_OK;
  int i;
  for (i = 0; i < 5 && code == ATTAIN_OK; ++i) code = add_csv(data, folder, tables[i], err); /* or from a cursor, or from Arrow */
  if (code == ATTAIN_OK) code = attain_model_prepare(documents, 2, data, &model, err);       /* every fault, with line and column */

  attain_run_options_init(&options, sizeof options);
  options.period = "2026-Q1";
  if (code == ATTAIN_OK) code = attain_model_calculate(model, &options, quarter, err);
  if (code == ATTAIN_OK) {
    code = attain_result_explain(*quarter, "R-104", ATTAIN_NUL, NULL, 0, ATTAIN_FORMAT_TEXT, NULL, 0, &text, err);
  }
  if (code == ATTAIN_OK) printf("%s\n", text.data);
  attain_free((void*)text.data);
  attain_model_free(model); /* the result lives on */
  return code;
}
/* [end:main] */

/* One cell of an Arrow array of decimals or text, as text: an array is a plain column under other names. */
static attain_code arrow_text(const struct ArrowSchema* schema, const struct ArrowArray* array, int64_t row, char* out, size_t capacity,
                              attain_error** err) {
  attain_column column;
  size_t size = 0;
  memset(&column, 0, sizeof column);
  column.struct_size = sizeof column;
  column.name = schema->name;
  column.length = array->length;
  column.offset = array->offset;
  column.validity = (const uint8_t*)array->buffers[0];
  if (strncmp(schema->format, "d:", 2) == 0) { /* "d:38,2": decimals */
    column.type = ATTAIN_TYPE_DECIMAL128;
    column.scale = atoi(strchr(schema->format, ',') + 1);
    column.data = array->buffers[1];
  } else if (strcmp(schema->format, "u") == 0 || strcmp(schema->format, "U") == 0) { /* text, its offsets of 32 or 64 bits */
    column.type = schema->format[0] == 'u' ? ATTAIN_TYPE_TEXT32 : ATTAIN_TYPE_TEXT64;
    column.offsets = array->buffers[1];
    column.data = array->buffers[2];
  } else {
    return ATTAIN_UNIMPLEMENTED;
  }
  return attain_column_text(&column, row, out, capacity, &size, NULL, err);
}

/* Prints columns of every row of a stream, which is released. */
static attain_code print_stream(struct ArrowArrayStream* stream, const char* const* names, int n_names, attain_error** err) {
  struct ArrowSchema schema;
  struct ArrowArray batch;
  attain_code code = ATTAIN_OK;
  if (stream->get_schema(stream, &schema) != 0) {
    stream->release(stream);
    return ATTAIN_RESOURCE_EXHAUSTED;
  }
  while (code == ATTAIN_OK) {
    int64_t row;
    if (stream->get_next(stream, &batch) != 0) code = ATTAIN_RESOURCE_EXHAUSTED;
    if (code != ATTAIN_OK || batch.release == NULL) break; /* the end */
    for (row = 0; row < batch.length && code == ATTAIN_OK; ++row) {
      int i;
      for (i = 0; i < n_names && code == ATTAIN_OK; ++i) {
        char text[64];
        int64_t k = 0;
        while (strcmp(schema.children[k]->name, names[i]) != 0) ++k;
        code = arrow_text(schema.children[k], batch.children[k], row, text, sizeof text, err);
        if (code == ATTAIN_OK) printf("%s%s", i == 0 ? "" : strcmp(names[i], "new") == 0 ? " → " : " ", text);
      }
      printf("\n");
    }
    batch.release(&batch);
  }
  schema.release(&schema);
  stream->release(stream);
  return code;
}

/* [start:softer] */
/* The same quarter with another plan, and what that changes. */
static attain_code softer(attain_dataset* data, const attain_document* documents, const attain_result* quarter, attain_error** err) {
  static const char path[] = "components[new-business].payout.bands[1].from"; /* in the plan, the second document */
  static const char* const columns[] = {"rep_id", "cause", "column", "old", "new"};
  attain_document changed[2];
  attain_model* model = NULL;
  attain_result* after = NULL;
  attain_run_options options;
  attain_str text = {NULL, 0};
  struct ArrowArrayStream deltas;
  attain_code code = attain_document_replace(&documents[1], path, ATTAIN_NUL, "70%", ATTAIN_NUL, &text, err);
  changed[0] = documents[0];
  changed[1] = documents[1];
  changed[1].text = text.data;
  if (code == ATTAIN_OK) code = attain_model_prepare(changed, 2, data, &model, err);
  attain_run_options_init(&options, sizeof options);
  options.period = "2026-Q1";
  if (code == ATTAIN_OK) code = attain_model_calculate(model, &options, &after, err);
  if (code == ATTAIN_OK) code = attain_result_compare(after, quarter, &deltas, err);
  if (code == ATTAIN_OK) code = print_stream(&deltas, columns, 5, err);
  attain_result_free(after);
  attain_model_free(model);
  attain_free((void*)text.data);
  return code;
}
/* [end:softer] */

int main(int argc, char** argv) {
  static const char* const names[] = {"sales-2026.json", "ae-2026.json"};
  const char* const folder = argc > 1 ? argv[1] : ".";
  attain_dataset* data = NULL;
  attain_result* quarter = NULL;
  attain_error* err = NULL;
  attain_document documents[2];
  char* texts[2];
  attain_code code;
  int i;
  memset(documents, 0, sizeof documents);
  for (i = 0; i < 2; ++i) {
    texts[i] = read_file(folder, names[i]);
    documents[i].struct_size = sizeof documents[i];
    documents[i].name = names[i];
    documents[i].text = texts[i];
  }
  code = texts[0] == NULL || texts[1] == NULL ? ATTAIN_NOT_FOUND : attain_dataset_new(&data, &err);
  if (code == ATTAIN_OK) code = first_statement(folder, data, documents, &quarter, &err);
  if (code == ATTAIN_OK) code = softer(data, documents, quarter, &err);
  if (code != ATTAIN_OK) {
    attain_str message = {"", 0};
    attain_error_message(err, &message);
    fprintf(stderr, "code %d: %s\n", (int)code, message.data);
  }
  attain_error_free(err);
  attain_result_free(quarter);
  attain_dataset_free(data);
  free(texts[0]);
  free(texts[1]);
  return code == ATTAIN_OK ? 0 : 1;
}
