"""Reading DSN messages (NEODeS): a carrier gives rubriques, the tree gives them a place, checks and frames follow.

Belongs here: the text carrier (`texte`), the tree of blocks (`arbre`), the norms of each year (`normes`), the rubriques
the house uses (`rubriques`), their checks (`controles`), the frames of the contract (`entites`), the sentences for the
sender (`phrases`), what holds a file together (`envoi`) and a lot (`lecture`). Does not: what replaces what between
declarations (dbt), who a person is (identity/).
"""

from pipelines.sources.dsn.lecture import Dsn

__all__ = ["Dsn"]
