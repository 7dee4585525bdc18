"""The graph of the built-in model: which words it knows and how they are spoken.

`scripts/train_model` makes a graph of all words, `voicecart voice learn-words` adds some to one that exists.
The acoustic model, which knows phones and not words, stays as it is.
"""
