"""How days and moments are written in each language, on the desk and on pages alike."""
