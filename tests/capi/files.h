/* Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
 *
 * Files of tables into a dataset, and cells of result tables out of it. */
#ifndef ATTAIN_TESTS_CAPI_FILES_H_
#define ATTAIN_TESTS_CAPI_FILES_H_

#include "check.h"

/* The text of folder/name, ended by a NUL byte; NULL when it cannot be read. The caller frees it.
 */
static char* read_text(const char* folder, const char* name) {
  char path[2048];
  char* text = NULL;
  FILE* in;
  long size;
  CHECK(snprintf(path, sizeof path, "%s/%s", folder, name) < (int)sizeof path);
  in = fopen(path, "rb");
  if (in == NULL) return NULL;
  CHECK(fseek(in, 0, SEEK_END) == 0);
  size = ftell(in);
  CHECK(size >= 0 && fseek(in, 0, SEEK_SET) == 0);
  text = (char*)malloc((size_t)size + 1);
  CHECK(text != NULL);
  text[fread(text, 1, (size_t)size, in)] = '\0';
  fclose(in);
  return text;
}

/* Puts a file into the dataset, all its rows in one call. Gives their number. */
static int64_t add_file(attain_dataset* data, const char* folder, const char* name) {
  char table[64];
  char* text = read_text(folder, name);
  attain_str* cells;
  int64_t columns = 1;
  int64_t n = 0;
  const char* at;
  CHECK(text != NULL && strchr(text, '"') == NULL);
  strcpy(table, name);
  *strchr(table, '.') = '\0';
  for (at = text; *at != '\n' && *at != '\r'; ++at) columns += *at == ',';
  cells = (attain_str*)malloc((strlen(text) + 1) * sizeof *cells);
  CHECK(cells != NULL);
  for (at = text; *at != '\0';) {
    const size_t size = strcspn(at, ",\r\n");
    cells[n].data = size > 0 ? at : NULL; /* an empty cell is a missing value */
    cells[n].size = size;
    ++n;
    at += size;
    if (*at == '\r') ++at;
    if (*at != '\0') ++at;
  }
  CHECK(n % columns == 0);
  CHECK_CODE(ATTAIN_OK, attain_dataset_add_rows(data, table, ATTAIN_NUL, cells, columns, NULL));
  CHECK_CODE(ATTAIN_OK, attain_dataset_append(data, table, ATTAIN_NUL, cells + columns,
                                              n / columns - 1, NULL));
  free(cells);
  free(text);
  return n / columns - 1;
}

static attain_column column_of(const attain_result* result, const char* table, const char* name) {
  attain_column column;
  memset(&column, 0, sizeof column);
  column.struct_size = sizeof column;
  CHECK_CODE(ATTAIN_OK,
             attain_result_column(result, table, ATTAIN_NUL, name, ATTAIN_NUL, &column, NULL));
  return column;
}

static const char* cell(const attain_column* column, int64_t row, char* buffer, size_t capacity) {
  size_t size = 0;
  CHECK_CODE(ATTAIN_OK, attain_column_text(column, row, buffer, capacity, &size, NULL, NULL));
  return buffer;
}

#endif /* ATTAIN_TESTS_CAPI_FILES_H_ */
