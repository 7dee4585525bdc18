"""The rules of the shop as plain values and functions; standard library only."""
