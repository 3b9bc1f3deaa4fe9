#!/usr/bin/env python3
"""First inputs of a fuzz target: collect_seeds.py TARGET DIRECTORY

Takes files of samples/ and tests/ (and of ../shared where it is present) that the target can read, cut to what it reads: whole
files for most, the single expressions of templates for `expression`. A target that starts from real input reaches the depths
at once; one that starts from nothing needs days for its first valid template.
"""
import hashlib
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
FOLDERS = [ROOT / "samples", ROOT / "tests", ROOT.parent / "shared" / "corpora", ROOT.parent / "shared" / "reference"]
LONGEST = 16_000  # bytes: longer first inputs make each run slow
MOST = 3_000

BICEP = (".bicep", ".bicepparam")
SUFFIXES = {"lexer": BICEP, "parser": BICEP, "format": BICEP, "json": (".json",), "evaluate": (".json",), "expression": (".json",),
            "scenario": (".yaml", ".yml", ".json")}
# What the first bytes of an input mean to the target: see the head of its source.
PREFIX = {"parser": [b"\0", b"\1"], "format": [b"\0\x50", b"\1\x50"]}
EXPRESSION = re.compile(rb'"\[((?:[^"\\]|\\.){3,400})\]"')


def inputs(target, path):
    content = path.read_bytes()
    if target == "expression":
        return EXPRESSION.findall(content)
    if len(content) > LONGEST:
        return []
    if target == "evaluate" and b'"resources"' not in content and b'"outputs"' not in content:
        return []
    if target == "scenario" and b"set" not in content:
        return []
    prefixes = PREFIX.get(target)
    return [content] if prefixes is None else [prefixes[path.suffix == ".bicepparam"] + content]


def main():
    target, directory = sys.argv[1], pathlib.Path(sys.argv[2])
    directory.mkdir(parents=True, exist_ok=True)
    count = 0
    for folder in FOLDERS:
        for path in sorted(folder.rglob("*")) if folder.is_dir() else []:
            if count >= MOST:
                return
            if path.suffix not in SUFFIXES[target] or not path.is_file():
                continue
            for content in inputs(target, path):
                (directory / hashlib.sha256(content).hexdigest()[:20]).write_bytes(content)
                count += 1


if __name__ == "__main__":
    main()
