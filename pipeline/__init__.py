"""Warraq: an unattended news archive. `run.py` tells the write story, `query.py` the read story."""
