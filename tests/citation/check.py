"""Compares citations with what others make and read of them: `run` says how."""

import sys

import golden
import served


def main():
    wrong = golden.check(every="--all" in sys.argv)
    wrong += served.check()
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()
