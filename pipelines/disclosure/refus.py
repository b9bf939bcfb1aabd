"""The one error of this room."""


class SecretRefuse(Exception):
    """The cells cannot be protected as asked; the message says which, why and what to do. Nothing is published."""
