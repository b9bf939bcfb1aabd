"""The command line `pilotage`: verbs in English, options in the field's words.

Belongs here: reading arguments, running the jobs of `definitions` in process, saying what happened, exit codes
(0 done, 1 input refused, 2 wrong usage, 3 blocked by a check). Does not: any work of its own.
"""

from pipelines.cli.commandes import main

__all__ = ["main"]
