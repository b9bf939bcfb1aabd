"""`retour_emploi_6m` by Spark on one machine: a script for an environment that has PySpark and nothing else.

    python spark.py TABLES SQL RESULTAT FOIS

TABLES: the folder of the four Parquet tables; SQL: a file with the query; RESULTAT: the folder of the answer. Prints
the best time of FOIS, in seconds, the start of the session left out.
"""

import sys
import time

from pyspark.sql import SparkSession


def main() -> None:
    tables, sql, resultat, fois = sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4])
    reglages = {
        "spark.driver.memory": "6g",
        "spark.sql.shuffle.partitions": "8",
        "spark.ui.enabled": "false",
        "spark.ui.showConsoleProgress": "false",
        "spark.driver.bindAddress": "127.0.0.1",
        "spark.driver.host": "127.0.0.1",
    }
    fabrique = SparkSession.builder.master("local[2]")
    for nom, valeur in reglages.items():
        fabrique = fabrique.config(nom, valeur)
    session = fabrique.getOrCreate()
    session.sparkContext.setLogLevel("ERROR")
    for table in ("contrats", "entrees", "sorties", "lieux"):
        session.read.parquet(f"{tables}/{table}.parquet").createOrReplaceTempView(table)
    with open(sql, encoding="utf-8") as fichier:
        requete = fichier.read()
    temps = []
    for _ in range(fois):
        debut = time.perf_counter()
        session.sql(requete).coalesce(1).write.mode("overwrite").parquet(resultat)
        temps.append(time.perf_counter() - debut)
    print(min(temps))


if __name__ == "__main__":
    main()
