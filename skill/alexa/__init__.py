"""The Alexa door: ask-sdk lives in this package and nowhere else."""
