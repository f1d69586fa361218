"""The golden cases against the second engine; `ledger.toml` names the known differences and fails both ways."""

import json
import sys
import tomllib

from second import HERE, STYLES, plain, references

CASES = HERE.parent / "fixtures" / "citation" / "cases.json"


def check(every):
    """Prints what is not as the ledger has it, and a line on the whole; gives the number of surprises."""
    cases = json.loads(CASES.read_text(encoding="utf-8"))
    known = read_ledger({case["case"] for case in cases})
    jobs = [(engine, style, case) for engine, style in STYLES for case in cases]
    texts = references([(engine, style, case["item"]) for engine, style, case in jobs])
    surprises, tally = [], {}
    for (engine, style, case), text in zip(jobs, texts):
        key, expected = (engine, style, case["case"]), case["expected"][style]
        agrees = plain(text) == plain(expected)
        tally.setdefault((engine, style), []).append(agrees)
        if every:
            print(f"{style} ({engine})  {case['case']:<28} {'agrees' if agrees else known.get(key, 'differs')}")
        if agrees and key in known:
            surprises.append(f"{key} agrees and is listed as different: take it out of the ledger")
        if not agrees and key not in known:
            surprises.append(f"{key}\n    ours:   {expected}\n    second: {text}")
    for (engine, style), agreements in tally.items():
        file = "style of the CSL project" if engine == "official" else "our own style"
        print(f"{style}, {file} in citeproc-js: {sum(agreements)} of {len(agreements)} cases agree")
    for surprise in surprises:
        print(f"  {surprise}", file=sys.stderr)
    return len(surprises)


def read_ledger(names):
    known = {}
    for entry in tomllib.loads((HERE / "ledger.toml").read_text(encoding="utf-8"))["known"]:
        for engine in entry["engines"]:
            for style in entry["styles"]:
                for case in entry["cases"]:
                    if case not in names or (engine, style) not in STYLES:
                        raise SystemExit(f"ledger.toml: there is no {engine} {style} {case}")
                    known[engine, style, case] = entry["reason"]
    return known
