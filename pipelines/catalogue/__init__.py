"""What each indicator means, read from data_contracts/indicateurs/<indicateur>.yaml and data_contracts/dimensions.yaml.

Belongs here: reading and checking the entries, which cells each announces (`annonces`), whether a formula changed under
the same version (`methodes`), and writing for dbt the tables drawn from them (`ecrire_contexte`). Does not: how parts
are counted (dbt_project/), how a value is protected (disclosure/), how words are shown (dashboards/).
"""

from pipelines.catalogue.contexte import ecrire_contexte
from pipelines.catalogue.modele import DOSSIER, Catalogue, CatalogueRefuse, Dimension, Indicateur, charger

__all__ = ["DOSSIER", "Catalogue", "CatalogueRefuse", "Dimension", "Indicateur", "charger", "ecrire_contexte"]
