"""A simulated NAV: what nav-argus-glue imports of NAV, and what argus-glue's plugin asks of its REST API.

Written for the tests, with a database in one file. It has the names and the behaviour of NAV 5.19, and nothing of its
code. With NAV_SOURCE, nav.sh uses the real NAV instead.
"""
