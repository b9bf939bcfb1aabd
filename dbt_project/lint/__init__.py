"""What sqlfluff is given instead of dbt's own context: enough to render the models, so that their SQL can be linted."""


class adapter:  # noqa: N801 - the name dbt gives it
    """Dispatched macros are rendered as a call of their name."""

    @staticmethod
    def dispatch(nom):
        if nom == "fichiers_parquet":
            return lambda motif: f"read_parquet('{motif}')"
        return lambda *arguments: f"{nom}({', '.join(map(str, arguments))})"


def env_var(_nom, defaut=""):
    return defaut


globals()["return"] = lambda valeur: valeur
