"""The archive that the validator looks at: the small one of the tests, and the validator's own picture."""

import shutil
from pathlib import Path

from PIL import Image

SMALL = Path(__file__).parent.parent / "fixtures" / "archives" / "small"

# The picture's name is the validator's. A photo's id begins with its village's, so there is one of that name.
IDENTIFIER = "67352ccc-d1b0-11e1-89ae-279075081939"
VILLAGE = IDENTIFIER.rpartition("-")[0]

VILLAGE_RECORD = """\
entry = "named"
name.zh = "验图村"
rights = "CC0-1.0"
"""

PHOTO_RECORD = """\
element = "setting"
stand_in = true
caption.zh = "校验用图：一百个色块（示意图，非实景）"
alt.zh = "示意图：十行十列色块。"
credit.zh = "依校验程序所记颜色绘"
rights = "CC0-1.0"
"""

# Length of a square's side in pixels.
SQUARE = 100


def write_archive(folder, colours):
    """Writes the archive. `colours[x][y]` is the colour of the square in column x and row y."""
    shutil.copytree(SMALL, folder)
    village, photos = folder / "villages" / VILLAGE, folder / "photos" / VILLAGE
    village.mkdir()
    photos.mkdir()
    (village / "village.toml").write_text(VILLAGE_RECORD, encoding="utf-8")
    (photos / f"{IDENTIFIER}.toml").write_text(PHOTO_RECORD, encoding="utf-8")
    picture(colours).save(photos / f"{IDENTIFIER}.png")


def picture(colours):
    picture = Image.new("RGB", (len(colours) * SQUARE, len(colours[0]) * SQUARE))
    for x, column in enumerate(colours):
        for y, colour in enumerate(column):
            left, top = x * SQUARE, y * SQUARE
            picture.paste(colour, (left, top, left + SQUARE, top + SQUARE))
    return picture
