"""What the commands share: open a data package, check it, release it.

A validation goes through these modules, from the top down:

    package      opens a folder, or files in memory; strict JSON; digests
    archive      the release archive: written, looked through, read without unpacking
    descriptor   datapackage.json, schemas, JSON resources and the files they list
    characters   bytes and characters of a file
    schemas      our own schemas; a Table Schema as checks of cells
    tables       CSV files → tables of the engine, checked on the way
    engine       what a database must do for us, and SQLite doing it
    evidence     the report's text → tables
    rules        the rules in rules/*.toml: read, run, and what they found
    words        the functions that rules call; figures: those on numbers as printed
    rewrite      the canonical content of every file, with what is generated in it
    generated    tables → data/facts.json; derived: sums, conversions and shares
    changes      two versions → what changed, and the version it asks for; snapshot: one of the two
    validation   the order of all this
    report       what was found as text, JSON, SARIF and GitHub annotations

and a release through exports (the formats) and page (index.html). Everything speaks of the Rule and
the Issue of issue.py, and spelling.py has the one spelling of CSV, JSON and decimals.
"""
