"""A second computation of every indicator, from the lake to the exact cells, to set beside what dbt finds.

Written from the definitions of the indicators and the contracts alone. It shares with the product the lake and the
territory tables it reads, and nothing else: no function of `pipelines`, no SQL, no seed, no list of codes. What a rule
says is written here a second time, on purpose, and more plainly: a walk through the events of one person at a time
wherever an order matters.
"""
