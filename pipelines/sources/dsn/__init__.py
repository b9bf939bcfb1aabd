"""Reading DSN messages (NEODeS): a carrier gives rubriques, the tree gives them a place, checks and frames follow.

Belongs here: the carriers (`texte`, one message or a lot of them, and `xml`, enriched by GIP-MDS), the tree of blocks
(`arbre`), the norms of each year (`normes`), the rubriques the house uses (`rubriques`), messages and lots
(`enveloppe`), what is in scope (`tri`), the frames of the contract (`entites`), the checks (`controles`), the sentences
for the sender (`phrases`, `refus`, `comptes`), what holds a file together (`envoi`), batches
(`moisson`) and a lot of files (`lecture`).
Does not: what replaces what between declarations (dbt), who a person is (identity/).
"""

from pipelines.sources.dsn.lecture import Dsn

__all__ = ["Dsn"]
