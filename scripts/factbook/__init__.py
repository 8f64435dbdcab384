"""What the commands share: opening a data package, checking it, releasing it.

The map, in the order in which a validation runs through it:

    issue        Rule and Issue, the two words everything else speaks
    engine       DuckDB
    package      opens a folder; nobody else opens files of the data
    canonical    the one spelling of CSV and JSON
    archive      the release archive and SHA256SUMS
    unpacking    a release archive as input
    hygiene      bytes, characters and cells
    expected     what every package is held to: the descriptor and schemas beside this code
    standard     the official profiles of Data Package v2
    strictness   how a schema of our own may not be
    descriptor   datapackage.json and schemas/ against the standard and our expectations
    constraints  Table Schema → conditions in SQL
    table        one CSV file → DuckDB: load as text, run the conditions, add the typed table
    tables       the tables of a package in one database, and the references between them
    article      the report's text → tables, when it is at hand
    derived      sums, conversions and shares that follow from the figures
    nested       tables → data/facts.json
    documents    JSON resources against their JSON Schemas, and against the tables
    edition      a package read by its own descriptor and schemas, to be compared
    change       what the version protects: a change, and the part of the version it asks for
    versions     two editions → what changed between them
    changelog    the lines on facts in CHANGELOG.md
    release      what a package owes to the release before it
    rules        finds the rules in rules/<family>/<fault>.sql and runs them
    validation   the order of all this
    report       issues as text, JSON, SARIF and GitHub annotations
    difference   what changed between two editions as text and JSON
    formatting   rewrites a package canonically
    formats.contents  what every format of a release is written from
    formats.sqlite    one SQLite file, and the flat view of the facts
    formats.flat      the flat view as CSV
    formats.whole     every fact whole, as JSON
    formats.cover     the first sheet of the workbook
    formats.workbook  the workbook
    formats           all of them
    page.words        words, figures and dates in English and in Chinese
    page.model        what the page shows
    page.charts       which figures the charts show, and when
    page.drawing      a chart as SVG
    page.downloads    the files of a release as the page offers them
    page.jsonld       the package as a schema.org Dataset
    page              dist/index.html from all of these

Imports run one way: a module imports only modules above it in this map. A test walks them.
"""
