# Copyright (c) 2026 The attain authors. Licensed under the Apache License, Version 2.0.
"""The command line.

    attain run MODEL --data DIR --out DIR --period P [--as-of DATE]
    attain explain OUT --rep ID [--language zh]
    attain report MODEL --data DIR --period P [--rep ID] [--form markdown] [--language zh]
    attain restate MODEL --data DIR --period P --paid-as-of DATE [--paid-model MODEL] [--frozen-until DATE]
    attain validate MODEL [--data DIR]
    attain schema KIND
    attain demo [--keep DIR]
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import sys
import tempfile
from typing import Optional, Sequence

import attain as at


def main(arguments: Optional[Sequence[str]] = None) -> int:
    """Runs a command; exit code 0 when it did what it was asked, 1 when input is wrong, 2 when the command line is."""
    options = _parser().parse_args(arguments)
    try:
        return options.command(options)
    except at.Error as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, ImportError) as error:
        print(f"attain: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        print("attain: stopped; nothing was written", file=sys.stderr)
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="attain", description="Targets, attainment and pay, exact to the cent, with the reason for every number.")
    parser.add_argument("--version", action="version", version=f"attain {at.__version__}")
    commands = parser.add_subparsers(required=True, metavar="COMMAND")

    run = commands.add_parser("run", help="calculate a model for a period and write every result table")
    run.add_argument("model", help="the model document")
    run.add_argument("--data", required=True, help="folder with the tables as CSV or Parquet files")
    run.add_argument("--out", required=True, help="folder for the results; it must not exist, or be an earlier result")
    run.add_argument("--period", required=True, help="a period of the model's calendar: 2026-Q1")
    run.add_argument("--as-of", help="what was recorded after this day is not known: 2026-03-31")
    run.add_argument("--format", choices=["csv", "parquet"], default="csv", help="form of the result tables (default: csv)")
    run.add_argument("--threads", type=int, default=1, help="threads at work (default: 1)")
    run.set_defaults(command=_run)

    explain = commands.add_parser("explain", help="why a rep is paid what the results say")
    explain.add_argument("out", help="folder of the results")
    explain.add_argument("--rep", required=True, help="id of the rep")
    explain.add_argument("--plan", default="", help="id of the plan (default: all)")
    explain.add_argument("--language", choices=["en", "zh"], default="en", help="language of the text (default: en)")
    explain.add_argument("--json", action="store_true", help="the tree as JSON")
    explain.set_defaults(command=_explain)

    report = commands.add_parser("report", help="a run in short, or the statements of a rep, as a page")
    report.add_argument("model", help="the model document")
    report.add_argument("--data", required=True, help="folder with the tables as CSV or Parquet files")
    report.add_argument("--period", required=True, help="a period of the model's calendar: 2026-Q1")
    report.add_argument("--as-of", help="what was recorded after this day is not known: 2026-03-31")
    report.add_argument("--rep", default="", help="id of the rep (default: the whole run in short)")
    _add_form(report)
    report.set_defaults(command=_report_page)

    restate = commands.add_parser("restate", help="what a period should have paid, and why it differs from what it paid")
    restate.add_argument("model", help="the model document as it is now")
    restate.add_argument("--data", required=True, help="folder with the tables as CSV or Parquet files")
    restate.add_argument("--period", required=True, help="a period of the model's calendar: 2026-Q1")
    restate.add_argument("--paid-as-of", required=True, help="what was known when it was paid: recorded by this day, 2026-04-05")
    restate.add_argument("--paid-model", help="the model document as it was then (default: the same)")
    restate.add_argument("--as-of", help="what is known now: recorded by this day (default: everything)")
    restate.add_argument("--frozen-until", help="statements that end by this day are paid for good")
    _add_form(restate)
    restate.set_defaults(command=_restate)

    validate = commands.add_parser("validate", help="everything that is wrong with a document, and with the tables it would read")
    validate.add_argument("model", help="the document")
    validate.add_argument("--data", help="folder with the tables")
    validate.set_defaults(command=_validate)

    schema = commands.add_parser("schema", help="the JSON Schema of a kind of document")
    schema.add_argument("kind", help="model, incentive, …")
    schema.set_defaults(command=_schema)

    demo = commands.add_parser("demo", help="calculate a made-up company's quarter and print three statements")
    demo.add_argument("--keep", help="folder in which the company's tables, documents and results are kept; it must not exist")
    demo.add_argument("--language", choices=["en", "zh"], default="en", help="language of the explanations (default: en)")
    demo.set_defaults(command=_demo)
    return parser


def _add_form(parser: argparse.ArgumentParser) -> None:
    """What every page can be asked for."""
    parser.add_argument("--form", choices=["text", "markdown", "json", "csv"], default="text", help="form of the page (default: text)")
    parser.add_argument("--language", choices=["en", "zh"], default="en", help="language of text and Markdown (default: en)")


def _load(model: at.Model, folder: str) -> at.Dataset:
    """The tables a model reads: those it names, and every file of the folder that is called like a table."""
    if not os.path.isdir(folder):
        raise FileNotFoundError(f"{folder}: no such folder")
    return at.load(folder)


def _write(result: at.Result, folder: str, form: str, source: dict) -> int:
    """Writes the tables that the model fills into a new folder beside the wanted one, then moves it there: readers see all of it or nothing. How many there are."""
    import duckdb

    if os.path.exists(folder) and not os.path.exists(os.path.join(folder, "attain.json")):
        raise FileExistsError(f"{folder}: is there and is no earlier result; name another folder")
    parent = os.path.dirname(os.path.abspath(folder))
    os.makedirs(parent, exist_ok=True)
    aside = tempfile.mkdtemp(prefix=".attain-", dir=parent)
    written = 0
    try:
        connection = duckdb.connect()
        for name in result.table_names:
            table = result.table(name)
            if not table.columns:
                continue  # of a domain that the model does not use
            frame = _relation(connection, table)
            written += 1
            path = os.path.join(aside, f"{name}.{form}")
            frame.write_csv(path, header=True) if form == "csv" else frame.write_parquet(path)
        connection.close()
        explanations = {}
        for statement in result.statements.all():
            explanations.setdefault(statement.rep, {}).setdefault(statement.plan, {})[statement.period] = {
                language: statement.explain(language=language) for language in ("en", "zh")} | {"json": json.loads(statement.explain(form="json"))}
        with open(os.path.join(aside, "explanations.json"), "w", encoding="utf-8") as file:
            json.dump(explanations, file, ensure_ascii=False)
        with open(os.path.join(aside, "attain.json"), "w", encoding="utf-8") as file:
            json.dump({"version": at.__version__, "period": result.period, **source}, file, indent=1)
        os.chmod(aside, 0o755)
        if os.path.exists(folder):
            old = tempfile.mkdtemp(prefix=".attain-old-", dir=parent)
            os.rename(folder, os.path.join(old, "result"))
            os.rename(aside, folder)
            shutil.rmtree(old)
        else:
            os.rename(aside, folder)
    finally:
        shutil.rmtree(aside, ignore_errors=True)
    return written


def _relation(connection: object, table: at.Table) -> object:
    """A table as a DuckDB relation."""
    import pyarrow

    return connection.from_arrow(pyarrow.table(table))  # type: ignore[attr-defined]


def _run(options: argparse.Namespace) -> int:
    model = at.Model.read(options.model)
    result = at.run(model, _load(model, options.data), period=options.period, as_of=options.as_of, threads=options.threads)
    written = _write(result, options.out, options.format, {"model": model.id, "as_of": options.as_of})
    _report(result)
    print(f"{written} tables in {options.out}; attain explain {options.out} --rep ID says why")
    return 0


def _report(result: at.Result) -> None:
    statements = result.statements.all()
    paid = [statement for statement in statements if statement.reason == "NONE"]
    totals: dict[str, object] = {}
    for statement in paid:
        totals[statement.currency] = totals.get(statement.currency, 0) + statement.paid
    sums = ", ".join(f"{float(total):,.2f} {currency}" for currency, total in sorted(totals.items()))
    print(f"{result.period}: {len(paid)} statements paid{', ' + sums if sums else ''}; {len(statements) - len(paid)} not paid; {len(result.findings)} findings")
    for finding in result.findings[:10]:
        print(f"  {finding}")
    if len(result.findings) > 10:
        print(f"  … and {len(result.findings) - 10} more in the table findings")


def _explain(options: argparse.Namespace) -> int:
    path = os.path.join(options.out, "explanations.json")
    if not os.path.exists(path):
        raise FileNotFoundError(f"{options.out}: is no result of attain run")
    with open(path, encoding="utf-8") as file:
        explanations = json.load(file)
    plans = explanations.get(options.rep)
    if plans is None:
        near = ", ".join(sorted(explanations)[:5])
        print(f"attain: there is no statement of {options.rep}; there are statements of {near} …", file=sys.stderr)
        return 1
    chosen = {plan: periods for plan, periods in plans.items() if options.plan in ("", plan)}
    if not chosen:
        print(f"attain: {options.rep} has no statement with plan {options.plan}, but with {', '.join(plans)}", file=sys.stderr)
        return 1
    for periods in chosen.values():
        for forms in periods.values():
            print(json.dumps(forms["json"], ensure_ascii=False, indent=1) if options.json else forms[options.language].rstrip("\n"))
    return 0


def _report_page(options: argparse.Namespace) -> int:
    model = at.Model.read(options.model)
    result = at.run(model, _load(model, options.data), period=options.period, as_of=options.as_of, payee=options.rep)
    print(result.report(options.rep, form=options.form, language=options.language), end="")
    return 0


def _restate(options: argparse.Namespace) -> int:
    model = at.Model.read(options.model)
    data = _load(model, options.data)
    then = at.Model.read(options.paid_model) if options.paid_model else model
    paid = at.run(then, data, period=options.period, as_of=options.paid_as_of)
    now = at.run(model, data, period=options.period, as_of=options.as_of)
    print(at.restate(paid, now, frozen_until=options.frozen_until).report(form=options.form, language=options.language), end="")
    return 0


def _validate(options: argparse.Namespace) -> int:
    with open(options.model, "rb") as file:
        text = file.read()
    findings = at.validate(text, name=os.path.basename(options.model), folder=os.path.dirname(options.model) or ".")
    bad = any(finding.severity == "error" for finding in findings)
    if options.data and not bad:
        model = at.Model.read(options.model)
        data = _load(model, options.data)
        for name, source in sorted(model.sources.items()):
            print(f"table {name} is read from {source}")
        findings += model.prepare(data).findings
        bad = any(finding.severity == "error" for finding in findings)
    for finding in findings:
        print(f"{finding.severity}: {finding}")
    print(f"{options.model}: " + (f"{len(findings)} findings" if findings else "nothing is wrong"))
    return 1 if bad else 0


def _schema(options: argparse.Namespace) -> int:
    print(json.dumps(at.schema(options.kind), indent=2, ensure_ascii=False))
    return 0


def _demo(options: argparse.Namespace) -> int:
    from attain import _demo

    folder = options.keep or tempfile.mkdtemp(prefix="attain-demo-")
    try:
        return _demo.show(folder, options.language)
    finally:
        if not options.keep:
            shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
