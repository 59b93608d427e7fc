"""Opschalen: een vraag van een OGON aan wie erboven staat. Hier staat wat ervan te lezen is."""
