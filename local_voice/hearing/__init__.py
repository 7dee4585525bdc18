"""Sound to words: sources, voice activity, Vosk with the grammar of the moment."""
