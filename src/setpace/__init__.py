"""Setpace: a set-by-set strength workout timer and log for runners, in the terminal."""

__version__ = "0.1.0"
