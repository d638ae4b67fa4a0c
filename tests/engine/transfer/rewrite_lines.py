#!/usr/bin/env python3
"""Reads gzip-compressed lines of JSON and writes them again with Python's own gzip and json, escaped to ASCII.
usage: rewrite_lines.py FROM TO"""
import gzip
import json
import sys

with gzip.open(sys.argv[1], "rt", encoding="utf-8", newline="\n") as source, \
        gzip.open(sys.argv[2], "wt", encoding="ascii", newline="\n") as target:
    for line in source:
        target.write(json.dumps(json.loads(line)) + "\n")
