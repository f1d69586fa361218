"""Likeness of pictures to what an exact reduction of their original gives.

Reads a JSON list of {"original", "answer", "region"?} (paths; x, y, width, height) and prints the SSIM of each.

SSIM after Wang et al. (2004) on luma: a Gaussian window of 11 pixels, sigma 1.5. The reference is the original decoded
in full, cut to the region, and reduced by Pillow's Lanczos filter (three lobes) to the size of the answer.
"""

import functools
import json
import sys

import numpy
from PIL import Image
from skimage.metrics import structural_similarity

Image.MAX_IMAGE_PIXELS = None


@functools.lru_cache(maxsize=2)
def decoded(path):
    return Image.open(path).convert("RGB")


@functools.lru_cache(maxsize=8)
def reference(path, region, size):
    picture = decoded(path)
    if region:
        x, y, width, height = region
        picture = picture.crop((x, y, x + width, y + height))
    if picture.size != size:
        picture = picture.resize(size, Image.LANCZOS)
    return numpy.asarray(picture.convert("L"))


def likeness(original, answer, region=None):
    picture = Image.open(answer)
    against = reference(original, tuple(region) if region else None, picture.size)
    pixels = numpy.asarray(picture.convert("L"))
    return structural_similarity(
        against, pixels, gaussian_weights=True, sigma=1.5, use_sample_covariance=False, data_range=255
    )


print(json.dumps([likeness(**pair) for pair in json.load(sys.stdin)]))
