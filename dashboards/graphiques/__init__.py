"""Vega-Lite specifications, as plain dictionaries made from view models.

Belongs here: marks, scales, colours, French words of axes. Does not: which rows are drawn (vues/), where the chart
stands (ecrans/). A specification travels to the browser: it holds published values only.
"""
