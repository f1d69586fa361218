"""Serves the validator's picture, runs every test of the validator, and compares with `ledger.toml`.

The ledger fails both ways: a test that fails and is not listed, and one that is listed and passes, or fails
at another place than the ledger says.
"""

import sys
import tempfile
import tomllib
from fnmatch import fnmatchcase
from pathlib import Path

from archive import IDENTIFIER, write_archive
from program import Program
from validator import COLOURS, OPTIONAL, run

# The validator's name of a version, and where that is served. It knows 2.1 as 2.0.
SERVICES = {"3.0": "iiif/image/3", "2.0": "iiif/image/2"}


def main():
    ledger = tomllib.loads((Path(__file__).parent / "ledger.toml").read_text(encoding="utf-8"))
    table, wrong = "--table" in sys.argv, 0
    with tempfile.TemporaryDirectory(prefix="baozhai-iiif-") as folder:
        archive = Path(folder) / "archive"
        write_archive(archive, COLOURS)
        with Program(archive, Path(folder) / "data") as program:
            for version, prefix in SERVICES.items():
                outcomes = list(run(version, program.server, prefix, IDENTIFIER))
                wrong += report(version, outcomes, ledger.get(version, {}), table)
    sys.exit(1 if wrong else 0)


def report(version, outcomes, listed, table):
    """Prints what is not as listed, and a line on the whole; gives the number of surprises."""
    surprises = [f"`{name}` is listed and not a test" for name in listed.keys() - {o.name for o in outcomes}]
    for outcome in outcomes:
        entry = listed.get(outcome.name)
        surprise = surprise_of(outcome, entry)
        if surprise:
            surprises.append(surprise)
        if table:
            kind = "optional" if outcome.level >= OPTIONAL else f"level {outcome.level}"
            state = "passes" if not outcome.fault else f"fails   {entry['reason'] if entry else outcome.fault}"
            print(f"{version}  {outcome.name:<22} {kind:<9} {state}")
    failed = sum(bool(outcome.fault) for outcome in outcomes)
    print(f"IIIF Image API {version}: {len(outcomes) - failed} of {len(outcomes)} tests pass, {len(listed)} are listed as failing")
    for surprise in surprises:
        print(f"  {surprise}", file=sys.stderr)
    return len(surprises)


def surprise_of(outcome, entry):
    if outcome.fault and not entry:
        return f"{outcome.name} fails at {outcome.at}: {outcome.fault}"
    if entry and not outcome.fault:
        return f"{outcome.name} passes and is listed as failing: take it out of the ledger"
    if entry and not fnmatchcase(outcome.at, entry["at"]):
        return f"{outcome.name} fails at {outcome.at}, not at {entry['at']}: {outcome.fault}"
    return None


if __name__ == "__main__":
    main()
