"""`python -m bina`: the command line."""

from bina.cli.main import main

main()
