"""HTML fragments made from view models, shared by the pages and by the printable sheet.

Belongs here: tags, escaping, order of reading. Does not: what is said (vues/), colours (statique/style.css).
Everything that comes from a release is escaped.
"""
