"""Shared commerce handlers: one file per thing a customer can ask for, the same at every door."""
