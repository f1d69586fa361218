"""The validator of the IIIF Consortium, test by test; what it lacks to run on Python 3 is supplied here."""

import contextlib
import io
import random
import urllib.error
import urllib.request
from dataclasses import dataclass

with contextlib.redirect_stdout(io.StringIO()):
    from iiif_validator.validator import ImageAPI, TestSuite, ValidationInfo

COLOURS = ValidationInfo().colorInfo

# The level from which a test is of something optional.
OPTIONAL = 3


@dataclass
class Outcome:
    """How a test ended: `fault` is empty if well; `at` is what of the picture was asked for last."""

    name: str
    level: int
    fault: str
    at: str


def run(version, server, prefix, identifier):
    """Every test there is for a version, those of optional things too."""
    listed = TestSuite(ValidationInfo()).list_tests(version)
    for name in sorted(listed):
        # The same sizes and words each time; which of them are asked for is the validator's choice.
        random.seed(f"{version} {name}")
        api = ImageAPI(identifier, server, prefix, version=version, debug=False)
        urllib.urlopen = open_as_python_2(api)
        fault = ""
        try:
            with contextlib.redirect_stdout(io.StringIO()):
                TestSuite(ValidationInfo()).run_test(name, api)
            if api.exception:
                fault = str(api.exception)
        except Exception as error:  # A test that breaks down has not passed.
            fault = f"{type(error).__name__}: {error}"
        at = api.urls[-1].partition(f"{prefix}/{identifier}/")[2] if api.urls else ""
        yield Outcome(name, listed[name]["level"], fault, at)


def open_as_python_2(api):
    """`urllib.urlopen` as three tests call it: it hands over bytes as text, and refusals like any answer."""

    def urlopen(url):
        api.urls.append(url)
        try:
            answer = urllib.request.urlopen(url, timeout=5)
        except urllib.error.HTTPError as refusal:
            answer = refusal
        return Python2Answer(answer)

    return urlopen


class Python2Answer:
    def __init__(self, answer):
        self.answer = answer

    def read(self):
        return self.answer.read().decode("latin-1")

    def getcode(self):
        return self.answer.getcode()

    def close(self):
        self.answer.close()
