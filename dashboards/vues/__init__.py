"""What a page says, as plain objects: numbers in words, comparisons, series, tables.

Belongs here: the choice of what is shown and the sentence that says it. Does not: HTML (rendu/), drawing (graphiques/),
Streamlit (ecrans/). Every function is pure: one release and one state in, one frozen object out.
"""
