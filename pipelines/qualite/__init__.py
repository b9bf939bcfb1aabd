"""Batch quality: is the delivery that just landed like those before it, and what its contract promises?

Belongs here: the summary of a delivery (one source, one reception date), its history, what is expected of it, the Great
Expectations suite made of both, the page that says it. Does not: judge a row (contracts/, at the door), land or refuse
anything (landing/), hold a threshold (data_contracts/qualite.yaml and the contracts), run by itself (definitions/).

Only counts, shares and quantiles come out of the lake: quantiles of columns of class `ordinaire` alone, codes by their
declared lists, small categories together. What is kept, under interne/qualite/, is made again when it is deleted.
"""

from pipelines.qualite.controle import Livraison, controler
from pipelines.qualite.evaluation import A_REGARDER, CONFORME, NON_JUGE
from pipelines.qualite.pages import ecrire_pages
from pipelines.qualite.phrases import phrase

__all__ = ["A_REGARDER", "CONFORME", "NON_JUGE", "Livraison", "controler", "ecrire_pages", "phrase"]
