"""`python -m pipeline` is the `warraq` command."""

from pipeline.cli import main

main()
