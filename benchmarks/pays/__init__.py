"""A whole country in the lake, and what it costs: the parts of `benchmarks.national`.

Belongs here: persons, registrations, contracts and what the network does with them, drawn at random by the million and
written where the door would have put them (`population`, `contrats`, `reseau`, `lac`); the run of dbt as the operating
system sees it (`couche`); one indicator by several engines (`moteurs`). Does not: files as senders write them, and a
truth to find again, which are the simulator's work.
"""
