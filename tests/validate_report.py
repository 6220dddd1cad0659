#!/usr/bin/env python3
"""Validates reports against the JSON Schema, and the schema against draft 2020-12.

usage: validate_report.py SCHEMA [REPORT...]

One line a report: "FILE: valid", or "FILE: invalid at PLACE: what is wrong".
Exits with 0 when all are valid, 1 when one is not, 2 when the schema itself is broken or
a file cannot be read.
"""

import json
import sys

import jsonschema


def reject_constant(name):
    # Python reads NaN and Infinity, which are not JSON.
    raise ValueError(f"{name} is not JSON")


def load(path):
    with open(path, encoding="utf-8") as file:
        return json.load(file, parse_constant=reject_constant)


def main(arguments):
    if not arguments:
        print(__doc__, file=sys.stderr)
        return 2
    try:
        schema = load(arguments[0])
        jsonschema.Draft202012Validator.check_schema(schema)
    except (OSError, ValueError, jsonschema.SchemaError) as error:
        print(f"{arguments[0]}: broken schema: {error}", file=sys.stderr)
        return 2

    validator = jsonschema.Draft202012Validator(schema)
    all_valid = True
    for path in arguments[1:]:
        try:
            report = load(path)
        except OSError as error:
            print(f"{path}: unreadable: {error}", file=sys.stderr)
            return 2
        except ValueError as error:
            print(f"{path}: invalid: not JSON: {error}")
            all_valid = False
            continue
        error = jsonschema.exceptions.best_match(validator.iter_errors(report))
        if error is None:
            print(f"{path}: valid")
        else:
            print(f"{path}: invalid at {error.json_path}: {error.message}")
            all_valid = False
    return 0 if all_valid else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
