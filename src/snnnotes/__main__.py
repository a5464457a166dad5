"""`python -m snnnotes`."""

from snnnotes.cli.app import main

main()
