"""Measure `add` with answers that are kept already, against a bare Typer app.

    .venv/bin/python bench/add_warm.py

A server on this computer answers once as arXiv, Semantic Scholar and Hugging Face do; from then
on the answers come from the cache, and no socket is opened. The notebook has 39 notes.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from statistics import median

REPOSITORY = Path(__file__).resolve().parent.parent
ROUNDS = 21
IDENTIFIER = "2401.00001"
FEED = f"""<?xml version='1.0' encoding='UTF-8'?>
<feed xmlns:arxiv="http://arxiv.org/schemas/atom" xmlns="http://www.w3.org/2005/Atom"><entry>
<id>http://arxiv.org/abs/{IDENTIFIER}v1</id><title>A Paper Made Up for This Bench</title>
<published>2024-01-01T00:00:00Z</published><summary>Short.</summary>
<author><name>Ada Example</name></author></entry></feed>"""
PUBLISHED = json.dumps({
    "title": "A Paper Made Up for This Bench", "year": 2024, "venue": "NeurIPS",
    "externalIds": {"ArXiv": IDENTIFIER}, "authors": [{"name": "Ada Example"}],
})  # fmt: skip
CODE = json.dumps({"githubRepo": "https://github.com/a/b", "githubRepoAddedBy": "user"})
ANSWERS = {
    "/export.arxiv.org/": ("application/atom+xml", FEED),
    "/api.semanticscholar.org/": ("application/json", PUBLISHED),
    "/huggingface.co/": ("application/json", CODE),
}


class Handler(BaseHTTPRequestHandler):
    """Answers by the beginning of the path."""

    def do_GET(self) -> None:
        kind, text = next(
            (answer for start, answer in ANSWERS.items() if self.path.startswith(start)),
            ("text/plain", ""),
        )
        body = text.encode()
        self.send_response(200 if body else 404)
        self.send_header("Content-Type", kind)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


def main() -> None:
    snnnotes = shutil.which("snnnotes", path=str(Path(sys.executable).parent)) or "snnnotes"
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with tempfile.TemporaryDirectory() as scratch:
        notebook = Path(scratch, "notebook")
        shutil.copytree(REPOSITORY / "notes", notebook / "notes")
        start = f"http://127.0.0.1:{server.server_address[1]}"
        mirrors = {f"https:/{host}": f"{start}{host}" for host in ANSWERS}
        environment = {
            **os.environ,
            "SNNNOTES_CACHE_DIR": str(Path(scratch, "cache")),
            "SNNNOTES_STATE_DIR": str(Path(scratch, "state")),
            "SNNNOTES_MIRRORS": json.dumps(mirrors),
        }
        add = [snnnotes, "add", IDENTIFIER, "--dry-run"]
        bare = [sys.executable, str(REPOSITORY / "bench" / "bare_app.py")]

        def seconds(command: list[str]) -> float:
            begin = time.perf_counter()
            subprocess.run(command, cwd=notebook, env=environment, capture_output=True, check=True)
            return time.perf_counter() - begin

        seconds(add)
        server.shutdown()
        pairs = [(seconds(add), seconds(bare)) for _ in range(ROUNDS)]
    ratio = median(ours / theirs for ours, theirs in pairs)
    milliseconds = [1000 * median(times) for times in zip(*pairs, strict=True)]
    print(f"`add` of an arXiv identifier, answers kept: {milliseconds[0]:.0f} ms,")
    print(f"a bare Typer app: {milliseconds[1]:.0f} ms; {ratio:.2f} x (budget 2.5 x)")


if __name__ == "__main__":
    main()
