"""Measurements, each against a named peer or limit in the same run; see README.md beside this file."""
