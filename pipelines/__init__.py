"""Pilotage: from received files to published releases, one room per step of the flow.

Belongs here: the rooms (`sources`, `contracts`, `identity`, `landing`, `disclosure`, `release`, `simulation`,
`territories`, `catalogue`), the conductor (`definitions`) and the command line (`cli`). Does not: SQL (dbt_project/),
what a reader sees (dashboards/, notebooks/), what a source or an indicator means (data_contracts/).
"""

__version__ = "0.1.0"
