"""Time of queries inside one process, without its start: what an editor or a program would see.

python bench/inside.py NOTEBOOK CACHE_FOLDER QUERIES
"""

from __future__ import annotations

import json
import os
import sys
import time
from itertools import cycle, islice
from pathlib import Path
from statistics import quantiles

from generate import QUERIES

from snnnotes.model.query import parse_query
from snnnotes.storage.index import Index
from snnnotes.storage.notebook import Notebook


def main(notebook: str, cache: str, queries: str) -> None:
    """Print the 50th and 95th percentile, in milliseconds, as JSON."""
    opened = Notebook.open(Path(notebook), root=Path(notebook), environment=os.environ)
    seconds = []
    with Index.open(opened, Path(cache)) as index:
        index.sync(text=True)
        for text in islice(cycle(QUERIES), int(queries)):
            start = time.perf_counter()
            index.ranked(parse_query(text))
            seconds.append(time.perf_counter() - start)
    percentiles = quantiles(seconds, n=100)
    json.dump({"p50": percentiles[49] * 1000, "p95": percentiles[94] * 1000}, sys.stdout)


if __name__ == "__main__":
    main(*sys.argv[1:])
