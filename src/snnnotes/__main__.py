"""Where the program starts: the command `snnnotes`, and `python -m snnnotes`."""

import gc
import os
import sys
from collections.abc import Sequence


def main() -> None:
    """Run the command line of the process and exit with its code."""
    if sys.getfilesystemencoding() != "utf-8" and sys.executable:
        _start_anew_in_utf8()
    # What is loaded stays until the end, so looking through it for garbage is time lost: 3 ms or
    # more of each start (measured). Afterwards memory is watched as usual.
    gc.disable()
    from snnnotes.cli.app import run  # noqa: PLC0415 (loaded while nobody looks for garbage)

    gc.freeze()
    gc.enable()
    sys.exit(run(sys.argv[1:]))


def _start_anew_in_utf8() -> None:
    """Start the program anew with names of files read as UTF-8; the console keeps its encoding.

    Git and GitHub take names for UTF-8. In a locale of GBK or Latin-1 Python takes them for that,
    and the links of a README would lead to 鑶滅數浣 instead of 膜电位.
    """
    console = getattr(sys.stdout, "encoding", None) or sys.getfilesystemencoding()
    os.environ.setdefault("PYTHONIOENCODING", console)
    # -P: a module in the current folder is none of ours.
    command = [sys.executable, "-P", "-X", "utf8", "-m", "snnnotes"]
    arguments = in_utf8([os.fsencode(word) for word in sys.argv[1:]], sys.getfilesystemencoding())
    os.execv(sys.executable, [*map(os.fsencode, command), *arguments])  # noqa: S606 (ourselves)


def in_utf8(words: Sequence[bytes], encoding: str) -> list[bytes]:
    """Words of a command line in UTF-8; what is not in the locale's encoding stays as it is.

    >>> [word.decode() for word in in_utf8(["膜电位".encode("gbk"), "🧠".encode()], "gbk")]
    ['膜电位', '🧠']
    """
    turned = []
    for word in words:
        try:
            turned.append(word.decode(encoding).encode())
        except UnicodeDecodeError:
            turned.append(word)
    return turned


if __name__ == "__main__":
    main()
