"""One thin module per page: read the address, ask the view, put HTML and charts in their place.

Belongs here: Streamlit. Does not: any sentence or number (vues/), any tag (rendu/). A widget only rewrites the address;
the address alone says what is shown.
"""
