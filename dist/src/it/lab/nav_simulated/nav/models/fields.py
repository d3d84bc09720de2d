import datetime

INFINITY = datetime.datetime.max
