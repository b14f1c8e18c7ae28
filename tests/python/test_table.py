# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""Frames in, frames out."""

import datetime
import decimal
import subprocess
import sys

import duckdb
import pandas
import polars
import pyarrow
import pytest

import attain as at

ROWS = {
    "deal_id": ["D-1", "D-2", None],
    "amount": [decimal.Decimal("120.50"), None, decimal.Decimal("7.00")],
    "closed": [datetime.date(2026, 3, 31), datetime.date(2026, 1, 1), None],
    "won": [True, False, None],
    "count": [1, None, 3],
    "score": [0.5, None, 1.5],
}


def arrow():
    return pyarrow.table(ROWS)


@pytest.mark.parametrize("frame", [
    arrow(), polars.DataFrame(arrow()), arrow().to_pandas(types_mapper=pandas.ArrowDtype), duckdb.connect().from_arrow(arrow()), ROWS,
    [dict(zip(ROWS, row)) for row in zip(*ROWS.values())],
], ids=["pyarrow", "polars", "pandas", "duckdb", "dict", "rows"])
def test_every_kind_of_frame_holds_the_same_values(frame):
    table = at.Table(frame, name="deals")
    assert len(table) == 3
    assert table.to_dict() == ROWS


def test_chunks_slices_and_dictionaries_arrive_as_they_are():
    column = pyarrow.chunked_array([pyarrow.array(["a", "b", None]), pyarrow.array(["b", "c"])]).dictionary_encode()
    table = at.Table(pyarrow.table({"stage": column}).slice(1, 3))
    assert table["stage"] == ["b", None, "b"]


@pytest.mark.parametrize("kind, module", [("polars", polars.DataFrame), ("pandas", pandas.DataFrame), ("pyarrow", pyarrow.Table)])
def test_a_table_becomes_the_frame_asked_for(kind, module):
    frame = at.Table(ROWS).to_frame(kind)
    assert isinstance(frame, module)
    assert list(at.Table(frame).columns) == list(ROWS)


def test_a_table_goes_out_and_comes_back_without_loss():
    table = at.Table(ROWS, name="deals")
    assert at.Table(pyarrow.table(table)).to_dict() == ROWS


def test_duckdb_reads_a_table_by_the_arrow_protocol():
    frame = pyarrow.table(at.Table(ROWS))  # noqa: F841  read by name in the query
    assert duckdb.sql("select count(*), sum(amount) from frame").fetchall() == [(3, decimal.Decimal("127.50"))]


def test_rows_are_dicts_and_the_notebook_sees_a_table_with_text_escaped():
    table = at.Table({"name": ["<b>"], "paid": [1]})
    assert list(table) == [{"name": "<b>", "paid": 1}]
    assert "&lt;b&gt;" in table._repr_html_()


def test_long_tables_show_their_first_rows_only():
    html = at.Table({"n": list(range(1000))})._repr_html_()
    assert "1000 rows, the first 20 shown" in html and "<td>19</td>" in html and "<td>20</td>" not in html


@pytest.mark.parametrize("data, text", [
    (42, "is no table"), ({"a": [1, "x"]}, "values of different types"), ({"a": [1], "b": [1, 2]}, "LENGTH_MISMATCH"),
    ("sales.xlsx", "is not read"),
])
def test_what_is_no_table_is_refused_with_what_would_be_right(data, text):
    with pytest.raises(at.DataError, match=text):
        at.Table(data)


def test_a_missing_file_is_named():
    with pytest.raises(FileNotFoundError, match="nowhere.csv"):
        at.Table("nowhere.csv")


def test_csv_and_parquet_files_are_read(tmp_path):
    path = tmp_path / "deals.csv"
    path.write_text("deal_id,amount\nD-1,120.50\nD-2,\n", encoding="utf-8")
    assert at.Table(path).to_dict() == {"deal_id": ["D-1", "D-2"], "amount": ["120.50", None]}
    duckdb.connect().from_arrow(arrow()).to_parquet(str(tmp_path / "deals.parquet"))
    assert at.Table(tmp_path / "deals.parquet").to_dict() == ROWS


def test_unknown_columns_are_named():
    with pytest.raises(at.DataError, match='no column "stage"') as caught:
        at.Table(ROWS)["stage"]
    assert caught.value.reason == "UNKNOWN_COLUMN"


def test_importing_attain_imports_no_frame_library():
    code = "import sys, attain; print([name for name in ('numpy', 'pandas', 'polars', 'duckdb', 'pyarrow') if name in sys.modules])"
    assert subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip() == "[]"
