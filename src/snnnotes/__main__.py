"""Where the program starts: the command `snnnotes`, and `python -m snnnotes`."""

import gc
import sys


def main() -> None:
    """Run the command line of the process and exit with its code."""
    # What is loaded stays until the end, so looking through it for garbage is time lost: 3 ms or
    # more of each start (measured). Afterwards memory is watched as usual.
    gc.disable()
    from snnnotes.cli.app import run  # noqa: PLC0415 (loaded while nobody looks for garbage)

    gc.freeze()
    gc.enable()
    sys.exit(run(sys.argv[1:]))


if __name__ == "__main__":
    main()
